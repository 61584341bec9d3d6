import type { Mutation } from './mutation.ts';

/** `${CUBE}` as the model's files have it. */
const CUBE = '$' + '{CUBE}';

const users = 'cubes/Users.js';
const activation = 'parts/user-activation.js';
const keyAction = 'parts/user-key-action.js';
const logSummary = 'log-summary.js';
const attributes = 'attributes.js';
const accounts = 'cubes/Accounts.js';
const milestones = 'parts/account-milestones.js';
const accountMilestones = 'cubes/AccountMilestones.js';
const expansion = 'cubes/ExpansionActivation.js';
const sessions = 'cubes/SessionHistory.js';
const activatedUsers = 'cubes/ActivatedUsers.js';

/** Changes of one member, each a text and what comes in its place. */
const inMember = (
  rule: string,
  file: string,
  member: string,
  ...changes: [find: string, replace: string][]
): Mutation[] => changes.map(([find, replace]) => ({ rule, file, member, find, replace }));

/** Changes of text that a file has once. */
const inFile = (rule: string, file: string, ...changes: [find: string, replace: string][]): Mutation[] =>
  changes.map(([find, replace]) => ({ rule, file, find, replace }));

/** Every rate: a percentage, not of whole numbers, and null over nobody. */
const scale = (file: string, ...rates: string[]): Mutation[] =>
  rates.flatMap((rate) =>
    inMember('rule 6', file, rate, ['100.0 *', '1.0 *'], ['100.0 *', '100 *'], ['NULLIF(', 'COALESCE(']),
  );

