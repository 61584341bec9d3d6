import fc from 'fast-check';
import { engagementDays } from '../oracle/catalogue/account-views.ts';
import {
  type CatalogueDefinitions,
  type CatalogueSettings,
  catalogueSettings,
} from '../oracle/catalogue/settings.ts';
import type { Microseconds } from '../oracle/source-rows.ts';
import { windowOf } from '../oracle/units.ts';

/** What a data set is made real with: the moment of the database's transaction, and the definitions in force. */
export interface Circumstances {
  now: Microseconds;
  definitions: CatalogueDefinitions;
  /** The windows in days that timestamps tie with; those of all KPIs unless told. */
  windows?: readonly number[];
}

/** Something random that takes its final shape when `now` is known, so that it can tie with it. */
export type Pending<Thing> = (circumstances: Circumstances) => Thing;

const second = 1_000_000;
const hour = 3600 * second;
const day = 24 * hour;

/** With clocks that change at night, at midnight, on the other side of the world; with a quarter of an hour. */
export const timeZones = [
  'UTC',
  'America/New_York',
  'Europe/Berlin',
  'Asia/Kathmandu',
  'Australia/Sydney',
  'America/Sao_Paulo',
  'Pacific/Apia',
] as const;
export type TimeZone = (typeof timeZones)[number];

/**
 * Moments at which calendars and clocks do something, and where they do it. A data set's timestamps gather around two
 * of them, or of now.
 */
const anchors: readonly (readonly [what: string, moment: string, where: TimeZone])[] = [
  ['an ordinary noon', '2024-01-15T12:00:00Z', 'UTC'],
  ['midnight', '2024-01-15T00:00:00Z', 'UTC'],
  ['a leap day ends', '2024-03-01T00:00:00Z', 'UTC'],
  ['a year ends', '2025-01-01T00:00:00Z', 'UTC'],
  ['a year ends', '2025-01-01T05:00:00Z', 'America/New_York'],
  ['a year ends', '2024-12-31T18:15:00Z', 'Asia/Kathmandu'],
  ['an ISO year of 53 weeks ends', '2021-01-04T00:00:00Z', 'UTC'],
  ['a quarter ends', '2024-03-31T22:00:00Z', 'Europe/Berlin'],
  ['clocks go forward', '2024-03-10T07:00:00Z', 'America/New_York'],
  ['clocks go back', '2024-11-03T06:00:00Z', 'America/New_York'],
  ['clocks go forward', '2024-03-31T01:00:00Z', 'Europe/Berlin'],
  ['clocks go back', '2024-10-27T01:00:00Z', 'Europe/Berlin'],
  ['a day begins on which clocks go forward', '2024-10-05T14:00:00Z', 'Australia/Sydney'],
  ['a day ends on which clocks went back', '2024-04-07T14:00:00Z', 'Australia/Sydney'],
  ['clocks go forward at midnight', '2018-11-04T03:00:00Z', 'America/Sao_Paulo'],
  ['clocks go back at midnight', '2018-02-18T02:00:00Z', 'America/Sao_Paulo'],
  ['a day is skipped', '2011-12-30T10:00:00Z', 'Pacific/Apia'],
  ['far in the future', '2036-02-29T12:00:00Z', 'UTC'],
];

const numberOfPlaces = 2;

/** Two places in time for one data set: anchors, or now. */
export const places = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: fc.nat(anchors.length - 1) },
    { weight: 1, arbitrary: fc.constant<'now'>('now') },
  ),
  { minLength: numberOfPlaces, maxLength: numberOfPlaces },
);
export type Places = (number | 'now')[];

/**
 * A time zone: one of all, or half of the time one in which something happens at the places, such as a change of the
 * clocks, as few of all would notice it.
 */
export const timeZonesAt = (inPlaces: Places): fc.Arbitrary<TimeZone> =>
  fc.oneof(
    fc.constantFrom(...timeZones),
    fc.constantFrom(
      ...inPlaces.map((place): TimeZone => (place === 'now' ? 'UTC' : (anchors[place]?.[2] ?? 'UTC'))),
    ),
  );

/**
 * The time zone of the database's session: one of these, or one whose clocks went forward two days ago, where a window
 * that ends now began before it. Such a zone has a name for Postgres alone.
 */
export const sessionTimeZones = (inPlaces: Places): fc.Arbitrary<(now: Microseconds) => string> =>
  fc.oneof(
    timeZonesAt(inPlaces).map((timeZone) => () => timeZone),
    ...(inPlaces.includes('now') ? [fc.constant(zoneThatChangedBefore)] : []),
  );

