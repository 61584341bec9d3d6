import { z } from 'zod';
import type { Sources } from '../config/sources.ts';
import { attributeColumns, attributesIn, eachEventOnce, eventSources } from './event-log.ts';
import { jsonText } from './json-property.ts';
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
import { indented, sqlInstant, sqlName, sqlString, sqlTable } from './preset-sql.ts';
import { sessionsByInactivity, sessionsByName } from './sessions.ts';

/** The options of {@link posthog}. Properties are named as in PostHog: `plan`, `$initial_utm_source`. */
export interface PosthogOptions extends EventOptions {
  /** The schema that the batch exports write to. */
  schema: string;
  /** The table of the batch export of events: `events` unless told. */
  eventsTable?: string;
  /**
   * The table of the batch export of persons: `persons` unless told. A user is a person, however many distinct ids
   * they were seen by. `null` where persons aren't exported: a user is then a distinct id that didn't send anonymous events only.
   */
  personsTable?: string | null;
  /** Derives sessions by a pause of so many minutes, instead of reading `$session_id`. */
  inactivityMinutes?: number;
  /**
   * Person properties. As persons hold the latest values, a sign-up source is best an `$initial_…` property. Without
   * persons they come from the events' `$set` and `$set_once`: the first known sign-up source, the latest of the others.
   */
  userAttributes?: UserAttributes;
  /** Accounts, from groups. Left out, there are no account KPIs. */
  account?: PosthogAccountOptions;
}

/** Accounts in PostHog's groups; attributes are group properties. */
export interface PosthogAccountOptions extends AccountOptions {
  /** The group type whose groups are the accounts: `company`. */
  groupType: string;
  /** The number that PostHog gave the group type, 0 unless told: the account of an event is in `$group_<number>`. */
  groupIndex?: 0 | 1 | 2 | 3 | 4;
}

const optionsSchema = z.strictObject({
  ...eventOptions,
  schema: named,
  eventsTable: named.optional(),
  personsTable: named.nullable().optional(),
  inactivityMinutes,
  userAttributes: userAttributesOf(named),
  account: accountOptionsOf(named, {
    groupType: named,
    groupIndex: z
      .int()
      .min(0)
      .max(4, { error: 'is more than 4, the last group type that a project can have' })
      .optional(),
  }),
});

/**
 * The sources in PostHog's batch exports to Postgres.
 *
 * Reads `events` (`uuid`, `event`, `properties`, `distinct_id`, `team_id`, `timestamp`; `set` and `set_once` without
 * persons) and `persons` (`team_id`, `distinct_id`, `person_id`, `properties`, `person_version`). Of the properties:
 * `$session_id`, `$group_<number>`, without persons `$process_person_profile`, and of `$groupidentify` events `$group_type`, `$group_key` and `$group_set`. An
 * export can write an event twice: each `uuid` counts once.
 *
 * Documented at https://posthog.com/docs/cdp/batch-exports/postgres, sessions at
 * https://posthog.com/docs/data/sessions, groups at https://posthog.com/docs/product-analytics/group-analytics
 *
 * @example
 * sources: posthog({
 *   schema: 'posthog_exports',
 *   activationEvent: 'onboarding completed',
 *   userAttributes: { persona: 'role', signupSource: '$initial_utm_source' },
 *   account: { groupType: 'company', attributes: { planTier: 'tier' } },
 * }),
 *
 * @throws {ActionableError} naming an option that can't be used
 */
