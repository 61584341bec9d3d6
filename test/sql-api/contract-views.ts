import type { Definitions } from '../../src/config/definitions.ts';

/**
 * The public views and cubes as relations of Postgres, written by the metric contract over the source tables, so that
 * a statement for the SQL API runs in Postgres as it stands. A measure's column holds what a row adds to it, and
 * `MEASURE(…)` and the aggregates that fit are aggregates over that: the measure's formula.
 */
export const contractSchema = 'contract';

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
const hours = (days: number): string => `INTERVAL '${days * 24} hours'`;

/** A kind of measure: what a row adds to it, and the formula over such rows. */
interface Kind {
  columns: string;
  returns: 'bigint' | 'numeric';
  formula: string;
  /** The aggregates that read it, beside `MEASURE`. */
  aggregates: string[];
}

const ofNumber = ['SUM', 'AVG', 'MIN', 'MAX'];
const above = 'COUNT(DISTINCT unit) FILTER (WHERE above)';
const below = 'COUNT(DISTINCT unit) FILTER (WHERE below)';
const z = '1.959963984540054';
/** The ends of Wilson's score interval, from the share p of n. */
const wilson = (sign: '+' | '-'): string => `100.0 * LEAST(1, GREATEST(0,
  (p + ${z} ^ 2 / (2 * n) ${sign} ${z} * SQRT(p * (1 - p) / n + ${z} ^ 2 / (4 * n ^ 2))) / (1 + ${z} ^ 2 / n)))
  FROM (SELECT n, ${above} / NULLIF(n, 0) AS p FROM UNNEST($1), (SELECT 1.0 * ${below} AS n FROM UNNEST($1)) AS units GROUP BY n) AS share
  WHERE n > 0`;

const rateColumns = 'unit text, above boolean, below boolean';
const kinds: Record<string, Kind> = {
  /** Rule 1: a unit once. */
  units: {
    columns: 'unit text, counts boolean',
    returns: 'bigint',
    formula: 'COUNT(DISTINCT unit) FILTER (WHERE counts) FROM UNNEST($1)',
    aggregates: ['COUNT'],
  },
  /** Rule 6. */
  rate: {
    columns: rateColumns,
    returns: 'numeric',
    formula: `100.0 * ${above} / NULLIF(${below}, 0) FROM UNNEST($1)`,
    aggregates: ofNumber,
  },
  rate_low: { columns: rateColumns, returns: 'numeric', formula: wilson('-'), aggregates: ofNumber },
  rate_high: { columns: rateColumns, returns: 'numeric', formula: wilson('+'), aggregates: ofNumber },
  average: {
    columns: 'number numeric',
    returns: 'numeric',
    formula: 'SUM(number) / COUNT(number) FROM UNNEST($1) HAVING COUNT(number) > 0',
    aggregates: ofNumber,
  },
  median: {
    columns: 'number numeric',
    returns: 'numeric',
    formula: 'PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY number) FROM UNNEST($1)',
    aggregates: ofNumber,
  },
};

const createKinds = Object.entries(kinds).flatMap(([name, { columns, returns, formula, aggregates }]) => [
  `CREATE TYPE ${name} AS (${columns})`,
  `CREATE FUNCTION ${name}_of(${name}[]) RETURNS ${returns} LANGUAGE sql STABLE AS $$ SELECT CAST((SELECT ${formula}) AS ${returns}) $$`,
  ...['MEASURE', ...aggregates].map(
    (aggregate) =>
      `CREATE AGGREGATE ${aggregate}(${name}) (SFUNC = array_append, STYPE = ${name}[], FINALFUNC = ${name}_of)`,
  ),
]);
/** The sum of a count is the count, and a numeric as the sum of any bigint. */
const createSum = [
  'CREATE FUNCTION sum_of_units(units[]) RETURNS numeric LANGUAGE sql STABLE AS $$ SELECT units_of($1)::numeric $$',
  'CREATE AGGREGATE SUM(units) (SFUNC = array_append, STYPE = units[], FINALFUNC = sum_of_units)',
];

/** Times as the SQL API has them: without a zone, in UTC. */
const utc = (column: string, name: string): string => `${column} AT TIME ZONE 'UTC' AS "${name}"`;
const units = (unit: string, condition: string, name: string): string =>
  `ROW(${unit}, ${condition})::units AS "${name}"`;
