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
import { sqlInstant, sqlName, sqlTable } from './preset-sql.ts';
import { sessionsByInactivity, sessionsByName } from './sessions.ts';

/**
 * Where a property is in Snowplow's tables: a column of `events`, or a column of the table of an entity or a
 * self-describing event, such as `{ table: 'com_acme_account_1', column: 'plan' }`.
 */
export type SnowplowProperty = string | { table: string; column: string };

/**
 * The options of {@link snowplow}. The name of a self-describing or built-in event is its `event_name`, the name of a
 * structured event its `se_action`.
 */
export interface SnowplowOptions extends EventOptions {
  /** The schema of the atomic tables: `atomic` unless told. */
  schema?: string;
  /** The column of `events` that is the user: `user_id`, which your tracking sets, unless told. */
  userIdColumn?: 'user_id' | 'domain_userid' | 'network_userid';
  /** Derives sessions by a pause of so many minutes, instead of reading `domain_sessionid`. */
  inactivityMinutes?: number;
  /** The first known sign-up source counts, the latest persona and plan: `{ signupSource: 'mkt_source' }`. */
  userAttributes?: UserAttributes<SnowplowProperty>;
  /** Accounts, from a property of the events. Left out, there are no account KPIs. */
  account?: SnowplowAccountOptions;
}

/** Accounts in Snowplow's tables. */
export interface SnowplowAccountOptions extends AccountOptions<SnowplowProperty> {
  /** What names an event's account. */
  id: SnowplowProperty;
}

const property = z.union([named, z.strictObject({ table: named, column: named })], {
  error: "is neither a column of events nor { table: '…', column: '…' }",
});

const optionsSchema = z.strictObject({
  ...eventOptions,
  schema: named.optional(),
  userIdColumn: z
    .enum(['user_id', 'domain_userid', 'network_userid'], {
      error: 'is none of user_id, domain_userid and network_userid',
    })
    .optional(),
  inactivityMinutes,
  userAttributes: userAttributesOf(property),
  account: accountOptionsOf(property, { id: property }),
});

/**
 * The sources in Snowplow's atomic tables, as its loader for Postgres makes them.
 *
 * Reads `events` (`event_id`, `event`, `event_name`, `se_action`, `user_id`, `domain_sessionid`, `derived_tstamp`,
 * `collector_tstamp`, and the columns that the options name). Entities and self-describing events are in tables of
 * their own, joined by `root_id` and `root_tstamp`. Snowplow delivers at least once: each `event_id` counts once.
 *
 * Documented at https://docs.snowplow.io/docs/fundamentals/canonical-event,
 * https://docs.snowplow.io/docs/fundamentals/warehouse-tables and https://docs.snowplow.io/docs/events/timestamps
 *
 * @example
 * sources: snowplow({
 *   signUpEvent: 'sign_up',
 *   activationEvent: 'onboarding_completed',
 *   userAttributes: { signupSource: 'mkt_source', persona: { table: 'com_acme_user_1', column: 'role' } },
 *   account: { id: { table: 'com_acme_account_1', column: 'account_id' } },
 * }),
 *
 * @throws {ActionableError} naming an option that can't be used
 */
export function snowplow(options: SnowplowOptions): Sources {
  checkOptions('snowplow', optionsSchema, options);
  const { schema = 'atomic', userIdColumn = 'user_id', account } = options;
  const userId = `events.${userIdColumn}`;
  const time = 'COALESCE(events.derived_tstamp, events.collector_tstamp)';
  const occurredAt = sqlInstant(time);
  // All structured events have the same event_name.
  const eventName = `CASE WHEN events.event = 'struct' THEN events.se_action ELSE events.event_name END`;

  const userEvents = `\
SELECT
  ${userId} AS user_id,
  events.event_id::text AS event_id,
  ${eventName} AS event_name,
  ${occurredAt} AS occurred_at
FROM ${sqlTable(schema, 'events')} AS events
WHERE ${userId} <> ''`;

  const sessions =
    options.inactivityMinutes === undefined
      ? sessionsByName(`\
SELECT
  ${userId} AS user_id,
  events.domain_sessionid::text AS session_id,
  ${occurredAt} AS occurred_at
FROM ${sqlTable(schema, 'events')} AS events
WHERE ${userId} <> ''`)
      : sessionsByInactivity(eachEventOnce(userEvents, 'user_id'), options.inactivityMinutes);

  return eventSources(
    {
      userEvents,
      sessions,
      userTraits: traits({ column: 'user_id', property: userIdColumn }, attributesIn(options.userAttributes)),
      accounts: account ? accountLog(account) : null,
    },
    options,
    'sign_up',
  );

  function accountLog({ id, attributes }: SnowplowAccountOptions) {
    const from = eventsWith(schema, [id]);
    const accountId = `${from.columnOf(id)}::text`;
    return {
      events: `\
SELECT
  ${accountId} AS account_id,
  events.event_id::text AS event_id,
  ${eventName} AS event_name,
  ${occurredAt} AS occurred_at
FROM ${from.sql}
WHERE ${accountId} <> ''`,
      sightings: `\
SELECT
  ${accountId} AS account_id,
  NULLIF(${userId}, '') AS user_id,
  ${occurredAt} AS occurred_at
FROM ${from.sql}
WHERE ${accountId} <> ''`,
      traits: traits({ column: 'account_id', property: id }, attributesIn(attributes)),
    };
  }

  function traits(
    key: { column: string; property: SnowplowProperty },
    attributes: ReturnType<typeof attributesIn<SnowplowProperty>>,
  ): string | null {
    if (attributes.length === 0) return null;
    const from = eventsWith(schema, [key.property, ...attributes.map(([, where]) => where)]);
    const keyValue = `${from.columnOf(key.property)}::text`;
    return knownValues(
      { column: key.column, value: keyValue },
      time,
      attributes.map(
        ([attribute, where]): KnownValue => ({
          column: attributeColumns[attribute],
          value: from.columnOf(where),
          which: attribute === 'signupSource' ? 'first' : 'latest',
        }),
      ),
      `${from.sql}\nWHERE ${keyValue} <> ''`,
    );
  }
}

/** The events with the tables of the properties joined, each table once, and where each property's column is then. */
function eventsWith(
  schema: string,
  properties: SnowplowProperty[],
): { sql: string; columnOf: (property: SnowplowProperty) => string } {
  const tables = [
    ...new Set(properties.flatMap((where) => (typeof where === 'string' ? [] : [where.table]))),
  ];
  const aliasOf = (table: string): string => `entity_${tables.indexOf(table) + 1}`;
  return {
    sql: [
      `${sqlTable(schema, 'events')} AS events`,
      ...tables.map(
        (table) => `\
LEFT JOIN ${sqlTable(schema, table)} AS ${aliasOf(table)}
  ON ${aliasOf(table)}.root_id = events.event_id
  AND ${aliasOf(table)}.root_tstamp = events.collector_tstamp`,
      ),
    ].join('\n'),
    columnOf: (where) =>
      typeof where === 'string'
        ? `events.${sqlName(where)}`
        : `${aliasOf(where.table)}.${sqlName(where.column)}`,
  };
}
