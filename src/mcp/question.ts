import type { Filter, Query } from '@cubejs-client/core';
import { z } from 'zod';
import {
  type Dimension,
  intervalOf,
  type Measure,
  type Member,
  type MemberType,
  shortName,
  type View,
} from '../kpis/served-model.ts';
import { findMember } from './find-members.ts';
import { Refusal } from './refusal.ts';

/** The most rows that one answer has. */
export const mostRows = 1000;

const name = z.string().min(1).max(100);
const day = z.iso.date().describe('a day as 2026-01-31');

/** Filters that a member of a type can have; those without values apart. */
const operators = {
  string: ['equals', 'notEquals', 'contains', 'notContains', 'startsWith', 'endsWith'],
  number: ['equals', 'notEquals', 'gt', 'gte', 'lt', 'lte'],
  boolean: ['equals', 'notEquals'],
  time: ['inDateRange', 'notInDateRange', 'beforeDate', 'afterDate', 'beforeOrOnDate', 'afterOrOnDate'],
} as const;
const withoutValues = ['set', 'notSet'] as const;

const filter = z.strictObject({
  member: name.describe('a dimension or a measure of the view'),
  operator: z.enum([...new Set([...Object.values(operators).flat(), ...withoutValues])]),
  values: z.array(z.string().max(200)).min(1).max(100).optional().describe('none with set and notSet'),
});

/** What part of a view is asked about. */
const sliceShape = {
  view: name,
  segments: z.array(name).max(10).optional(),
  filters: z.array(filter).max(20).optional().describe('all of them hold'),
  timezone: name.optional().describe('an IANA name such as Europe/Paris; UTC unless told'),
};
const range = {
  dimension: name.optional().describe('a time of the view; the one that its cohorts go by, unless told'),
  from: day.optional(),
  to: day.optional().describe('included'),
};

export const sliceSchema = z.strictObject({ ...sliceShape, time: z.strictObject(range).optional() });
type Slice = z.infer<typeof sliceSchema>;

export const questionSchema = z.strictObject({
  ...sliceShape,
  measures: z.array(name).min(1).max(20),
  dimensions: z.array(name).max(10).optional(),
  time: z
    .strictObject({ ...range, granularity: z.enum(['day', 'week', 'month', 'quarter', 'year']).optional() })
    .optional(),
  order: z
    .array(z.strictObject({ member: name, direction: z.enum(['asc', 'desc']) }))
    .max(10)
    .optional()
    .describe('members that are asked for, the first first'),
  limit: z.int().min(1).max(mostRows).optional().describe('rows, 100 unless told'),
});
type Question = z.infer<typeof questionSchema>;

/** Rows of an answer, unless told. */
export const usualRows = 100;

/** The query of a question; each rate's interval is asked along, and one row more than is shown, to see whether there is one. */
export interface Planned {
  query: Query;
  measures: Measure[];
  limit: number;
  /** The time that rows are told apart by. */
  time?: Dimension;
}

/** @throws {Refusal} where the view can't be asked that, with what it can be asked */
export function plan(view: View, question: Question): Planned {
  const { granularity, ...time } = question.time ?? {};
  const slice = sliceOf(view, { ...question, time });
  const measures = question.measures.map((each) => findMember('measure', view, each, view.measures.values()));
  const dimensions = (question.dimensions ?? []).map((each) => attribute(view, each));
  const grouped = granularity && timeOf(view, time.dimension);
  const asked = [...new Set(measures.flatMap((measure) => [measure, ...intervalOf(measure)]))];
  const orderable = [...asked, ...dimensions, ...(grouped ? [grouped] : [])];
  const limit = question.limit ?? usualRows;
  return {
    measures,
    limit,
    ...(grouped && { time: grouped }),
    query: {
      ...slice,
      measures: asked.map((measure) => measure.name),
      dimensions: dimensions.map((dimension) => dimension.name),
      timeDimensions: (slice.timeDimensions ?? [])
        .concat(grouped && !slice.timeDimensions ? [{ dimension: grouped.name }] : [])
        .map((each) => ({ ...each, ...(granularity && { granularity }) })),
      limit: limit + 1,
      ...(question.order && {
        order: question.order.map(({ member, direction }): [string, 'asc' | 'desc'] => [
          ordered(view, member, orderable).name,
          direction,
        ]),
      }),
    },
  };
}