const rate = (unit: string, over: string, under: string, name: string, kind = 'rate'): string =>
  `ROW(${unit}, ${over}, ${under})::${kind} AS "${name}"`;
const rateWithBounds = (unit: string, over: string, under: string, name: string): string[] => [
  rate(unit, over, under, name),
  rate(unit, over, under, `${name}Low`, 'rate_low'),
  rate(unit, over, under, `${name}High`, 'rate_high'),
];
const ofNumbers = (number: string, name: string, kind: 'average' | 'median'): string =>
  `ROW(${number})::${kind} AS "${name}"`;

const accountAttributes = (alias: string): string[] => [
  `${alias}.product_plan AS "productPlan"`,
  `${alias}.plan_tier AS "planTier"`,
  `${alias}.use_case AS "useCase"`,
  `${alias}.user_type AS "userType"`,
];
const userAttributes = ['persona', 'plan_type AS "planType"', 'signup_source AS "signupSource"'];

/** The columns and the rows of each view and cube. */
function relations(definitions: Definitions): Record<string, [columns: string[], from: string]> {
  const {
    keyAction,
    keyMilestones,
    activationWindowDays,
    activationWindowsOfferedDays,
    multiSessionMinimumSessions,
    expansionWindowDays,
  } = definitions;

  // Rules 3 and 4, of a user.
  const users = `(
    SELECT u.*, activation.at AS activated_at, action.at AS first_key_action_at,
      CASE WHEN activation.at IS NOT NULL THEN (
        SELECT COUNT(DISTINCT s.session_id) FROM session_history AS s
        WHERE s.user_id = u.user_id AND s.session_start_time <= activation.at
      ) END AS sessions_to_activation
    FROM users AS u
    LEFT JOIN LATERAL (
      SELECT a.activation_milestone_completion_timestamp AS at FROM activated_users AS a
      WHERE a.user_id = u.user_id AND a.activation_milestone_completion_timestamp >= u.signed_up_at
    ) AS activation ON TRUE
    LEFT JOIN LATERAL (
      SELECT MIN(k.occurred_at) AS at FROM key_actions AS k
      WHERE k.user_id = u.user_id AND k.action_name = ${text(keyAction)} AND k.occurred_at >= u.signed_up_at
    ) AS action ON TRUE
  ) AS u`;
  const usersAndAccounts = `${users} LEFT JOIN accounts AS a ON a.id = u.account_id`;
  const isActivated = 'activated_at IS NOT NULL';
  const isMultiSession = `COALESCE(sessions_to_activation >= ${multiSessionMinimumSessions}, FALSE)`;
  const isSingleSession = `COALESCE(sessions_to_activation < ${multiSessionMinimumSessions}, FALSE)`;
  const within = (days: number): string =>
    `COALESCE(first_key_action_at < signed_up_at + ${hours(days)}, FALSE)`;
  const hadTheWindow = `signed_up_at + ${hours(activationWindowDays)} <= NOW()`;
  const hoursTo = (event: string): string => `EXTRACT(EPOCH FROM ${event} - signed_up_at) / 3600`;

  const activationMeasures = [
    units('user_id', isActivated, 'activatedUserCount'),
    units('user_id', isMultiSession, 'multiSessionActivatedUserCount'),
    units('user_id', isSingleSession, 'singleSessionActivatedUserCount'),
    ...rateWithBounds('user_id', isMultiSession, 'TRUE', 'multiSessionActivationCompletionRate'),
    rate('user_id', isSingleSession, 'TRUE', 'singleSessionActivationCompletionRate'),
    ofNumbers(hoursTo('activated_at'), 'averageHoursToActivation', 'average'),
    ofNumbers(hoursTo('activated_at'), 'medianHoursToActivation', 'median'),
    ofNumbers('sessions_to_activation', 'averageSessionsToActivation', 'average'),
  ];
  const keyActionMeasures = [
    units('user_id', within(activationWindowDays), 'usersCompletingKeyAction'),
    ...rateWithBounds('user_id', within(activationWindowDays), 'TRUE', 'activationRate'),
    ...activationWindowsOfferedDays.map((days) =>
      rate('user_id', within(days), 'TRUE', `activationRate${days}d`),
    ),
    rate('user_id', 'first_key_action_at IS NOT NULL', 'TRUE', 'activationRateAnytime'),
    units('user_id', hadTheWindow, 'maturedSignUps'),
    rate(
      'user_id',
      `${hadTheWindow} AND ${within(activationWindowDays)}`,
      hadTheWindow,
      'maturedActivationRate',
    ),
    ofNumbers(hoursTo('first_key_action_at'), 'averageHoursToKeyAction', 'average'),
    ofNumbers(hoursTo('first_key_action_at'), 'medianHoursToKeyAction', 'median'),
  ];

  // Rules 1 and 3, of an account: milestones once each, and none before its creation.
  const reached = keyMilestones.map(
    (milestone) => `EXISTS (SELECT FROM milestone_completion_logs AS l
      WHERE l.account_id = a.id AND l.milestone_name = ${text(milestone)} AND l.completion_date >= a.created_at)`,
  );
  const accounts = `(SELECT a.*, (${reached.map((one) => `${one}::int`).join(' + ')}) AS milestones_reached FROM accounts AS a) AS a`;
  const accountMeasures = [
    units('a.id', 'TRUE', 'totalAccounts'),
    units('a.id', 'milestones_reached > 0', 'qualifiedAccounts'),
    units('a.id', `milestones_reached = ${keyMilestones.length}`, 'fullyQualifiedAccounts'),
    ...rateWithBounds('a.id', 'milestones_reached > 0', 'TRUE', 'percentQualified'),
    rate('a.id', `milestones_reached = ${keyMilestones.length}`, 'TRUE', 'percentFullyQualified'),
  ];

  // Rule 7: each account with each key milestone.
  const milestones = `(
    SELECT a.*, position, (ARRAY[${keyMilestones.map(text).join(', ')}])[position] AS milestone_name,
      (ARRAY[${reached.join(', ')}])[position] AS is_reached,
      NOT (ARRAY[${reached.join(', ')}])[position]
        AND TRUE = ALL ((ARRAY[${reached.join(', ')}])[1:position - 1]) AS is_next
    FROM accounts AS a CROSS JOIN GENERATE_SERIES(1, ${keyMilestones.length}) AS position
  ) AS a`;
  const milestoneMeasures = [
    units('a.id', 'TRUE', 'totalAccounts'),
    units('a.id', 'is_reached', 'accountsReached'),
    rate('a.id', 'is_reached', 'TRUE', 'percentReached'),
  ];
  const milestoneDimensions = [
    'milestone_name AS "milestoneName"',
    'position::numeric AS "milestonePosition"',
    utc('created_at', 'createdAt'),
    ...accountAttributes('a'),
  ];

  // Rule 5: eligibilities of known accounts.
  const eligibilities = 'expansion_activation AS e JOIN accounts AS a ON a.id = e.account_id';
  const isOffered = 'COALESCE(activation_date >= eligible_date, FALSE)';
  const isInTime = `COALESCE(activation_date >= eligible_date AND activation_date < eligible_date + ${hours(expansionWindowDays)}, FALSE)`;
  const isMature = `eligible_date + ${hours(expansionWindowDays)} <= NOW()`;
  const expansionMeasures = [
    units('e.account_id', 'TRUE', 'totalEligibleAccounts'),
    units('e.account_id', isOffered, 'activatedExpansionOfferings'),
    ...rateWithBounds('e.account_id', isOffered, 'TRUE', 'expansionActivationRate'),
    units('e.account_id', isInTime, 'activatedWithinWindow'),
    rate('e.account_id', isInTime, 'TRUE', 'expansionActivationRateWithinWindow'),
    rate(
      'e.account_id',
      `${isMature} AND ${isInTime}`,
      isMature,
      'maturedExpansionActivationRateWithinWindow',
    ),
  ];
  const expansionDimensions = [
    'expansion_feature AS "expansionFeature"',
    utc('eligible_date', 'eligibleDate'),
    utc('a.created_at', 'accountCreatedAt'),
    ...accountAttributes('a'),
  ];
  const expansionSegments = [`${isOffered} AS activated`, `${isMature} AS matured`];

  return {
    ActivationRate: [
      [
        units('user_id', 'TRUE', 'newSignUps'),
        ...keyActionMeasures,
        utc('signed_up_at', 'signedUpAt'),
        ...userAttributes,
        ...accountAttributes('a'),
        `${hadTheWindow} AS matured`,
      ],
      usersAndAccounts,
    ],
    MultiSessionActivationCompletionRate: [
      [
        units('user_id', 'TRUE', 'newUserCount'),
        ...activationMeasures,
        utc('signed_up_at', 'signedUpAt'),
        ...userAttributes,
        'sessions_to_activation::numeric AS "sessionsToActivation"',
        ...accountAttributes('a'),
        `${isActivated} AS activated`,
        `${isMultiSession} AS "multiSession"`,
      ],
      usersAndAccounts,
    ],
    Users: [
      [
        'user_id AS "userId"',
        'account_id AS "accountId"',
        utc('signed_up_at', 'signedUpAt'),
        ...userAttributes,
        utc('activated_at', 'activatedAt'),
        'sessions_to_activation::numeric AS "sessionsToActivation"',
        `${hoursTo('activated_at')} AS "hoursToActivation"`,
        utc('first_key_action_at', 'firstKeyActionAt'),
        `${hoursTo('first_key_action_at')} AS "hoursToKeyAction"`,
        units('user_id', 'TRUE', 'newUserCount'),
        ...activationMeasures,
        ...keyActionMeasures,
        `${isActivated} AS activated`,
        `${isMultiSession} AS "multiSession"`,
        `${hadTheWindow} AS matured`,
      ],
      users,
    ],
    MilestoneCompletion: [
      [...accountMeasures, utc('created_at', 'createdAt'), ...accountAttributes('a')],
      accounts,
    ],
    Accounts: [
      [
        'a.id',
        utc('created_at', 'createdAt'),
        ...accountAttributes('a'),
        'milestones_reached::numeric AS "keyMilestonesReached"',
        ...accountMeasures,
      ],
      accounts,
    ],
    MilestoneFunnel: [
      [...milestoneDimensions, ...milestoneMeasures, 'is_next AS "stuckBeforeNextMilestone"'],
      milestones,
    ],
    AccountMilestones: [
      [
        'a.id AS "accountId"',
        ...milestoneDimensions,
        'is_reached AS "isReached"',
        ...milestoneMeasures,
        'is_next AS "stuckBeforeNextMilestone"',
      ],
      milestones,
    ],
    ExpansionActivationRate: [
      [...expansionMeasures, ...expansionDimensions, ...expansionSegments],
      eligibilities,
    ],
    ExpansionActivation: [
      [
        'e.id',
        'e.account_id AS "accountId"',
        ...expansionDimensions,
        utc('activation_date', 'activationDate'),
        ...expansionMeasures,
        ...expansionSegments,
      ],
      eligibilities,
    ],
    SessionHistory: [
      [
        'session_id AS "sessionId"',
        'user_id AS "userId"',
        utc('session_start_time', 'sessionStartTime'),
        units('session_id', 'TRUE', 'sessionCount'),
        units(
          'user_id',
          '(SELECT COUNT(*) >= 2 FROM session_history AS whole WHERE whole.user_id = s.user_id)',
          'multiSessionUserCount',
        ),
      ],
      'session_history AS s',
    ],
    ActivatedUsers: [
      [
        'user_id AS "userId"',
        utc('activation_milestone_completion_timestamp', 'activationMilestoneCompletionTimestamp'),
        units('user_id', 'activation_milestone_completion_timestamp IS NOT NULL', 'activatedUserCount'),
      ],
      'activated_users',
    ],
    KeyActions: [
      [
        'id',
        'user_id AS "userId"',
        'action_name AS "actionName"',
        utc('occurred_at', 'occurredAt'),
        units('id', 'TRUE', 'actionCount'),
      ],
      'key_actions',
    ],
    MilestoneCompletionLogs: [
      [
        'id',
        'account_id AS "accountId"',
        'milestone_name AS "milestoneName"',
        utc('completion_date', 'completionDate'),
        units('id', 'TRUE', 'totalMilestonesCompleted'),
      ],
      'milestone_completion_logs',
    ],
  };
}

/** SQL that makes {@link contractSchema} of the rows that a database's source tables have now. */
export const contractViews = (definitions: Definitions): string =>
  [
    `CREATE SCHEMA ${contractSchema}`,
    `SET search_path TO ${contractSchema}, public`,
    ...createKinds,
    ...createSum,
    ...Object.entries(relations(definitions)).map(
      ([name, [columns, from]]) => `CREATE TABLE "${name}" AS SELECT ${columns.join(', ')} FROM ${from}`,
    ),
    'ANALYZE',
  ].join(';\n');
