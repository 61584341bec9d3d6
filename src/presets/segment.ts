import { z } from 'zod';
import type { Sources } from '../config/sources.ts';
import { attributeColumns, attributesIn, eachEventOnce, eventSources } from './event-log.ts';
import { type KnownValue, knownValues } from './known-values.ts';
import {
  type AccountOptions,
  accountOptionsOf,
  checkOptions,
  type EventOptions,
  eventOptions,
  inactivityMinutes,
  named,
  type UserAttributes,
  userAttributesOf,
} from './options.ts';
import { sqlInstant, sqlName, sqlString, sqlTable, subquery } from './preset-sql.ts';
import { sessionsByInactivity, sessionsByName, usualInactivityMinutes } from './sessions.ts';

/** The options of {@link segment}. Columns are named as they are in the warehouse: `plan_type`, not `planType`. */
export interface SegmentOptions extends EventOptions {
  /** The schema of the source: Segment and RudderStack name it after the source. */
  schema: string;
  /** The time of an event: `timestamp` unless told, which both vendors correct for the clock of the device. */
  timestampColumn?: string;
  /**
   * A column of `tracks` that names the session: `context_session_id` with RudderStack's session tracking. Left out,
   * sessions are derived by inactivity.
   */
  sessionIdColumn?: string;
  /** The pause that ends a derived session, in minutes: 30 unless told. Not together with `sessionIdColumn`. */
  inactivityMinutes?: number;
  /** Tables beside `tracks` whose rows keep a derived session going: `['pages', 'screens']`. */
  activityTables?: string[];
  /** Trait columns of `identifies`: the first known sign-up source counts, the latest persona and plan. */
  userAttributes?: UserAttributes;
  /** Accounts, from `groups`. Left out, there are no account KPIs. */
  account?: SegmentAccountOptions;
}

/** Accounts in Segment's tables; attributes are trait columns of `groups`. */
export interface SegmentAccountOptions extends AccountOptions {
  /**
   * A column of `tracks` that names an event's account: `context_group_id` where the tracker sends it. Left out, an
   * event belongs to the group of the user's latest `group` call before it, or the user's first one after it.
   */
  idColumn?: string;
}

const optionsSchema = z
  .strictObject({
    ...eventOptions,
    schema: named,
    timestampColumn: named.optional(),
    sessionIdColumn: named.optional(),
    inactivityMinutes,
    activityTables: z.array(named).optional(),
    userAttributes: userAttributesOf(named),
    account: accountOptionsOf(named, { idColumn: named.optional() }),
  })
  .refine((options) => options.sessionIdColumn === undefined || options.inactivityMinutes === undefined, {
    path: ['inactivityMinutes'],
    error: 'is for derived sessions, and sessionIdColumn names them',
  });

/**
 * The sources in a Segment or RudderStack warehouse schema.
 *
 * Reads `tracks` (`id`, `user_id`, `event_text`, `timestamp`), `identifies` (`id`, `user_id`, `timestamp`, traits) and,
 * with `account`, `groups` (`id`, `user_id`, `group_id`, `timestamp`, traits). `id` is the message's identifier: a
 * message delivered twice counts once. Both vendors have these columns; RudderStack adds `context_session_id` and puts
 * a `_` before names that are reserved words.
 *
 * Documented at https://www.twilio.com/docs/segment/connections/storage/warehouses/schema and
 * https://www.rudderstack.com/docs/destinations/warehouse-destinations/warehouse-schema
 *
 * @example
 * sources: segment({
 *   schema: 'analytics',
 *   activationEvent: 'Onboarding Completed',
 *   userAttributes: { persona: 'role', planType: 'plan', signupSource: 'utm_source' },
 *   account: { attributes: { planTier: 'tier' } },
 * }),
 *
 * @throws {ActionableError} naming an option that can't be used
 */