/** @throws {Refusal} where the view has no such part */
export function sliceOf(
  view: View,
  { segments, filters, time, timezone = 'UTC' }: Omit<Slice, 'view'>,
): Query {
  if (!isTimeZone(timezone)) {
    throw new Refusal(`${JSON.stringify(timezone)} is no time zone.`, { such: ['UTC', 'Europe/Paris'] });
  }
  const dateRange = rangeOf(time?.from, time?.to);
  return {
    timezone,
    segments: (segments ?? []).map((each) => findMember('segment', view, each, view.segments).name),
    filters: (filters ?? []).map((each) => filterOf(view, each)),
    ...(dateRange && { timeDimensions: [{ dimension: timeOf(view, time?.dimension).name, dateRange }] }),
  };
}

const isTimeZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    // An offset is one to Intl, and none to Postgres' rules of summer time.
    return !/^[+-]/.test(zone);
  } catch {
    return false;
  }
};

function rangeOf(from: string | undefined, to: string | undefined): [string, string] | undefined {
  if (from === undefined && to === undefined) return undefined;
  if (from === undefined || to === undefined) {
    throw new Refusal('A range of dates has two ends: give `from` and `to`.');
  }
  if (from > to) throw new Refusal(`The range ends on ${to}, before it begins on ${from}.`);
  return [from, to];
}

function timeOf(view: View, asked: string | undefined): Dimension {
  const times = [...view.dimensions.values()].filter(({ type }) => type === 'time');
  const [only, ...others] = times;
  const usual = view.cohort ?? (others.length === 0 ? only : undefined);
  if (asked !== undefined) return findMember('dimension', view, asked, times);
  if (usual === undefined) {
    throw new Refusal(`${view.name} has ${only ? 'several times: name one' : 'no time'}.`, {
      times: times.map(shortName),
    });
  }
  return usual;
}

/** A dimension that rows can be told apart by as it is. */
function attribute(view: View, asked: string): Dimension {
  const all = [...view.dimensions.values()];
  const attributes = all.filter(({ type }) => type !== 'time');
  if (all.some((each) => each.type === 'time' && shortName(each) === asked)) {
    throw new Refusal(
      `${asked} is a time. Ask for it with \`time\` and a granularity, not among the dimensions.`,
      { dimensions: attributes.map(shortName) },
    );
  }
  return findMember('dimension', view, asked, attributes);
}

function ordered(view: View, asked: string, members: readonly Member[]): Member {
  const member = members.find((each) => shortName(each) === asked);
  if (member) return member;
  throw new Refusal(`Rows of ${view.name} can be ordered by what is asked for alone.`, {
    members: members.map(shortName),
  });
}

function filterOf(view: View, { member: asked, operator, values = [] }: z.infer<typeof filter>): Filter {
  const member = findMember('dimension', view, asked, [
    ...view.dimensions.values(),
    ...view.measures.values(),
  ]);
  if (isWithoutValues(operator)) {
    if (values.length > 0) throw new Refusal(`${operator} takes no values.`);
    return { member: member.name, operator };
  }
  const fitting: readonly string[] = operators[member.type];
  if (!fitting.includes(operator)) {
    throw new Refusal(`${asked} is of type ${member.type}, which can't be filtered by ${operator}.`, {
      operators: [...fitting, ...withoutValues],
    });
  }
  if (values.length === 0) throw new Refusal(`${operator} takes values.`);
  const unfit = values.find((value) => !fits[member.type](value));
  if (unfit !== undefined) {
    throw new Refusal(`${asked} is of type ${member.type}, and ${JSON.stringify(unfit)} is none.`);
  }
  if (operator.endsWith('DateRange') && values.length !== 2) {
    throw new Refusal(`${operator} takes two days, the first and the last.`);
  }
  return { member: member.name, operator, values };
}

const isWithoutValues = (operator: string): operator is (typeof withoutValues)[number] =>
  withoutValues.some((each) => each === operator);

/** Whether a filter's value is of a type. */
const fits: Record<MemberType, (value: string) => boolean> = {
  string: () => true,
  number: (value) => /^-?\d{1,15}(\.\d{1,15})?$/.test(value),
  boolean: (value) => value === 'true' || value === 'false',
  time: (value) => day.safeParse(value).success,
};
