import type { Cube, TCubeMeasure } from '@cubejs-client/core';
import { z } from 'zod';
import { definitionSchema } from '../check/headline-queries.ts';
import { nearMisses } from '../doctor/near-misses.ts';
import { Refusal } from './refusal.ts';

/** What a view of this package says of itself; one of somebody's own may say nothing. */
const viewMeta = z
  .object({
    /** The time that its cohorts are told apart by. */
    cohort: z.string(),
    kpis: z.array(z.string()),
    /** What counts and what doesn't, in words. */
    ai_context: z.string(),
    definition: definitionSchema,
  })
  .partial()
  .catch({});

export const metaOf = ({ meta }: Cube): z.infer<typeof viewMeta> => viewMeta.parse(meta ?? {});

/** What a measure says of itself; `above` and `below` are members of the cube that the view shows it from. */
const measureMeta = z
  .object({
    unit: z.string(),
    direction: z.string(),
    windowDays: z.number(),
    above: z.string(),
    below: z.string(),
    /** The dimensions that it is a number of one value of. */
    by: z.array(z.string()),
  })
  .partial()
  .catch({});

export const measureMetaOf = ({ meta }: TCubeMeasure): z.infer<typeof measureMeta> =>
  measureMeta.parse(meta ?? {});

/** A member's name as it is listed: without its view. */
export const shortName = ({ name }: { name: string }): string => name.slice(name.indexOf('.') + 1);

/** The settings that a view counts by, and the sources that it is counted from. */
export function definitionOf(view: Cube): { settings: object; sources: string[] } {
  const entries = Object.entries(metaOf(view).definition ?? {});
  const source = /^sources\./;
  return {
    settings: Object.fromEntries(entries.filter(([name]) => !source.test(name))),
    sources: entries.flatMap(([name]) => (source.test(name) ? [name.replace(source, '')] : [])),
  };
}

/** The ends of a rate's interval, where the view has them. */
export function intervalOf(view: Cube, { name }: TCubeMeasure): TCubeMeasure[] {
  const ends = ['Low', 'High'].map((end) => view.measures.find((each) => each.name === `${name}${end}`));
  return ends.filter((end) => end !== undefined);
}

/** Whether a measure is an end of another one's interval. */
export const isEnd = (view: Cube, { name }: TCubeMeasure): boolean =>
  /(Low|High)$/.test(name) &&
  view.measures.some((measure) => measure.name === name.replace(/(Low|High)$/, ''));

/** The counts that a rate is made of, by the view's own names. */
export function countsOf(view: Cube, rate: TCubeMeasure): { above?: TCubeMeasure; below?: TCubeMeasure } {
  const [cube] = rate.aliasMember?.split('.') ?? [];
  const count = (name: string | undefined): TCubeMeasure | undefined =>
    view.measures.find(({ aliasMember }) => name !== undefined && aliasMember === `${cube}.${name}`);
  const meta = measureMetaOf(rate);
  const [above, below] = [count(meta.above), count(meta.below)];
  return { ...(above && { above }), ...(below && { below }) };
}

/** @throws {Refusal} with the names that there are, where the view isn't one of them */
export function findView(views: readonly Cube[], name: string): Cube {
  const view = views.find((each) => each.name === name);
  if (view) return view;
  const names = views.map((each) => each.name);
  throw new Refusal(`There is no view ${JSON.stringify(name)}.`, {
    ...meant(name, names),
    views: names,
  });
}

/** @throws {Refusal} with the names that there are, where the member isn't one of them */
export function findMember<Member extends { name: string }>(
  kind: 'measure' | 'dimension' | 'segment',
  view: Cube,
  name: string,
  members: readonly Member[],
): Member {
  const member = members.find((each) => shortName(each) === name);
  if (member) return member;
  const names = members.map(shortName);
  throw new Refusal(`${view.name} has no ${kind} ${JSON.stringify(name)}.`, {
    ...meant(name, names),
    [`${kind}s`]: names,
  });
}

/** What somebody may have meant by a name. */
export function meant(name: string, names: readonly string[]): Record<string, readonly string[]> {
  const near = nearMisses(name, names);
  return near.length > 0 ? { didYouMean: near } : {};
}
