import type { Query } from '@cubejs-client/core';
import type { z } from 'zod';
import { shortName, type View } from '../kpis/served-model.ts';
import { findView, meant } from './find-members.ts';
import { definitionOf, describedMeasure } from './list-kpis.ts';
import { type Planned, plan, type questionSchema } from './question.ts';
import { Refusal } from './refusal.ts';
import type { RestApi, Served, ServedAnswer } from './rest-api.ts';

/** The most characters that the rows of one answer have. */
const mostCharacters = 60_000;

/** Rows of a view by a question, what they mean, and how old they are. */
export async function queryKpis(rest: RestApi, question: z.infer<typeof questionSchema>): Promise<object> {
  const view = findView(await rest.views(), question.view);
  const planned = plan(view, question);
  await refuseUnknownValues(rest, view, planned.query);
  const answer = await rest.load(planned.query);
  const { rows, cut } = shownRows(view, planned, answer);
  return {
    view: view.name,
    rows,
    ...(cut && { cut }),
    timezone: planned.query.timezone,
    ...ageOf(answer),
    definitions: Object.fromEntries(
      planned.measures.map((measure) => [shortName(measure), describedMeasure(measure)]),
    ),
    whatCounts: view.whatCounts,
    ...definitionOf(view),
  };
}

/** When the source tables or rollups were read that an answer is from, and how long ago that was. */
export function ageOf({ lastRefreshTime }: ServedAnswer): object {
  const age = Date.now() - Date.parse(lastRefreshTime);
  return Number.isNaN(age) ? {} : { asOf: lastRefreshTime, secondsOld: Math.max(0, Math.round(age / 1000)) };
}

function shownRows(
  view: View,
  { query, limit, time }: Planned,
  answer: ServedAnswer,
): { rows: object[]; cut?: string } {
  const shown = answer.rows.slice(0, limit).map((row) => shownRow(view, row, query, time?.name));
  let characters = 0;
  const fitting = shown.findIndex((row) => {
    characters += JSON.stringify(row).length;
    return characters > mostCharacters;
  });
  if (fitting >= 0) {
    return {
      rows: shown.slice(0, fitting),
      cut: `The answer was cut after ${fitting} rows, at ${mostCharacters} characters. Ask for fewer members, or for a part by filters.`,
    };
  }
  if (answer.rows.length <= limit) return { rows: shown };
  return {
    rows: shown,
    cut: `There are more than these ${limit} rows. Raise the limit, or ask for fewer by filters, fewer dimensions or a coarser granularity. Don't add these up as if they were all.`,
  };
}

/** A row by the names that were asked for: numbers as numbers, the periods of times by their first day. */
function shownRow(view: View, row: Record<string, Served>, query: Query, time: string | undefined): object {
  const members = [...(query.dimensions ?? []), ...(time ? [time] : []), ...(query.measures ?? [])];
  const typeOf = (name: string) => (view.measures.get(name) ?? view.dimensions.get(name))?.type;
  return Object.fromEntries(
    members.map((name) => [shortName({ name }), shownValue(row[name] ?? null, typeOf(name))]),
  );
}

/** A value as an agent is shown it. */
export function shownValue(value: Served, type: string | undefined): Served {
  if (value === null) return null;
  if (type === 'number') return Number(value);
  return type === 'time' ? String(value).slice(0, 10) : value;
}

/** How many values of a dimension are looked at for one that a filter names. */
const mostValues = 500;

/**
 * A name that no row has would select nobody, or leave nobody out, and look like an answer.
 *
 * @throws {Refusal} with the values that there are
 */
export async function refuseUnknownValues(rest: RestApi, view: View, { filters = [] }: Query): Promise<void> {
  for (const filter of filters) {
    if (!('member' in filter) || filter.member === undefined || !/^(notE|e)quals$/.test(filter.operator))
      continue;
    const dimension = view.dimensions.get(filter.member);
    if (dimension?.type !== 'string') continue;
    const { rows } = await rest.load({ dimensions: [dimension.name], limit: mostValues, timezone: 'UTC' });
    // Of more, not all are known.
    if (rows.length === mostValues) continue;
    const known = rows.map((row) => row[dimension.name]).filter((value) => typeof value === 'string');
    const unknown = (filter.values ?? []).find((value) => !known.includes(value));
    if (unknown !== undefined) {
      throw new Refusal(`${shortName(dimension)} is never ${JSON.stringify(unknown)}.`, {
        ...meant(unknown, known),
        values: known.slice(0, 50),
      });
    }
  }
}