function zoneThatChangedBefore(now: Microseconds): string {
  const dayOfYear = (daysAgo: number): number => {
    const moment = new Date(now / 1000 - (daysAgo * day) / 1000);
    return Math.floor((moment.getTime() - Date.UTC(moment.getUTCFullYear())) / (day / 1000));
  };
  return `STD0DST,${dayOfYear(2)}/0,${dayOfYear(182)}/0`;
}

/** The windows of all KPIs, each once, in days; those of retention from a day to another. */
function windowsOf(definitions: CatalogueDefinitions): number[] {
  const settings = catalogueSettings(definitions);
  return [
    ...new Set([
      definitions.activationWindowDays,
      definitions.expansionWindowDays,
      ...definitions.activationWindowsOfferedDays,
      settings.earlyDays,
      settings.explorationDays,
      settings.reuseDays,
      settings.followUpDays,
      ...settings.retentionDays.flatMap((days) => [days, days + 1, days + 7]),
      settings.dropOffDays,
      settings.breadthDays,
      settings.progressDays,
      settings.taskDays,
      settings.trialRevenueDays,
      settings.freeToPaidDays,
      settings.referredCustomerDays,
      settings.invitationDays,
      settings.leadConversionDays,
      settings.leadEngagementDays,
      settings.supportEngagementDays,
      engagementDays,
    ]),
  ];
}

/**
 * An offset of a window of the definitions, to the microsecond, or about it. Few possibilities, so that two timestamps
 * often tie or miss each other by the least there is.
 */
const offsets: fc.Arbitrary<Pending<Microseconds>> = fc
  .record({
    window: fc.oneof(
      { weight: 6, arbitrary: fc.constant(0) },
      { weight: 5, arbitrary: fc.integer({ min: 1, max: 1000 }) },
      { weight: 1, arbitrary: fc.integer({ min: -1000, max: -1 }) },
    ),
    hours: fc.oneof(
      { weight: 8, arbitrary: fc.constant(0) },
      { weight: 3, arbitrary: fc.constantFrom(1, -1, 5, -23) },
    ),
    seconds: fc.oneof(
      { weight: 10, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 200_000 }) },
    ),
    microseconds: fc.oneof(
      { weight: 4, arbitrary: fc.constant(0) },
      { weight: 3, arbitrary: fc.constantFrom(1, -1) },
    ),
  })
  .map(({ window, hours, seconds, microseconds }) => ({ definitions, windows = windowsOf(definitions) }) => {
    const days = window === 0 ? 0 : (windows[(Math.abs(window) - 1) % windows.length] as number);
    return Math.sign(window) * windowOf(days) + hours * hour + seconds * second + microseconds;
  });

/** When a unit starts: at one of the places or off it, mostly before, so that windows end there too. */
export const starts = (inPlaces: Places): fc.Arbitrary<Pending<Microseconds>> =>
  fc
    .record({ place: fc.nat(numberOfPlaces - 1), offset: offsets })
    .map(({ place, offset }) => (circumstances) => {
      const anchor = inPlaces[place] as number | 'now';
      const moment = anchor === 'now' ? circumstances.now : Date.parse(anchors[anchor]?.[1] ?? '') * 1000;
      return moment - offset(circumstances);
    });

/** When something happens: counted from a start, mostly; where there is none, from one of the places. */
export type Event = (start: Microseconds | null | undefined, circumstances: Circumstances) => Microseconds;

export const events = (inPlaces: Places): fc.Arbitrary<Event> =>
  fc
    .record({
      unrelated: fc.integer({ min: 0, max: 5 }).map((die) => die === 5),
      start: starts(inPlaces),
      offset: offsets,
    })
    .map(
      ({ unrelated, start, offset }) =>
        (from, circumstances) =>
          unrelated || from === null || from === undefined
            ? start(circumstances)
            : from + offset(circumstances),
    );

/** The circumstances where timestamps tie with some of the windows, unless others are told. */
export const tyingWith = (circumstances: Circumstances, ...windows: number[]): Circumstances => ({
  windows,
  ...circumstances,
});

/** As long before a moment as the event would be after it. */
export const before =
  (event: Event): Event =>
  (moment, circumstances) => {
    const after = event(moment, circumstances);
    return moment === null || moment === undefined ? after : 2 * moment - after;
  };

/** A start whose window ends now, or about now. */
export const settling =
  (days: (settings: CatalogueDefinitions & CatalogueSettings) => number) =>
  (event: Event): Pending<Microseconds> =>
  (circumstances) => {
    const settings = { ...circumstances.definitions, ...catalogueSettings(circumstances.definitions) };
    return before(event)(circumstances.now, tyingWith(circumstances, days(settings)));
  };

/** Days off a timestamp of the data set, for the ends of date ranges. */
export const daysOff = (moment: Microseconds, days: number): Microseconds => moment + days * day;
