import type { Sources } from '../config/sources.ts';
import type { AccountOptions, EventOptions, UserAttributes } from './options.ts';
import { compositeKey, sqlString, subquery } from './preset-sql.ts';

/**
 * A vendor's schema as the presets see it, each part an SQL query. Times are timestamptz, everything else is text.
 * The columns of the tables stand bare wherever the user or the account is looked up by, so that Postgres can use an
 * index on them.
 */
export interface EventLog {
  /** Known users' events, a row a delivery: `user_id`, `event_id`, `event_name`, `occurred_at`. */
  userEvents: string;
  /** When users were seen, for those who are new when first seen; `userEvents` unless told: `user_id`, `occurred_at`. */
  userSightings?: string;
  /** Users' sessions: `session_id`, `user_id`, `session_start_time`. */
  sessions: string;
  /** A row a user, with the columns of the attributes asked for; null where none is. */
  userTraits: string | null;
  accounts: AccountLog | null;
}

/** What a vendor's schema tells of accounts. */
export interface AccountLog {
  /** Accounts' events, a row a delivery: `account_id`, `event_id`, `event_name`, `occurred_at`. */
  events: string;
  /** When an account was seen, and with whom: `account_id`, `user_id` or null, `occurred_at`. */
  sightings: string;
  /** A row an account, with the columns of the attributes asked for; null where none is. */
  traits: string | null;
}

/** The canonical column of each attribute that a preset can fill. */
export const attributeColumns = {
  persona: 'persona',
  planType: 'plan_type',
  signupSource: 'signup_source',
  productPlan: 'product_plan',
  planTier: 'plan_tier',
  useCase: 'use_case',
  userType: 'user_type',
} as const;

export type Attribute = keyof typeof attributeColumns;

/** The attributes asked for, each with where it is. */
export const attributesIn = <Property>(
  attributes: Partial<Record<Attribute, Property>> = {},
): [Attribute, Property][] =>
  // A plain JavaScript configuration may say undefined for one that it leaves out.
  Object.entries(attributes).filter(([, property]) => property !== undefined) as [Attribute, Property][];

/** The options that {@link eventSources} reads. */
type LogOptions = EventOptions & {
  userAttributes?: UserAttributes<unknown>;
  account?: AccountOptions<unknown>;
};

/**
 * The canonical sources of a vendor's events.
 *
 * @param log the vendor's schema, as queries
 * @param options the preset's options
 * @param signUpEvent the vendor's usual name of the sign-up, for options that don't name one
 */
export function eventSources(log: EventLog, options: LogOptions, signUpEvent: string): Sources {
  const { activationEvent, expansionOfferings, account, userAttributes } = options;
  const signUpName = options.signUpEvent === undefined ? signUpEvent : options.signUpEvent;
  const signUps = signUpTimes(log, signUpName);
  const { accounts } = log;
  return {
    users: {
      sql: users(signUps, log, attributesIn(userAttributes)),
      ...madeOf(log.userEvents, { signUpEvent: signUpName }),
      columns: {
        ...(accounts ? { accountId: 'account_id' } : {}),
        ...columnsOf(attributesIn(userAttributes)),
      },
    },
    sessionHistory: { sql: log.sessions },
    activatedUsers:
      activationEvent === undefined
        ? null
        : {
            sql: activations(log.userEvents, activationEvent, signUps),
            ...madeOf(log.userEvents, { activationEvent }),
          },
    keyActions: { sql: keyActions(log.userEvents) },
    accounts: accounts && {
      sql: newAccounts(accounts, account?.createdEvent, attributesIn(account?.attributes)),
      ...madeOf(accounts.events, { 'account.createdEvent': account?.createdEvent }),
      columns: columnsOf(attributesIn(account?.attributes)),
    },
    milestoneCompletionLogs: accounts && { sql: milestoneLogs(accounts.events) },
    expansionActivation:
      accounts && expansionOfferings
        ? {
            sql: eligibilities(accounts.events, expansionOfferings),
            ...madeOf(
              accounts.events,
              Object.fromEntries(
                expansionOfferings.flatMap(({ eligibleEvent, activationEvent: activated }, index) => [
                  [`expansionOfferings[${index}].eligibleEvent`, eligibleEvent],
                  [`expansionOfferings[${index}].activationEvent`, activated],
                ]),
              ),
            ),
          }
        : null,
  };
}

/** Which events a source is made of, by the options that name them; none where no option does. */
function madeOf(
  sql: string,
  named: Record<string, string | null | undefined>,
): { events?: { sql: string; named: Record<string, string> } } {
  const names = Object.entries(named).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return names.length > 0 ? { events: { sql, named: Object.fromEntries(names) } } : {};
}

const columnsOf = (attributes: [Attribute, unknown][]): Partial<Record<Attribute, string>> =>
  Object.fromEntries(attributes.map(([attribute]) => [attribute, attributeColumns[attribute]]));

const traitColumns = (attributes: [Attribute, unknown][]): string =>
  attributes.map(([attribute]) => `,\n  traits.${attributeColumns[attribute]}`).join('');

/**
 * Each event once, as it was first delivered: `owner` is `user_id` or `account_id`. The owner is in the key because
 * vendors tell events apart for each user, and so that Postgres reads one owner's events alone when asked for one.
 */
