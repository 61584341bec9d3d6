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
  timeZone,
  type UserAttributes,
  userAttributesOf,
} from './options.ts';
import { indented, sqlInstant, sqlName, sqlTable } from './preset-sql.ts';
import { sessionsByInactivity, usualInactivityMinutes } from './sessions.ts';

/** The options of {@link mixpanelFivetran}. */
export interface MixpanelFivetranOptions extends EventOptions {
  /** The schema that Fivetran loads to: `mixpanel` unless told. */
  schema?: string;
  /**
   * The time zone of the Mixpanel project, such as `America/Los_Angeles`: Mixpanel exports what the clock showed there,
   * in a column of times without a time zone. `UTC` unless told.
   */
  timeZone?: string;
  /** The pause that ends a session, in minutes: 30 unless told. */
  inactivityMinutes?: number;
  /** Columns of `people`, named as Fivetran names profile properties. They hold the latest values. */
  userAttributes?: UserAttributes;
  /** Accounts, from a group key. Left out, there are no account KPIs. */
  account?: MixpanelFivetranAccountOptions;
}

/** Accounts in Mixpanel's events; attributes are properties of their events, for Fivetran loads no group profiles. */
export interface MixpanelFivetranAccountOptions extends AccountOptions {
  /** The group key: the event property that names an event's account, or several in a list. */
  groupKey: string;
}

const optionsSchema = z.strictObject({
  ...eventOptions,
  schema: named.optional(),
  timeZone: timeZone.optional(),
  inactivityMinutes,
  userAttributes: userAttributesOf(named),
  account: accountOptionsOf(named, { groupKey: named }),
});

/**
 * The sources in Mixpanel's data as Fivetran loads them.
 *
 * Reads `event` (`_fivetran_id`, `insert_id`, `name`, `distinct_id`, `time`, `properties`) and, for attributes of users,
 * `people` (`distinct_id` and the columns named). `time` is in the project's time zone: name it unless that is UTC. Mixpanel's events have no sessions: they are derived by inactivity.
 * Anonymous events, whose `distinct_id` begins with `$device:`, are left out. An event is told apart by name and
 * `insert_id` within a user, as Fivetran and Mixpanel do it.
 *
 * Documented at https://fivetran.com/docs/connectors/applications/mixpanel/connector-schema and in
 * https://github.com/fivetran/dbt_mixpanel (`models/staging/src_mixpanel.yml`), anonymous users at
 * https://docs.mixpanel.com/docs/tracking-methods/id-management
 *
 * @example
 * sources: mixpanelFivetran({
 *   activationEvent: 'Onboarding Completed',
 *   userAttributes: { persona: 'role', signupSource: 'initial_utm_source' },
 *   account: { groupKey: 'company_id', attributes: { planTier: 'company_tier' } },
 * }),
 *
 * @throws {ActionableError} naming an option that can't be used
 */
export function mixpanelFivetran(options: MixpanelFivetranOptions): Sources {
  checkOptions('mixpanelFivetran', optionsSchema, options);
  const { schema = 'mixpanel', account } = options;
  const events = `${sqlTable(schema, 'event')} AS events`;
  const occurredAt = sqlInstant('events."time"', options.timeZone);
  const eventId = `CONCAT_WS(' ', events.name, COALESCE(events.insert_id, events._fivetran_id))`;
  const isKnownUser = `events.distinct_id <> ''\n  AND events.distinct_id NOT LIKE '$device:%'`;

  const userEvents = `\
SELECT
  events.distinct_id AS user_id,
  ${eventId} AS event_id,
  events.name AS event_name,
  ${occurredAt} AS occurred_at
FROM ${events}
WHERE ${isKnownUser}`;

  const userAttributes = attributesIn(options.userAttributes);

  return eventSources(
    {
      userEvents,
      sessions: sessionsByInactivity(
        eachEventOnce(userEvents, 'user_id'),
        options.inactivityMinutes ?? usualInactivityMinutes,
      ),
      userTraits:
        userAttributes.length > 0
          ? `\
SELECT DISTINCT ON (people.distinct_id)
  people.distinct_id AS user_id,
${indented(
  userAttributes
    .map(([attribute, column]) => `people.${sqlName(column)}::text AS ${attributeColumns[attribute]}`)
    .join(',\n'),
)}
FROM ${sqlTable(schema, 'people')} AS people
ORDER BY people.distinct_id`
          : null,
      accounts: account ? accountLog(account) : null,
    },
    options,
    'Signed Up',
  );

  function accountLog({ groupKey, attributes }: MixpanelFivetranAccountOptions) {
    const from = `\
${events}
CROSS JOIN LATERAL ${jsonTexts('events.properties', groupKey, 'accounts', 'account_id')}
WHERE accounts.account_id <> ''`;
    const asked = attributesIn(attributes);
    return {
      events: `\
SELECT
  accounts.account_id,
  ${eventId} AS event_id,
  events.name AS event_name,
  ${occurredAt} AS occurred_at
FROM ${from}`,
      sightings: `\
SELECT
  accounts.account_id,
  CASE WHEN ${isKnownUser} THEN events.distinct_id END AS user_id,
  ${occurredAt} AS occurred_at
FROM ${from}`,
      traits:
        asked.length > 0
          ? knownValues(
              { column: 'account_id', value: 'accounts.account_id' },
              'events."time"',
              asked.map(
                ([attribute, name]): KnownValue => ({
                  column: attributeColumns[attribute],
                  value: jsonText('events.properties', name),
                  which: 'latest',
                }),
              ),
              from,
            )
          : null,
    };
  }
}
