import { z } from 'zod';
import type { Sources } from '../config/sources.ts';
import { attributeColumns, attributesIn, eachEventOnce, eventSources } from './event-log.ts';
import { jsonText, jsonTexts } from './json-property.ts';
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
import { sqlInstant, sqlTable } from './preset-sql.ts';
import { sessionsByInactivity, sessionsByName } from './sessions.ts';

/** The options of {@link amplitudeFivetran}. */
export interface AmplitudeFivetranOptions extends EventOptions {
  /** The schema that Fivetran loads to: `amplitude` unless told. */
  schema?: string;
  /**
   * The column of `event` that is the user. `user_id`, unless told, leaves anonymous events out; `amplitude_id` is
   * Amplitude's own number for a person, with their anonymous events and every anonymous visitor.
   */
  userIdColumn?: 'user_id' | 'amplitude_id';
  /** Derives sessions by a pause of so many minutes, instead of reading `session_id`. */
  inactivityMinutes?: number;
  /** User properties, as sent along with events: the first known sign-up source counts, the latest persona and plan. */
  userAttributes?: UserAttributes;
  /** Accounts, from groups. Left out, there are no account KPIs. */
  account?: AmplitudeFivetranAccountOptions;
}

/** Accounts in Amplitude's groups; attributes are properties of their events. */
export interface AmplitudeFivetranAccountOptions extends AccountOptions {
  /** The group type whose groups are the accounts: `company`. */
  groupType: string;
}

const optionsSchema = z.strictObject({
  ...eventOptions,
  schema: named.optional(),
  userIdColumn: z
    .enum(['user_id', 'amplitude_id'], { error: 'is neither user_id nor amplitude_id' })
    .optional(),
  inactivityMinutes,
  userAttributes: userAttributesOf(named),
  account: accountOptionsOf(named, { groupType: named }),
});

/**
 * The sources in Amplitude's data as Fivetran loads them.
 *
 * Reads `event` (`_insert_id`, `id`, `device_id`, `client_event_time`, `event_type`, `event_time`, `user_id` or
 * `amplitude_id`, `session_id`, `user_properties`, `event_properties`, `groups`). A `session_id` is the session's start
 * in milliseconds, unique for a user; -1 is outside of any session. An event delivered twice has the same `_insert_id`,
 * or, where it has none, the same `id`, device and time of the client, as in Fivetran's dbt package.
 *
 * Documented at https://fivetran.com/docs/connectors/applications/amplitude/connector-schema and in
 * https://github.com/fivetran/dbt_amplitude (`models/staging/stg_amplitude.yml`), sessions at
 * https://amplitude.com/docs/data/sources/instrument-track-sessions
 *
 * @example
 * sources: amplitudeFivetran({
 *   activationEvent: 'Onboarding Completed',
 *   userAttributes: { persona: 'role', signupSource: 'initial_utm_source' },
 *   account: { groupType: 'company', attributes: { planTier: 'company tier' } },
 * }),
 *
 * @throws {ActionableError} naming an option that can't be used
 */
export function amplitudeFivetran(options: AmplitudeFivetranOptions): Sources {
  checkOptions('amplitudeFivetran', optionsSchema, options);
  const { schema = 'amplitude', userIdColumn = 'user_id', account } = options;
  const events = `${sqlTable(schema, 'event')} AS events`;
  const userId = `events.${userIdColumn}::text`;
  const occurredAt = sqlInstant('events.event_time');
  const eventId = `COALESCE(
    events._insert_id,
    CONCAT_WS(' ', events.device_id, events.id, EXTRACT(EPOCH FROM events.client_event_time))
  )`;

  const userEvents = `\
SELECT
  ${userId} AS user_id,
  ${eventId} AS event_id,
  events.event_type AS event_name,
  ${occurredAt} AS occurred_at
FROM ${events}
WHERE ${userId} <> ''`;

  const sessions =
    options.inactivityMinutes === undefined
      ? sessionsByName(`\
SELECT
  ${userId} AS user_id,
  NULLIF(events.session_id, -1)::text AS session_id,
  ${occurredAt} AS occurred_at
FROM ${events}
WHERE ${userId} <> ''`)
      : sessionsByInactivity(eachEventOnce(userEvents, 'user_id'), options.inactivityMinutes);

  return eventSources(
    {
      userEvents,
      sessions,
      userTraits: traits(
        { column: 'user_id', value: userId },
        'user_properties',
        attributesIn(options.userAttributes),
        `${events}\nWHERE ${userId} <> ''`,
      ),
      accounts: account ? accountLog(account) : null,
    },
    options,
    'Signed Up',
  );

  function accountLog({ groupType, attributes }: AmplitudeFivetranAccountOptions) {
    const from = `\
${events}
CROSS JOIN LATERAL ${jsonTexts('events.groups', groupType, 'accounts', 'account_id')}
WHERE accounts.account_id <> ''`;
    return {
      events: `\
SELECT
  accounts.account_id,
  ${eventId} AS event_id,
  events.event_type AS event_name,
  ${occurredAt} AS occurred_at
FROM ${from}`,
      sightings: `\
SELECT
  accounts.account_id,
  NULLIF(${userId}, '') AS user_id,
  ${occurredAt} AS occurred_at
FROM ${from}`,
      traits: traits(
        { column: 'account_id', value: 'accounts.account_id' },
        'event_properties',
        attributesIn(attributes),
        from,
      ),
    };
  }

  function traits(
    key: { column: string; value: string },
    properties: 'user_properties' | 'event_properties',
    attributes: ReturnType<typeof attributesIn<string>>,
    from: string,
  ): string | null {
    if (attributes.length === 0) return null;
    return knownValues(
      key,
      'events.event_time',
      attributes.map(
        ([attribute, name]): KnownValue => ({
          column: attributeColumns[attribute],
          value: jsonText(`events.${properties}`, name),
          which: attribute === 'signupSource' ? 'first' : 'latest',
        }),
      ),
      from,
    );
  }
}