export const eachEventOnce = (events: string, owner: 'user_id' | 'account_id'): string => `\
SELECT DISTINCT ON (${owner}, event_id)
  ${owner},
  event_id,
  event_name,
  occurred_at
FROM ${subquery(events)} AS deliveries
ORDER BY ${owner}, event_id, occurred_at`;

function signUpTimes(
  { userEvents, userSightings = userEvents }: EventLog,
  signUpEvent: string | null,
): string {
  return signUpEvent === null
    ? `\
SELECT
  user_id,
  MIN(occurred_at) AS signed_up_at
FROM ${subquery(userSightings)} AS sightings
GROUP BY user_id`
    : `\
SELECT
  user_id,
  MIN(occurred_at) AS signed_up_at
FROM ${subquery(userEvents)} AS events
WHERE event_name = ${sqlString(signUpEvent)}
GROUP BY user_id`;
}

/** One row a user. The account is the first one that the user was seen in: a cohort doesn't change its past. */
const users = (signUps: string, log: EventLog, attributes: [Attribute, unknown][]): string => `\
SELECT
  sign_ups.user_id,
  sign_ups.signed_up_at${log.accounts ? ',\n  memberships.account_id' : ''}${traitColumns(attributes)}
FROM ${subquery(signUps)} AS sign_ups${
  log.accounts
    ? `
LEFT JOIN ${subquery(`\
SELECT DISTINCT ON (user_id)
  user_id,
  account_id
FROM ${subquery(log.accounts.sightings)} AS sightings
WHERE user_id IS NOT NULL
ORDER BY user_id, occurred_at, account_id`)} AS memberships
  ON memberships.user_id = sign_ups.user_id`
    : ''
}${
  log.userTraits
    ? `
LEFT JOIN ${subquery(log.userTraits)} AS traits
  ON traits.user_id = sign_ups.user_id`
    : ''
}`;

/**
 * One row a user: the first time at or after the sign-up, so that an event before it doesn't hide the one that counts
 * (rule 3), or else the first time.
 */
const activations = (userEvents: string, activationEvent: string, signUps: string): string => `\
SELECT
  events.user_id,
  COALESCE(
    MIN(events.occurred_at) FILTER (WHERE events.occurred_at >= sign_ups.signed_up_at),
    MIN(events.occurred_at)
  ) AS activation_milestone_completion_timestamp
FROM ${subquery(userEvents)} AS events
LEFT JOIN ${subquery(signUps)} AS sign_ups
  ON sign_ups.user_id = events.user_id
WHERE events.event_name = ${sqlString(activationEvent)}
GROUP BY events.user_id`;

const keyActions = (userEvents: string): string => `\
SELECT
  ${compositeKey('user_id', 'event_id')} AS id,
  user_id,
  event_name AS action_name,
  occurred_at
FROM ${subquery(eachEventOnce(userEvents, 'user_id'))} AS events`;

const newAccounts = (
  { events, sightings, traits }: AccountLog,
  createdEvent: string | undefined,
  attributes: [Attribute, unknown][],
): string => `\
SELECT
  creations.account_id AS id,
  creations.created_at${traitColumns(attributes)}
FROM ${subquery(`\
SELECT
  account_id,
  MIN(occurred_at) AS created_at
FROM ${
  createdEvent === undefined
    ? `${subquery(sightings)} AS sightings`
    : `${subquery(events)} AS events
WHERE event_name = ${sqlString(createdEvent)}`
}
GROUP BY account_id`)} AS creations${
  traits
    ? `
LEFT JOIN ${subquery(traits)} AS traits
  ON traits.account_id = creations.account_id`
    : ''
}`;

const milestoneLogs = (accountEvents: string): string => `\
SELECT
  ${compositeKey('account_id', 'event_id')} AS id,
  account_id,
  event_name AS milestone_name,
  occurred_at AS completion_date
FROM ${subquery(eachEventOnce(accountEvents, 'account_id'))} AS events`;

/** One row an account's eligibility event and feature, with the first activation at or after it (rule 3). */
const eligibilities = (
  accountEvents: string,
  offerings: NonNullable<EventOptions['expansionOfferings']>,
): string => `\
WITH events AS ${subquery(eachEventOnce(accountEvents, 'account_id'))},
offerings (feature, eligible_event, activation_event) AS (
  VALUES
    ${offerings
      .map(
        ({ feature, eligibleEvent, activationEvent }) =>
          `(${[feature, eligibleEvent, activationEvent].map(sqlString).join(', ')})`,
      )
      .join(',\n    ')}
)
SELECT
  ${compositeKey('eligible.account_id', 'eligible.event_id', 'offerings.feature')} AS id,
  eligible.account_id,
  offerings.feature AS expansion_feature,
  eligible.occurred_at AS eligible_date,
  MIN(activated.occurred_at) AS activation_date
FROM offerings
JOIN events AS eligible
  ON eligible.event_name = offerings.eligible_event
LEFT JOIN events AS activated
  ON activated.account_id = eligible.account_id
  AND activated.event_name = offerings.activation_event
  AND activated.occurred_at >= eligible.occurred_at
GROUP BY eligible.account_id, eligible.event_id, eligible.occurred_at, offerings.feature`;
