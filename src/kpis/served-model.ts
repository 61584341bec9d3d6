import { z } from 'zod';
import { definitionSchema } from '../check/headline-queries.ts';
import { type DeclaredViews, type KpiStatus, kpiStatuses } from './status.ts';

/** A member as a server tells of it, by its whole name with the view's in front. */
export interface Member {
  name: string;
  title: string;
  description: string;
}

export interface Measure extends Member {
  type: MemberType;
  /** `percent`, `hours`, or what it counts: `users`; empty where it isn't told. */
  unit: string;
  direction?: string | undefined;
  /** Within how many days of its start a unit has to do what is counted; none where the rate has no window. */
  windowDays?: number | undefined;
  /** The dimensions that it is a number of one value of. */
  by?: string[] | undefined;
  /** The counts that a rate is made of, where they are served. */
  above?: Measure;
  below?: Measure;
  /** The ends of its interval. */
  ends?: { low: Measure; high: Measure };
  /** The rate over those alone whose window is over, and how many they are. */
  settled?: { rate: Measure; below: Measure };
}

export interface Dimension extends Member {
  type: MemberType;
}

export type MemberType = z.infer<typeof memberType>;

/** A view as a server tells of it; one of somebody's own may say nothing of itself. */
export interface View {
  name: string;
  title: string;
  description: string;
  /** The time that its cohorts are told apart by. */
  cohort?: Dimension;
  headline?: { rate: Measure; by?: Dimension };
  measures: ReadonlyMap<string, Measure>;
  dimensions: ReadonlyMap<string, Dimension>;
  segments: readonly Member[];
  /** The settings that it counts by. */
  definition: z.infer<typeof definitionSchema>;
  /** What counts and what doesn't. */
  whatCounts?: string;
  /** All that it says of itself. */
  meta: unknown;
}

/** Whatever else there may be is compared as text. */
const memberType = z.enum(['string', 'number', 'boolean', 'time']).catch('string');

const member = z
  .object({ name: z.string(), shortTitle: z.string(), description: z.string().default('') })
  .transform(({ shortTitle: title, ...told }) => ({ ...told, title }));

const measureSchema = member.and(
  z.object({
    type: memberType,
    aliasMember: z.string().default(''),
    meta: z
      .object({
        unit: z.string(),
        direction: z.string(),
        windowDays: z.number(),
        /** Members of the cube that the view shows the measure from. */
        above: z.string(),
        below: z.string(),
        by: z.array(z.string()),
      })
      .partial()
      .catch({}),
  }),
);

const viewSchema = z.object({
  name: z.string(),
  type: z.literal('view'),
  public: z.literal(true).optional(),
  title: z.string(),
  description: z.string().default(''),
  meta: z
    .object({
      cohort: z.string(),
      headline: z.object({ rate: z.string(), by: z.string().optional() }),
      definition: definitionSchema,
      ai_context: z.string(),
    })
    .partial()
    .catch({}),
  measures: z.array(measureSchema),
  dimensions: z.array(member.and(z.object({ type: memberType }))),
  segments: z.array(member).default([]),
});

/** The views among what a server's `/meta` lists. */
export const viewsOf = (cubes: readonly unknown[]): View[] =>
  cubes.flatMap((cube) => {
    const { data } = viewSchema.safeParse(cube);
    return data ? [readView(data, (cube as { meta?: unknown }).meta)] : [];
  });

function readView({ meta, ...told }: z.infer<typeof viewSchema>, said: unknown): View {
  const { name, title, description, segments } = told;
  const dimensions = byName(told.dimensions);
  const measures = byName(
    told.measures.map(({ aliasMember: _, meta, ...measure }): Measure => {
      const { unit = '', direction, windowDays, by } = meta;
      return { ...measure, unit, direction, windowDays, by };
    }),
  );
  // A rate names its counts in the words of its cube.
  const byAlias = new Map(told.measures.map(({ aliasMember, name }) => [aliasMember, measures.get(name)]));
  for (const { name: rate, aliasMember, meta } of told.measures) {
    const cube = aliasMember.slice(0, aliasMember.lastIndexOf('.') + 1);
    const [above, below] = [meta.above, meta.below].map((count) => count && byAlias.get(`${cube}${count}`));
    const [low, high] = [measures.get(`${rate}Low`), measures.get(`${rate}High`)];
    Object.assign(
      measures.get(rate) ?? {},
      above && { above },
      below && { below },
      low && high && { ends: { low, high } },
    );
  }
  for (const measure of measures.values()) {
    const rate = measures.get(maturedName(measure.name));
    if (rate?.below) measure.settled = { rate, below: rate.below };
  }
  const cohort = dimensions.get(`${name}.${meta.cohort}`);
  const rate = measures.get(`${name}.${meta.headline?.rate}`);
  const by = dimensions.get(`${name}.${meta.headline?.by}`);
  return {
    name,
    title,
    description,
    ...(cohort && { cohort }),
    ...(rate && { headline: { rate, ...(by && { by }) } }),
    measures,
    dimensions,
    segments,
    definition: meta.definition ?? {},
    ...(meta.ai_context !== undefined && { whatCounts: meta.ai_context }),
    meta: said,
  };
}

const byName = <M extends Member>(members: readonly M[]): Map<string, M> =>
  new Map(members.map((each) => [each.name, each]));

const maturedName = (name: string): string =>
  name.replace(/\.(.)/, (_, first: string) => `.matured${first.toUpperCase()}`);

/** A member's name without its view's. */
export const shortName = ({ name }: { name: string }): string => name.slice(name.indexOf('.') + 1);

/** The ends of a measure's interval, where it has one. */
export const intervalOf = ({ ends }: Measure): Measure[] => (ends ? [ends.low, ends.high] : []);

/** The KPIs of the catalogue beside the views of a server. */
export const servedStatuses = (views: readonly View[], declared: DeclaredViews): KpiStatus[] =>
  kpiStatuses(
    views.map(({ name, meta, measures, dimensions }) => ({
      name,
      meta,
      measures: [...measures.keys()],
      dimensions: [...dimensions.keys()],
    })),
    declared,
  );