/** The rules of section 2, then the definitions of section 4, then what issue 3 adds. */
export const mutations: Mutation[] = [
  // Rule 1: the unit is counted, never its events.
  ...['totalAccounts', 'accountsReached'].flatMap((member) =>
    inMember('rule 1', accountMilestones, member, ['"countDistinct"', '"count"']),
  ),
  ...[
    'totalEligibleAccounts',
    'activatedExpansionOfferings',
    'activatedWithinWindow',
    'maturedEligibleAccounts',
    'maturedActivatedWithinWindow',
  ].flatMap((member) =>
    inMember('rule 1', expansion, member, ['"countDistinct"', '"count"'], ['CUBE.accountId}`', 'CUBE.id}`']),
  ),
  ...inFile('rule 1', milestones, [
    'ARRAY_POSITIONS(${sqlMilestonesReached(keyMilestones)}, TRUE)',
    '${sqlMilestonesReached(keyMilestones)}',
  ]),
  ...inFile('rule 1', activation, ['COUNT(*) AS', '1 AS']),
  ...inFile('rule 1', keyAction, ['SELECT MIN(k.occurred_at)', 'SELECT k.occurred_at']),
  ...inMember('rule 1', sessions, 'multiSessionUserCount', ['"countDistinct"', '"count"']),
  ...inFile(
    'rule 1',
    logSummary,
    ['AND ${unit} = ${isUnit}', 'AND ${unit} <= ${isUnit}'],
    ['ON ${name}.unit = ${isUnit}', 'ON ${name}.unit <= ${isUnit}'],
    ['LEFT JOIN (\n', 'JOIN (\n'],
  ),

  // Rule 2: cohorts by the unit's start.
  ...inMember('rule 2', users, 'signedUpAt', ['.signed_up_at', '.activated_at']),
  ...inMember(
    'rule 2',
    expansion,
    'eligibleDate',
    ['.eligible_date', '.activation_date'],
    ['.eligible_date', '.account_created_at'],
  ),
  ...inFile('rule 2', expansion, ['a.created_at AS', 'e.eligible_date AS']),
  ...inFile('rule 2', accounts, ['a.created_at$', 'NOW() AS created_at$']),
  ...inFile('rule 2', accountMilestones, ['a.created_at$', 'NOW() AS created_at$']),

  // Rule 3: a conversion counts at or after its start.
  ...inFile(
    'rule 3',
    activation,
    ['completion_timestamp >= u.signed_up_at', 'completion_timestamp > u.signed_up_at'],
    ['\n      AND activation.activation_milestone_completion_timestamp >= u.signed_up_at', ''],
    ['sessions.activated_at >= u', 'sessions.activated_at > u'],
    ['sessions.activated_at >= u.signed_up_at', 'TRUE'],
  ),
  ...inFile(
    'rule 3',
    keyAction,
    ['k.occurred_at >= u', 'k.occurred_at > u'],
    ['\n            AND k.occurred_at >= u.signed_up_at', ''],
    ['key_action.first_at >= u.signed_up_at', 'TRUE'],
  ),
  ...inFile(
    'rule 3',
    milestones,
    ['last_any >=', 'last_any >'],
    ['last_any >=', "last_any + INTERVAL '100 years' >="],
    ['last_${index + 1} >=', 'last_${index + 1} >'],
    ['last_${index + 1} >=', "last_${index + 1} + INTERVAL '100 years' >="],
    ['MAX(l.completion_date) AS', 'MIN(l.completion_date) AS'],
    ['MAX(l.completion_date) FILTER', 'MIN(l.completion_date) FILTER'],
  ),
  ...inFile(
    'rule 3',
    expansion,
    ['.activation_date >=', '.activation_date >'],
    ['.activation_date >=', ".activation_date + INTERVAL '100 years' >="],
  ),

  // Rule 4: windows are elapsed time and half-open.
  ...inFile('rule 4', 'sql.js', ['* 24} hours', '} days'], ['* 24', '* 23']),
  ...inFile(
    'rule 4',
    'activation-windows.js',
    ['.first_key_action_at <', '.first_key_action_at <='],
    ['.signed_up_at +', '.activated_at +'],
    ['completedWithin(CUBE, days)', 'completedWithin(CUBE, definitions.activationWindowDays)'],
  ),
  ...inFile(
    'rule 4',
    expansion,
    ['.activation_date <', '.activation_date <='],
    ['isActivated(reference)} AND', 'reference}.id IS NOT NULL AND'],
  ),
  ...inMember('rule 4', keyAction, 'usersCompletingKeyAction', [
    'completedWithin(CUBE, activationWindowDays)',
    'completedWithin(CUBE, definitions.expansionWindowDays)',
  ]),

  // Rule 5: orphans are in no rate, and in their own tables' counts.
  ...inFile('rule 5', expansion, ['\n    JOIN ', '\n    LEFT JOIN ']),
  ...inFile('rule 5', activation, ['LEFT JOIN ${activatedUsers}', 'RIGHT JOIN ${activatedUsers}']),
  ...inFile('rule 5', sessions, [
    'SELECT * FROM ${sources.sessionHistory.relation} AS source',
    'SELECT source.* FROM session_history AS source JOIN users AS u USING (user_id)',
  ]),
  ...inFile('rule 5', activatedUsers, [
    'SELECT * FROM ${sources.activatedUsers.relation} AS source',
    'SELECT source.* FROM activated_users AS source JOIN users AS u USING (user_id)',
  ]),
  ...inFile('rule 5', 'cubes/MilestoneCompletionLogs.js', [
    'SELECT * FROM ${sources.milestoneCompletionLogs.relation} AS source',
    'SELECT source.* FROM milestone_completion_logs AS source JOIN accounts AS a ON a.id = source.account_id',
  ]),

  // Rule 6: percentages, exact, null over nobody.
  ...scale(activation, 'multiSessionActivationCompletionRate', 'singleSessionActivationCompletionRate'),
  ...scale(keyAction, 'activationRate', 'activationRateAnytime', 'maturedActivationRate'),
  ...scale(milestones, 'percentQualified', 'percentFullyQualified'),
  ...scale(accountMilestones, 'percentReached'),
  ...scale(
    expansion,
    'expansionActivationRate',
    'expansionActivationRateWithinWindow',
    'maturedExpansionActivationRateWithinWindow',
  ),
  ...inMember(
    'rule 6',
    keyAction,
    'activationRate',
    ['100.0 *', '100.0::float8 *'],
    ['NULLIF(', 'GREATEST(1, '],
  ),
  ...inMember('rule 6', expansion, 'expansionActivationRate', ['100.0 *', '100.0::float8 *']),
  ...inFile(
    'rule 6',
    'activation-windows.js',
    ['100.0 *', '1.0 *'],
    ['100.0 *', '100 *'],
    ['NULLIF(', 'COALESCE('],
  ),

  // Rule 7: breakdowns by the unit's attribute, null a group of its own.
  ...inMember('rule 7', attributes, 'persona', [
    'asText("persona")',
    `(CUBE) => \`COALESCE(${CUBE}.persona, 'free')\``,
  ]),
  ...inMember('rule 7', attributes, 'planType', ['"plan_type"', '"persona"']),
  ...inMember('rule 7', attributes, 'signupSource', ['"signup_source"', '"plan_type"']),
  ...inFile('rule 7', users, ['.account_id =', '.user_id =']),
  ...inMember('rule 7', attributes, 'productPlan', ['"product_plan"', '"plan_tier"']),
  ...inMember('rule 7', attributes, 'planTier', [
    'asText("plan_tier")',
    `(CUBE) => \`COALESCE(${CUBE}.plan_tier, 'free')\``,
  ]),
  ...inMember('rule 7', attributes, 'useCase', [
    'asText("use_case")',
    `(CUBE) => \`NULLIF(${CUBE}.use_case, '')\``,
  ]),
  ...inMember('rule 7', attributes, 'userType', [
    'asText("user_type")',
    '(CUBE) => `TRIM(${CUBE}.user_type)`',
  ]),
  ...inFile('rule 7', accountMilestones, [
    'AS milestone (milestone_name, milestone_position)$',
    'AS milestone (milestone_name, milestone_position) JOIN (SELECT DISTINCT account_id FROM milestone_completion_logs) AS l ON l.account_id = a.id$',
  ]),
  ...inMember('rule 7', expansion, 'expansionFeature', [
    `${CUBE}.expansion_feature`,
    `LOWER(${CUBE}.expansion_feature)`,
  ]),

  // Rule 8: maturity, above and below the line.
  ...inMember(
    'rule 8',
    keyAction,
    'maturedSignUps',
    ['<= NOW()', '< NOW()'],
    ['<= NOW()', 'IS NOT NULL'],
    ['.signed_up_at +', '.signed_up_at -'],
  ),
  ...inMember(
    'rule 8',
    keyAction,
    'maturedUsersCompletingKeyAction',
    ['<= NOW()', '< NOW()'],
    ['<= NOW()', 'IS NOT NULL'],
    ['completedWithin(CUBE, activationWindowDays)', '"TRUE"'],
  ),
  ...inMember(
    'rule 8',
    keyAction,
    'maturedActivationRate',
    ['CUBE.maturedSignUps', 'CUBE.newUserCount'],
    ['CUBE.maturedUsersCompletingKeyAction', 'CUBE.usersCompletingKeyAction'],
  ),
  ...inFile(
    'rule 8',
    expansion,
    [
      'reference}.eligible_date + ${sqlDays(expansionWindowDays)} <= NOW()',
      'reference}.eligible_date + ${sqlDays(expansionWindowDays)} < NOW()',
    ],
    ['{ sql: isMature(CUBE) }, ', ''],
  ),
  ...inMember('rule 8', expansion, 'maturedEligibleAccounts', ['isMature(CUBE)', '"TRUE"']),
  ...inMember('rule 8', expansion, 'maturedActivatedWithinWindow', [
    'isActivatedInTime(CUBE)',
    'isActivated(CUBE)',
  ]),
  ...inMember('rule 8', expansion, 'maturedExpansionActivationRateWithinWindow', [
    'CUBE.maturedEligibleAccounts',
    'CUBE.totalEligibleAccounts',
  ]),

  // Rule 9: buckets follow the query's time zone, and nothing else does.
  ...inMember('rule 9', users, 'signedUpAt', [
    `${CUBE}.signed_up_at`,
    `DATE_TRUNC('day', ${CUBE}.signed_up_at)`,
  ]),
  ...inMember('rule 9', accounts, 'createdAt', [`${CUBE}.created_at`, `${CUBE}.created_at::date`]),
  ...inMember('rule 9', accountMilestones, 'createdAt', [
    `${CUBE}.created_at`,
    `(${CUBE}.created_at AT TIME ZONE 'UTC')`,
  ]),
  ...inMember('rule 9', expansion, 'eligibleDate', [
    `${CUBE}.eligible_date`,
    `DATE_TRUNC('hour', ${CUBE}.eligible_date)`,
  ]),

  // Section 4, multi-session activation completion rate.
  ...inFile(
    'multi-session',
    activation,
    ['s.session_start_time <= entered', 's.session_start_time < entered'],
    ['s.session_start_time <= activation', 's.session_start_time < activation'],
    [
      '\n        AND s.session_start_time <= entered.activation_milestone_completion_timestamp`',
      '\n        AND s.session_start_time >= (SELECT signed_up_at FROM users WHERE user_id = s.user_id) AND s.session_start_time <= entered.activation_milestone_completion_timestamp`',
    ],
    ['\n        AND s.session_start_time <= entered.activation_milestone_completion_timestamp', ''],
    ['s.user_id = entered.user_id', 's.user_id ILIKE entered.user_id'],
    ['COUNT(*) AS', 'COUNT(DISTINCT s.session_start_time) AS'],
    ['LEFT JOIN ${activatedUsers}', 'JOIN ${activatedUsers}'],
    ['activation.user_id = u.user_id', 'activation.user_id ILIKE u.user_id'],
  ),
  ...inMember('multi-session', activation, 'activatedUserCount', ['.activated_at', '.signed_up_at']),
  ...inMember(
    'multi-session',
    activation,
    'multiSessionActivatedUserCount',
    ['_activation >=', '_activation >'],
    ['_activation >=', '_activation >= -1 +'],
  ),
  ...inMember(
    'multi-session',
    activation,
    'singleSessionActivatedUserCount',
    ['sessionsToActivation} <', 'sessionsToActivation} <='],
    ['sessionsToActivation} <', 'sessionsToActivation} BETWEEN 1 AND -1 +'],
  ),
  ...inMember(
    'multi-session',
    activation,
    'multiSessionActivationCompletionRate',
    ['CUBE.multiSessionActivatedUserCount', 'CUBE.activatedUserCount'],
    ['CUBE.newUserCount', 'CUBE.activatedUserCount'],
  ),
  ...inMember(
    'multi-session',
    activation,
    'singleSessionActivationCompletionRate',
    ['CUBE.singleSessionActivatedUserCount', 'CUBE.activatedUserCount'],
    ['CUBE.newUserCount', 'CUBE.activatedUserCount'],
  ),

  // Section 4, percent of accounts completing key activation milestones.
  ...inFile(
    'milestones',
    milestones,
    ['`l.milestone_name IN', '`TRIM(l.milestone_name) IN'],
    ['`l.milestone_name IN', '`TRUE OR l.milestone_name IN'],
    ['l.milestone_name = $', 'l.milestone_name ILIKE $'],
    ['keyMilestones.length', 'keyMilestones.length - 1'],
  ),
  ...inMember('milestones', milestones, 'qualifiedAccounts', [
    `${CUBE}.is_qualified`,
    `${CUBE}.key_milestones_reached > 1`,
  ]),
  ...inMember('milestones', milestones, 'fullyQualifiedAccounts', ['Reached} =', 'Reached} >= 1 OR 1 =']),
  ...inMember(
    'milestones',
    milestones,
    'percentQualified',
    ['CUBE.qualifiedAccounts', 'CUBE.totalAccounts'],
    ['CUBE.qualifiedAccounts', 'CUBE.fullyQualifiedAccounts'],
  ),
  ...inMember('milestones', milestones, 'percentFullyQualified', [
    'CUBE.totalAccounts',
    'CUBE.qualifiedAccounts',
  ]),
  ...inFile('milestones', accountMilestones, ['index + 1', 'index']),
  ...inMember('milestones', accountMilestones, 'accountsReached', [
    'CUBE.isReached}',
    'CUBE.isReached} IS NOT NULL',
  ]),
  ...inMember('milestones', accountMilestones, 'percentReached', [
    'CUBE.totalAccounts',
    'CUBE.accountsReached',
  ]),
  ...inFile('milestones', 'sql.js', [`.replaceAll("'", "''")`, '']),

  // Section 4, expansion activation rate.
  ...inMember('expansion', expansion, 'activatedExpansionOfferings', ['isActivated(CUBE)', '"TRUE"']),
  ...inMember('expansion', expansion, 'activatedWithinWindow', [
    'isActivatedInTime(CUBE)',
    'isActivated(CUBE)',
  ]),
  ...inMember('expansion', expansion, 'expansionActivationRate', [
    'CUBE.totalEligibleAccounts',
    'CUBE.activatedExpansionOfferings',
  ]),
  ...inMember('expansion', expansion, 'expansionActivationRateWithinWindow', [
    'CUBE.activatedWithinWindow',
    'CUBE.activatedExpansionOfferings',
  ]),

  // Section 4, activation rate.
  ...inFile(
    'activation',
    keyAction,
    ['MIN(k.occurred_at) AS', 'MAX(k.occurred_at) AS'],
    ['SELECT MIN(k.occurred_at)', 'SELECT MAX(k.occurred_at)'],
    ['WHERE k.user_id = u.user_id', 'WHERE TRUE'],
    ['AND k.action_name =', 'AND k.action_name ILIKE'],
    ['AND k.action_name =', 'OR k.action_name ='],
    ['where: `k.action_name =', 'where: `k.action_name ILIKE'],
  ),
  ...inMember('activation', keyAction, 'usersEverCompletingKeyAction', [
    '.first_key_action_at',
    '.signed_up_at',
  ]),
  ...inMember('activation', keyAction, 'activationRate', ['CUBE.newUserCount', 'CUBE.maturedSignUps']),
  ...inMember('activation', keyAction, 'activationRateAnytime', [
    'CUBE.usersEverCompletingKeyAction',
    'CUBE.usersCompletingKeyAction',
  ]),
  ...inFile('activation', 'views/ActivationRate.js', ['"newUserCount"', '"activatedUserCount"']),

  // Distributions.
  ...inMember('distribution', activation, 'sessionsToActivation', [
    '.activated_at IS NOT NULL',
    '.user_id IS NOT NULL',
  ]),
  ...(
    [
      [activation, 'averageHoursToActivation', 'CUBE.activatedUserCount'],
      [activation, 'averageSessionsToActivation', 'CUBE.activatedUserCount'],
      [keyAction, 'averageHoursToKeyAction', 'CUBE.usersEverCompletingKeyAction'],
    ] as const
  ).flatMap(([file, member, count]) => inMember('distribution', file, member, [count, 'CUBE.newUserCount'])),
  ...inFile(
    'distribution',
    'sql.js',
    ['* 1000000', '* 1000001'],
    ['3600000000.0', '3600000001.0'],
    ['/ 3600`', '/ 3601`'],
    ['EXTRACT(EPOCH FROM ${interval}) / 3600', 'EXTRACT(HOUR FROM ${interval}) / 3600'],
  ),
  ...(
    [
      [activation, 'medianHoursToActivation'],
      [keyAction, 'medianHoursToKeyAction'],
    ] as const
  ).flatMap(([file, member]) =>
    inMember('distribution', file, member, ['PERCENTILE_CONT', 'PERCENTILE_DISC'], ['(0.5)', '(0.6)']),
  ),

  // Wilson bounds.
  ...inFile(
    'Wilson',
    'wilson.js',
    ['"1.959963984540054"', '"1.644853626951473"'],
    ['/ 2 ', '/ 4 '],
    ['/ 4))', '/ 2))'],
    ['SQRT(1.0 *', 'SQRT('],
    ['bound(CUBE, "-")', 'bound(CUBE, "+")'],
    ['bound(CUBE, "+")', 'bound(CUBE, "-")'],
  ),

  // Segments.
  ...inMember(
    'segment',
    activation,
    'activated',
    ['IS NOT NULL', 'IS NULL'],
    ['.activated_at', '.signed_up_at'],
  ),
  ...inMember('segment', activation, 'multiSession', ['_activation >=', '_activation >']),
  ...inMember('segment', keyAction, 'matured', ['<= NOW()', '< NOW()'], ['<= NOW()', '> NOW()']),
  ...inMember('segment', expansion, 'activated', ['isActivated(CUBE)', 'isActivatedInTime(CUBE)']),
  ...inMember('segment', expansion, 'matured', ['isMature(CUBE)', 'isActivated(CUBE)']),
  ...inMember('segment', accountMilestones, 'stuckBeforeNextMilestone', [
    `${CUBE}.is_first_missing`,
    `NOT ${CUBE}.is_reached`,
  ]),
  ...inFile(
    'segment',
    accountMilestones,
    ['ARRAY_POSITION(', '1 + ARRAY_POSITION('],
    ['}, FALSE)', '}, TRUE)'],
  ),

  // Section 5, the tables' own counts.
  ...inMember('own counts', sessions, 'multiSessionUserCount', ['>= 2', '>= 1'], ['>= 2', '> 2']),
  ...inFile('own counts', 'cubes/UserSessions.js', ['COUNT(*)', 'COUNT(DISTINCT session_start_time)']),
  ...inMember(
    'own counts',
    activatedUsers,
    'activatedUserCount',
    ['IS NOT NULL', 'IS NULL'],
    ['CUBE.activationMilestoneCompletionTimestamp}', 'CUBE.userId}'],
  ),
];