export function posthog(options: PosthogOptions): Sources {
  checkOptions('posthog', optionsSchema, options);
  const { schema, eventsTable = 'events', personsTable = 'persons', account } = options;
  const events = sqlTable(schema, eventsTable);
  const persons = personsTable === null ? null : sqlTable(schema, personsTable);
  const property = (name: string): string => jsonText('events.properties', name);
  const occurredAt = sqlInstant('events."timestamp"');
  // A uuid, in some exports.
  const userId = persons ? 'persons.person_id::text' : 'events.distinct_id';
  const onPerson = 'persons.distinct_id = events.distinct_id\n  AND persons.team_id = events.team_id';
  // Server libraries send $groupidentify on behalf of a group, with a distinct id that is nobody's. Anonymous events
  // have no person; where persons aren't known, they are told by the property that SDKs mark them with.
  const ofUsers = `FROM ${events} AS events${persons ? `\nJOIN ${persons} AS persons\n  ON ${onPerson}` : ''}
WHERE events.event <> '$groupidentify'
  AND ${userId} <> ''${persons ? '' : `\n  AND ${property('$process_person_profile')} IS DISTINCT FROM 'false'`}`;

  const userEvents = `\
SELECT
  ${userId} AS user_id,
  events.uuid::text AS event_id,
  events.event AS event_name,
  ${occurredAt} AS occurred_at
${ofUsers}`;

  const sessions =
    options.inactivityMinutes === undefined
      ? sessionsByName(`\
SELECT
  ${userId} AS user_id,
  ${property('$session_id')} AS session_id,
  ${occurredAt} AS occurred_at
${ofUsers}`)
      : sessionsByInactivity(eachEventOnce(userEvents, 'user_id'), options.inactivityMinutes);

  const userAttributes = attributesIn(options.userAttributes);
  const accountAttributes = attributesIn(account?.attributes);

  const userTraits = persons
    ? `\
SELECT DISTINCT ON (${userId})
  ${userId} AS user_id,
${indented(
  userAttributes
    .map(([attribute, name]) => `${jsonText('persons.properties', name)} AS ${attributeColumns[attribute]}`)
    .join(',\n'),
)}
FROM ${persons} AS persons
ORDER BY ${userId}, persons.person_version DESC, persons.distinct_id`
    : knownValues(
        { column: 'user_id', value: 'events.distinct_id' },
        'events."timestamp"',
        userAttributes.map(
          ([attribute, name]): KnownValue => ({
            column: attributeColumns[attribute],
            value: `COALESCE(${jsonText(`events.${sqlName('set')}`, name)}, ${jsonText('events.set_once', name)})`,
            which: attribute === 'signupSource' ? 'first' : 'latest',
          }),
        ),
        `${events} AS events`,
      );

  return eventSources(
    {
      userEvents,
      sessions,
      userTraits: userAttributes.length > 0 ? userTraits : null,
      accounts: account ? accountLog(account) : null,
    },
    options,
    'user signed up',
  );

  function accountLog({ groupType, groupIndex = 0 }: PosthogAccountOptions) {
    const accountId = property(`$group_${groupIndex}`);
    const identified = `events.event = '$groupidentify'
  AND ${property('$group_type')} = ${sqlString(groupType)}
  AND ${property('$group_key')} <> ''`;
    return {
      events: `\
SELECT
  ${accountId} AS account_id,
  events.uuid::text AS event_id,
  events.event AS event_name,
  ${occurredAt} AS occurred_at
FROM ${events} AS events
WHERE ${accountId} <> ''`,
      sightings: `\
SELECT
  ${accountId} AS account_id,
  ${userId} AS user_id,
  ${occurredAt} AS occurred_at
FROM ${events} AS events${persons ? `\nLEFT JOIN ${persons} AS persons\n  ON ${onPerson}` : ''}
WHERE ${accountId} <> ''
UNION ALL
SELECT
  ${property('$group_key')} AS account_id,
  NULL AS user_id,
  ${occurredAt} AS occurred_at
FROM ${events} AS events
WHERE ${identified}`,
      traits:
        accountAttributes.length > 0
          ? knownValues(
              { column: 'account_id', value: property('$group_key') },
              'events."timestamp"',
              accountAttributes.map(
                ([attribute, name]): KnownValue => ({
                  column: attributeColumns[attribute],
                  value: `events.properties::jsonb -> '$group_set' ->> ${sqlString(name)}`,
                  which: 'latest',
                }),
              ),
              `${events} AS events\nWHERE ${identified}`,
            )
          : null,
    };
  }
}
