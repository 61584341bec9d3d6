import type { Query } from '@cubejs-client/core';
import { ActionableError } from '../actionable-error.ts';
import type { KpiView } from './kpi-views.ts';
import { localTime } from './wall-clock.ts';

export const granularities = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type Granularity = (typeof granularities)[number];

/** Which part of the data a page shows, and how it is told apart. */
export interface Scope {
  /** The first and the last day of the cohorts, as dates. */
  from?: string;
  to?: string;
  granularity: Granularity;
  timeZone: string;
  /** The values that attributes have to have, by their short names; null is the group without a value. */
  attributes: Readonly<Record<string, string | null>>;
  /** The attribute that rates are broken down by, by its short name. */
  by?: string;
}

/** How long the value of an attribute in an address may be. */
const longestValue = 200;
const mostAttributes = 20;

const where = 'where.';
const without = 'without';

/**
 * What an address says is shown.
 *
 * @throws {ActionableError} naming what it can't be, and what it could be
 */
export function scopeOf(address: URLSearchParams): Scope {
  const [from, to] = [dateOf(address, 'from'), dateOf(address, 'to')];
  if (from && to && from > to)
    throw new ActionableError(`The range ends (${to}) before it begins (${from}).`);
  const granularity = address.get('granularity') || 'month';
  if (!isGranularity(granularity))
    throw new ActionableError(`granularity is ${granularity}; it can be ${granularities.join(', ')}.`);
  const attributes = Object.fromEntries<string | null>([
    ...address.getAll(without).map((name) => [name, null] as const),
    ...[...address].flatMap(([name, value]) =>
      name.startsWith(where) ? [[name.slice(where.length), value] as const] : [],
    ),
  ]);
  const texts = Object.entries(attributes).flat();
  if (texts.length > 2 * mostAttributes || texts.some((text) => (text ?? '').length > longestValue))
    throw new ActionableError(
      `The address filters by more than ${mostAttributes} attributes, or by a value of more than ${longestValue} characters.`,
    );
  const by = address.get('by');
  return {
    ...(from && { from }),
    ...(to && { to }),
    granularity,
    timeZone: timeZoneOf(address.get('timezone') || 'UTC'),
    attributes,
    ...(by && { by }),
  };
}

/** What {@link scopeOf} reads, without what is so anyway. */
export function addressOf({ from = '', to = '', granularity, timeZone, attributes, by = '' }: Scope): string {
  const address = new URLSearchParams();
  const said = { from, to, granularity, timezone: timeZone, by };
  const asItIs = { granularity: 'month', timezone: 'UTC' };
  for (const [name, value] of Object.entries(said))
    if (value && value !== asItIs[name as keyof typeof asItIs]) address.set(name, value);
  for (const [name, value] of Object.entries(attributes))
    if (value === null) address.append(without, name);
    else address.set(`${where}${name}`, value);
  return address.toString();
}

const isGranularity = (text: string): text is Granularity =>
  (granularities as readonly string[]).includes(text);

function dateOf(address: URLSearchParams, name: string): string | undefined {
  const text = address.get(name);
  if (!text) return undefined;
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  // The 30th of February is another day.
  if (!day || Number.isNaN(day.getTime()) || day.toISOString().slice(0, text.length) !== text)
    throw new ActionableError(`${name} is ${text}, which is no date like 2026-03-31.`);
  return text;
}

function timeZoneOf(text: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
  } catch {
    throw new ActionableError(`timezone is ${text}, which is no time zone like Europe/Berlin.`);
  }
  return text;
}

const firstDay = '1970-01-01';
const dayMs = 24 * 60 * 60 * 1000;

const daysAfter = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, firstDay.length);

/** The days that are asked about; nothing where it is all of them. */
export function rangeOf({ from, to, timeZone }: Scope, now: Date): [string, string] | undefined {
  if (!from && !to) return undefined;
  const today = localTime(now, timeZone).slice(0, firstDay.length);
  return [from ?? firstDay, to ?? (from && from > today ? from : today)];
}

/** As many days before those that are asked about; nothing where these have no beginning. */
export function rangeBefore(scope: Scope, now: Date): [string, string] | undefined {
  const range = scope.from && rangeOf(scope, now);
  if (!range) return undefined;
  const [from, to] = range;
  const days = Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1;
  return [daysAfter(from, -days), daysAfter(from, -1)];
}

/** Why a view can't be shown: it lacks an attribute that is filtered by, and would show everybody. */
export function refusalOf(view: KpiView, { attributes }: Scope): string | undefined {
  const missing = Object.keys(attributes).filter((name) => !view.dimensions.has(`${view.name}.${name}`));
  return missing.length > 0
    ? `Not shown: ${view.name} has no ${missing.join(', ')} to filter by, and would show everybody. Take that filter away to see it.`
    : undefined;
}

/**
 * A question about a view within a scope.
 *
 * @param range the days instead of the scope's
 */
export function scoped(
  view: KpiView,
  scope: Scope,
  query: Query,
  { isOverTime = false, range }: { isOverTime?: boolean; range: [string, string] | undefined },
): Query {
  const filters = Object.entries(scope.attributes).map(([name, value]) => {
    const attribute = `${view.name}.${name}`;
    return value === null
      ? { member: attribute, operator: 'notSet' as const }
      : { member: attribute, operator: 'equals' as const, values: [value] };
  });
  return {
    ...query,
    ...((isOverTime || range) && {
      timeDimensions: [
        {
          dimension: view.cohort.name,
          ...(isOverTime && { granularity: scope.granularity }),
          ...(range && { dateRange: range }),
        },
      ],
    }),
    ...((filters.length > 0 || query.filters) && { filters: [...(query.filters ?? []), ...filters] }),
    timezone: scope.timeZone,
  };
}

/** A scope in words. */
export function inWords({ from, to, granularity, timeZone, attributes }: Scope): string {
  const range =
    from || to ? [from && `from ${from}`, to && `to ${to}`].filter(Boolean).join(' ') : 'of all time';
  const filters = Object.entries(attributes).map(([name, value]) => `${name} ${value ?? 'not known'}`);
  return [`Cohorts ${range}`, `by ${granularity}`, timeZone, ...filters].join(', ');
}