export function segment(options: SegmentOptions): Sources {
  checkOptions('segment', optionsSchema, options);
  const { schema, timestampColumn = 'timestamp', sessionIdColumn, account } = options;
  const table = (name: string): string => sqlTable(schema, name);
  const time = (alias: string): string => `${alias}.${sqlName(timestampColumn)}`;
  const occurredAt = (alias: string): string => sqlInstant(time(alias));

  const userEvents = `\
SELECT
  tracks.user_id,
  tracks.id AS event_id,
  tracks.event_text AS event_name,
  ${occurredAt('tracks')} AS occurred_at
FROM ${table('tracks')} AS tracks
WHERE tracks.user_id <> ''`;

  const activity = [
    userEvents,
    ...(options.activityTables ?? []).map(
      (name) => `\
SELECT
  activity.user_id,
  activity.id AS event_id,
  ${sqlString(name)} AS event_name,
  ${occurredAt('activity')} AS occurred_at
FROM ${table(name)} AS activity
WHERE activity.user_id <> ''`,
    ),
  ].join('\nUNION ALL\n');

  const sessions = sessionIdColumn
    ? sessionsByName(`\
SELECT
  tracks.user_id,
  tracks.${sqlName(sessionIdColumn)}::text AS session_id,
  ${occurredAt('tracks')} AS occurred_at
FROM ${table('tracks')} AS tracks
WHERE tracks.user_id <> ''`)
    : sessionsByInactivity(
        eachEventOnce(activity, 'user_id'),
        options.inactivityMinutes ?? usualInactivityMinutes,
      );

  const userAttributes = attributesIn(options.userAttributes);
  const accountAttributes = attributesIn(account?.attributes);
  const traits = (
    key: 'user_id' | 'account_id',
    column: string,
    from: string,
    attributes: typeof userAttributes,
  ): string | null =>
    attributes.length === 0
      ? null
      : knownValues(
          { column: key, value: `calls.${column}` },
          time('calls'),
          attributes.map(
            ([attribute, trait]): KnownValue => ({
              column: attributeColumns[attribute],
              value: `calls.${sqlName(trait)}`,
              which: attribute === 'signupSource' ? 'first' : 'latest',
            }),
          ),
          `${table(from)} AS calls\nWHERE calls.${column} <> ''`,
        );

  return eventSources(
    {
      userEvents,
      userSightings: `\
SELECT
  user_id,
  occurred_at
FROM ${subquery(userEvents)} AS events
UNION ALL
SELECT
  identifies.user_id,
  ${occurredAt('identifies')} AS occurred_at
FROM ${table('identifies')} AS identifies
WHERE identifies.user_id <> ''`,
      sessions,
      userTraits: traits('user_id', 'user_id', 'identifies', userAttributes),
      accounts: account
        ? {
            events: account.idColumn
              ? eventsOfNamedAccount(account.idColumn)
              : eventsOfAccountInForce(table('groups'), table('tracks'), time, occurredAt('tracks')),
            sightings: `\
SELECT
  calls.group_id AS account_id,
  NULLIF(calls.user_id, '') AS user_id,
  ${occurredAt('calls')} AS occurred_at
FROM ${table('groups')} AS calls
WHERE calls.group_id <> ''`,
            traits: traits('account_id', 'group_id', 'groups', accountAttributes),
          }
        : null,
    },
    options,
    'Signed Up',
  );

  function eventsOfNamedAccount(idColumn: string): string {
    return `\
SELECT
  tracks.${sqlName(idColumn)}::text AS account_id,
  tracks.id AS event_id,
  tracks.event_text AS event_name,
  ${occurredAt('tracks')} AS occurred_at
FROM ${table('tracks')} AS tracks
WHERE tracks.${sqlName(idColumn)}::text <> ''`;
  }
}

/** Events by the `group` call in force: from that call to the user's next one; the first call has no lower end. */
const eventsOfAccountInForce = (
  groups: string,
  tracks: string,
  time: (alias: string) => string,
  occurredAt: string,
): string => `\
SELECT
  calls.group_id AS account_id,
  tracks.id AS event_id,
  tracks.event_text AS event_name,
  ${occurredAt} AS occurred_at
FROM ${groups} AS calls
JOIN ${tracks} AS tracks
  ON tracks.user_id = calls.user_id
WHERE calls.group_id <> ''
  AND calls.user_id <> ''
  AND (
    ${time('tracks')} >= ${time('calls')}
    OR NOT EXISTS (
      SELECT
      FROM ${groups} AS earlier
      WHERE earlier.user_id = calls.user_id
        AND earlier.group_id <> ''
        AND (${time('earlier')}, earlier.id) < (${time('calls')}, calls.id)
    )
  )
  AND NOT EXISTS (
    SELECT
    FROM ${groups} AS later
    WHERE later.user_id = calls.user_id
      AND later.group_id <> ''
      AND (${time('later')}, later.id) > (${time('calls')}, calls.id)
      AND ${time('later')} <= ${time('tracks')}
  )`;
