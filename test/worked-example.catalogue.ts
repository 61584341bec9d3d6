/**
 * The numbers of the worked example in the KPI catalogue's views: planted by `seeds/worked-example.ts` and counted by
 * hand where it can be done, or else counted by SQL. Those of customers are in a file of their own.
 */
import { numbersOfCustomers } from './worked-example.customers.ts';

/** A number of the worked example. Fractions are written as such. */
export interface ExpectedNumber {
  /** The KPI's place in the catalogue's section 5, where it is one of the list. */
  kpi?: number;
  measure: string;
  /** The slice, in total unless told. */
  where?: Record<string, string | number>;
  expected: number | null;
  /** How it is counted by hand: what counts, and which decoys don't. */
  count: string;
  /** Where no hand can count it: one row with one column, over the source tables. */
  sql?: string;
}

/** Users by their number modulo 20 are 50 for each line of `USES` in the generator. */
const reports = { 'FeatureAdoption.featureName': 'reports' };
const files = { 'FeatureAdoption.featureName': 'files' };
const doing = (actionName: string, times: number) => ({
  'ActivationDrivers.actionName': actionName,
  'ActivationDrivers.times': times,
});
const day = (age: number) => ({ 'ActivationCurve.day': age });

/** Known users with the activation that counts (rules 3 and 5). */
const activated = `activated AS (
  SELECT u.user_id, u.account_id, u.signed_up_at, a.activation_milestone_completion_timestamp AS activated_at
  FROM users AS u JOIN activated_users AS a USING (user_id)
  WHERE a.activation_milestone_completion_timestamp >= u.signed_up_at
)`;

/** Known users with the first key action that counts. */
const acted = `acted AS (
  SELECT u.user_id, u.signed_up_at, MIN(k.occurred_at) AS acted_at
  FROM users AS u JOIN key_actions AS k USING (user_id)
  WHERE k.action_name = 'project_created' AND k.occurred_at >= u.signed_up_at
  GROUP BY u.user_id, u.signed_up_at
)`;

/** Users with a session in their third or fourth week. */
const cameBack = `WITH back AS (
  SELECT DISTINCT u.user_id FROM users AS u JOIN session_history AS s USING (user_id)
  WHERE s.session_start_time >= u.signed_up_at + INTERVAL '336 hours'
    AND s.session_start_time < u.signed_up_at + INTERVAL '672 hours'
)`;

/** Users with so many actions of a name in their first week. */
const doers = (action: string, times: number): string => `
  SELECT u.user_id FROM users AS u JOIN key_actions AS k USING (user_id)
  WHERE k.action_name = '${action}'
    AND k.occurred_at >= u.signed_up_at AND k.occurred_at < u.signed_up_at + INTERVAL '168 hours'
  GROUP BY u.user_id HAVING COUNT(*) >= ${times}`;

const hoursOf = (interval: string): string => `EXTRACT(EPOCH FROM ${interval}) / 3600`;

/** Of `moments` with `user_id` and `at`: how many users had at most so many sessions started by then. */
const withFewSessions = (sessions: number): string => `
  SELECT COUNT(*) FROM moments AS m
  WHERE (SELECT COUNT(*) FROM session_history AS s WHERE s.user_id = m.user_id AND s.session_start_time <= m.at)
    <= ${sessions}`;

export const expectedNumbers: ExpectedNumber[] = [
  {
    kpi: 28,
    measure: 'Onboarding.onboardingCompletionRate',
    expected: 65,
    count: '470 + 180 of 1,000; 28 activations before the sign-up and 12 of unknown users are none.',
  },
  {
    kpi: 40,
    measure: 'Onboarding.onboardingStarted',
    expected: 785,
    count:
      '650 activated, 28 before the sign-up, 107 without a completion: of the 350 never activated every third (117) less the 10 that are among the 28. Unknown users have 15 more.',
  },
  {
    kpi: 40,
    measure: 'Onboarding.activationConversionRate',
    expected: 65000 / 785,
    count: '650 of the 785 who started.',
  },
  {
    kpi: 46,
    measure: 'Onboarding.usersDroppingOff',
    expected: 145,
    count:
      'The 135 who started and never activated, and 10 who did at exactly 14 × 24 h; the 10 a millisecond earlier did not drop off.',
  },
  { kpi: 46, measure: 'Onboarding.dropOffRate', expected: 14500 / 785, count: '145 of the 785 who started.' },
  {
    kpi: 8,
    measure: 'Onboarding.firstSessionCompletionRate',
    expected: 18,
    count:
      '180 of 1,000 had one session by then. The 70 of them who came back count, from a millisecond later on.',
  },
  {
    kpi: 27,
    measure: 'Onboarding.usersConvertingInFirstSession',
    expected: 190,
    count: 'First reports at or after the sign-up with 0 or 1 session by then.',
    sql: `WITH moments AS (
      SELECT u.user_id, MIN(k.occurred_at) AS at FROM users AS u JOIN key_actions AS k USING (user_id)
      WHERE k.action_name = 'report_viewed' AND k.occurred_at >= u.signed_up_at GROUP BY 1
    ) ${withFewSessions(1)}`,
  },
  {
    kpi: 6,
    measure: 'Onboarding.usersUsingCoreFeatureInFirstSessions',
    expected: 380,
    count: 'First uses of files or invitations with at most 3 sessions by then.',
    sql: `WITH moments AS (
      SELECT u.user_id, MIN(k.occurred_at) AS at FROM users AS u JOIN key_actions AS k USING (user_id)
      WHERE k.action_name IN ('file_uploaded', 'file_shared', 'invite_sent') AND k.occurred_at >= u.signed_up_at
      GROUP BY 1
    ) ${withFewSessions(3)}`,
  },
  {
    kpi: 52,
    measure: 'Onboarding.topFeatureEngagementRate',
    expected: 45,
    count:
      'Nine lines of 50 used reports, files or invitations within 7 days: 0, 1, 5, 7, 9, 10, 13, 15, 17. Settings, the fourth, is no top feature; 7 × 24 h and a millisecond before the sign-up are outside.',
  },
  {
    kpi: 23,
    measure: 'Onboarding.averageActionsInFirstSessions',
    expected: 1893 / 965,
    count: 'Over the 965 users with a session; until their fourth session, or without an end.',
    sql: `SELECT AVG(actions) FROM (
      SELECT (
        SELECT COUNT(*) FROM key_actions AS k
        WHERE k.user_id = s.user_id AND k.occurred_at >= s.starts[1]
          AND (s.starts[4] IS NULL OR k.occurred_at < s.starts[4])
      ) AS actions
      FROM (
        SELECT user_id, ARRAY_AGG(session_start_time ORDER BY session_start_time, session_id) AS starts
        FROM session_history WHERE user_id IN (SELECT user_id FROM users) GROUP BY user_id
      ) AS s
    ) AS counted`,
  },
  {
    kpi: 20,
    measure: 'Onboarding.averageHoursToFirstValue',
    expected: 3,
    count: 'Invitations: 50 users after 2 hours, 50 after 4. 25 of them also sent one before the sign-up.',
  },
  { kpi: 20, measure: 'Onboarding.medianHoursToFirstValue', expected: 3, count: 'Halfway between 2 and 4.' },
  {
    kpi: 25,
    measure: 'Onboarding.averageHoursToBasicValue',
    expected: 2,
    count: 'Settings: 50 users after 1 hour, 50 after 3.',
  },
  {
    kpi: 53,
    measure: 'Onboarding.averageHoursToSignificantValue',
    expected: 176,
    count: 'Files shared: 50 users each after 5, 7 and 10 days.',
  },
  { kpi: 53, measure: 'Onboarding.medianHoursToSignificantValue', expected: 168, count: '7 days.' },
  {
    kpi: 49,
    measure: 'Onboarding.averageMinutesToQuickWin',
    expected: 976_435 / 5760,
    count: 'Invitations at or after the start of the first session.',
    sql: `SELECT AVG(EXTRACT(EPOCH FROM won_at - started_at) / 60) FROM (
      SELECT started_at, (
        SELECT MIN(k.occurred_at) FROM key_actions AS k
        WHERE k.user_id = s.user_id AND k.action_name = 'invite_sent' AND k.occurred_at >= started_at
      ) AS won_at
      FROM (SELECT user_id, MIN(session_start_time) AS started_at FROM session_history GROUP BY 1) AS s
      WHERE user_id IN (SELECT user_id FROM users)
    ) AS wins`,
  },
  {
    kpi: 38,
    measure: 'Onboarding.averageHoursFromFirstActionToActivation',
    expected: 194_532_888_993 / 1_411_200_000,
    count: 'Activations at or after the first action that is at or after the sign-up.',
    sql: `WITH ${activated} SELECT AVG(${hoursOf('activated_at - first_at')}) FROM (
      SELECT a.activated_at, (
        SELECT MIN(k.occurred_at) FROM key_actions AS k
        WHERE k.user_id = a.user_id AND k.occurred_at >= a.signed_up_at
      ) AS first_at FROM activated AS a
    ) AS flows WHERE activated_at >= first_at`,
  },
  {
    kpi: 28,
    measure: 'Onboarding.hoursUntilHalfActivated',
    expected: 726_366 / 3600,
    count: 'All were observed to the end, so it is the 500th of the 1,000 users by their wait.',
    sql: `WITH ${activated} SELECT ${hoursOf('activated_at - signed_up_at')} FROM activated
      ORDER BY 1 LIMIT 1 OFFSET 499`,
  },
  {
    kpi: 36,
    measure: 'ActivationRate.hoursUntilQuarterDidKeyAction',
    expected: 24 - 1 / 3_600_000,
    count: '250 of 1,000 did it within the first day, the last three in its last millisecond.',
  },
  {
    kpi: 36,
    measure: 'ActivationRate.hoursUntilHalfDidKeyAction',
    expected: 1_751_373 / 3600,
    count: '480 did it within 14 days and 510 within 30: the 500th.',
    sql: `WITH ${acted} SELECT ${hoursOf('acted_at - signed_up_at')} FROM acted ORDER BY 1 LIMIT 1 OFFSET 499`,
  },
  {
    kpi: 19,
    measure: 'ActivationRate.averageHoursToRepeatKeyAction',
    expected: 143_123_556 / 853_200,
    count: 'From the first key action that counts to the next one later than it.',
    sql: `WITH ${acted} SELECT AVG(${hoursOf('again_at - acted_at')}) FROM (
      SELECT a.acted_at, (
        SELECT MIN(k.occurred_at) FROM key_actions AS k
        WHERE k.user_id = a.user_id AND k.action_name = 'project_created' AND k.occurred_at > a.acted_at
      ) AS again_at FROM acted AS a
    ) AS repeats`,
  },
  ...(
    [
      [0, 25],
      [2, 34],
      [6, 42],
      [13, 48],
      [29, 51],
      [59, 53],
      [90, 53],
    ] as const
  ).map(
    ([age, expected]): ExpectedNumber => ({
      kpi: 36,
      measure: 'ActivationCurve.estimatedShareActivated',
      where: day(age),
      expected,
      count: `Nobody is censored by then, so it is the activation rate within ${age + 1} ${age === 0 ? 'day' : 'days'}.`,
    }),
  ),
  {
    kpi: 36,
    measure: 'ActivationCurve.usersAtRisk',
    where: day(7),
    expected: 580,
    count: '1,000 less the 420 within 7 days; the three at exactly 7 × 24 h are at risk still.',
  },
  {
    kpi: 30,
    measure: 'AfterActivation.followUpEngagementRate',
    expected: 7000 / 650,
    count:
      'Seven lines of 10: across sessions 5, 6, 13, 18, in the first session 0, 1, 2. A session at the moment of the activation is none, nor one at exactly 7 × 24 h.',
  },
  ...(
    [
      ['day7RetentionRate', 50, '7, 8, 9, 13 and 3'],
      ['days7To14RetentionRate', 90, '7 to 11, 13, 18 and 3, 4'],
      ['onOrAfterDay7RetentionRate', 160, '7 to 18 and 3 to 6'],
      ['day30RetentionRate', 30, '13, 15 and 5'],
      ['days30To37RetentionRate', 50, '13, 15, 16, 18 and 5'],
      ['onOrAfterDay30RetentionRate', 70, '13, 15 to 18 and 5, 6'],
    ] as const
  ).map(
    ([measure, users, lines]): ExpectedNumber => ({
      kpi: 39,
      measure: `AfterActivation.${measure}`,
      expected: (100 * users) / 650,
      count: `${users} of 650, in lines of 10: ${lines}. A start of a window is in it, its end is not.`,
    }),
  ),
  {
    kpi: 3,
    measure: 'FeatureAdoption.earlyAdoptionRate',
    expected: 50,
    count: 'Ten lines of 50 used any of the four within 7 days: 0, 1, 5, 7, 9, 10, 13, 15, 17, 19.',
  },
  {
    kpi: 3,
    measure: 'FeatureAdoption.earlyAdoptionRate',
    where: reports,
    expected: 25,
    count: 'Five lines: 1 (at the sign-up), 5, 9, 13, 17. Line 10 viewed one before the sign-up.',
  },
  {
    kpi: 3,
    measure: 'FeatureAdoption.earlyAdoptionRate',
    where: files,
    expected: 20,
    count: 'Four lines: 0, 5 (in the last millisecond), 10, 15. Line 13 shared one at exactly 7 × 24 h.',
  },
  {
    kpi: 9,
    measure: 'FeatureAdoption.explorationRate',
    expected: 57.5,
    count: 'The ten lines, line 3, and half of line 2: its other 25 used reports at exactly 30 × 24 h.',
  },
  {
    kpi: 9,
    measure: 'FeatureAdoption.explorationRate',
    where: reports,
    expected: 27.5,
    count: 'The five lines and 25 of line 2.',
  },
  {
    kpi: 9,
    measure: 'FeatureAdoption.explorationRate',
    where: files,
    expected: 30,
    count: 'Lines 3 and 13 as well.',
  },
  {
    kpi: 47,
    measure: 'FeatureAdoption.averageHoursFromActivationToFirstUse',
    where: reports,
    expected: 99_905_658_968 / 493_200_000,
    count:
      'From the activation to the first report at or after it; some were activated at the sign-up, where line 1 viewed one.',
    sql: `WITH ${activated} SELECT AVG(${hoursOf('used_at - activated_at')}) FROM (
      SELECT a.activated_at, (
        SELECT MIN(k.occurred_at) FROM key_actions AS k
        WHERE k.user_id = a.user_id AND k.action_name = 'report_viewed' AND k.occurred_at >= a.activated_at
      ) AS used_at FROM activated AS a
    ) AS uses`,
  },
  {
    kpi: 5,
    measure: 'FeatureReuse.firstTimeUsers',
    expected: 600,
    count: 'Twelve lines of 50 with a use at or after the sign-up: all of `USES`.',
  },
  {
    kpi: 5,
    measure: 'FeatureReuse.reuseRate',
    expected: 25,
    count:
      'Lines 0 and 1, and half of 9 and 15: 150 of 600. No second use: at exactly 7 × 24 h (5), at the moment of the first (7), after ten days (half of 9 and 15), another feature (5, 9, 13, 17), one before the sign-up (half of 7).',
  },
  {
    kpi: 5,
    measure: 'FeatureReuse.reuseRate',
    where: { 'FeatureReuse.featureName': 'invitations' },
    expected: 0,
    count: 'Nobody of the 100.',
  },
  {
    kpi: 1,
    measure: 'ActiveUsers.usersOfReports',
    expected: 350,
    count: 'Lines 1, 2, 5, 9, 13, 17, and 10, whose use before the sign-up is a use all the same.',
  },
  {
    kpi: 1,
    measure: 'ActiveUsers.usageRateOfReports',
    expected: 35_000 / 991,
    count: 'Of the users with any session or action.',
    sql: `SELECT 35000.0 / COUNT(*) FROM users
      WHERE user_id IN (SELECT user_id FROM session_history UNION SELECT user_id FROM key_actions)`,
  },
  {
    kpi: 2,
    measure: 'AccountActivation.averageFeaturesUsed',
    expected: 421 / 200,
    count: 'Features that known users of an account used within 30 days of its creation.',
    sql: `SELECT AVG(used) FROM (
      SELECT a.id, COUNT(DISTINCT CASE k.action_name
        WHEN 'report_viewed' THEN 1 WHEN 'file_uploaded' THEN 2 WHEN 'file_shared' THEN 2
        WHEN 'invite_sent' THEN 3 WHEN 'settings_changed' THEN 4 END) AS used
      FROM accounts AS a
      LEFT JOIN users AS u ON u.account_id = a.id
      LEFT JOIN key_actions AS k ON k.user_id = u.user_id
        AND k.occurred_at >= a.created_at AND k.occurred_at < a.created_at + INTERVAL '720 hours'
      GROUP BY a.id
    ) AS accounts_used`,
  },
  {
    kpi: 31,
    measure: 'AccountActivation.activationProgressionScore',
    expected: 57,
    count:
      '140 + 110 + 96 milestones less the 4 reached at exactly 30 × 24 h: 342 of 600. Two a millisecond earlier count.',
  },
  {
    kpi: 32,
    measure: 'AccountActivation.taskCompletionRate',
    expected: 73,
    count:
      '150 accounts reached one, 4 of them at exactly 14 × 24 h: 146 of 200. The 3 a millisecond earlier count.',
  },
  {
    kpi: 51,
    measure: 'AccountActivation.accountsWithActivatedTeam',
    expected: 110,
    count: 'Accounts with three users or more whose activation is at or after the creation.',
    sql: `WITH ${activated} SELECT COUNT(*) FROM accounts AS a WHERE (
      SELECT COUNT(*) FROM activated AS u WHERE u.account_id = a.id AND u.activated_at >= a.created_at) >= 3`,
  },
  {
    kpi: 21,
    measure: 'AccountActivation.averageHoursToAllMilestones',
    expected: 528,
    count: 'Of the 84 accounts with all three, 42 have the last after 20 days and 42 after 24.',
  },
  {
    kpi: 21,
    measure: 'AccountActivation.medianHoursToAllMilestones',
    expected: 528,
    count: 'Halfway: 22 days.',
  },
  {
    kpi: 21,
    measure: 'AccountActivation.hoursUntilQuarterReachedAll',
    expected: 576,
    count: 'After 20 days 42 of 200 have all three, 21 %; after 24 days 84, 42 %.',
  },
  {
    kpi: 21,
    measure: 'AccountActivation.hoursUntilHalfReachedAll',
    expected: null,
    count: '84 of 200 are no half, where the plain median is 22 days.',
  },
  {
    kpi: 26,
    measure: 'ExpansionActivationRate.averageHoursToExpansion',
    expected: 60_664_615_996 / 172_800_000,
    count: 'Over the 48 eligibilities of known accounts that were taken up at or after they began.',
    sql: `SELECT AVG(${hoursOf('activation_date - eligible_date')}) FROM expansion_activation
      WHERE account_id IN (SELECT id FROM accounts) AND activation_date >= eligible_date`,
  },
  {
    kpi: 54,
    measure: 'ProductQualifiedAccounts.productQualifiedAccounts',
    expected: 184,
    count: 'Accounts with a key action by a known user of theirs at or after the creation.',
    sql: `SELECT COUNT(DISTINCT a.id) FROM accounts AS a
      JOIN users AS u ON u.account_id = a.id JOIN key_actions AS k USING (user_id)
      WHERE k.action_name = 'project_created' AND k.occurred_at >= a.created_at`,
  },
  {
    kpi: 54,
    measure: 'ProductQualifiedAccounts.averageHoursToQualification',
    expected: 73_585_466_997 / 662_400_000,
    count: 'To the first of these.',
    sql: `SELECT AVG(hours) FROM (
      SELECT MIN(${hoursOf('k.occurred_at - a.created_at')}) AS hours FROM accounts AS a
      JOIN users AS u ON u.account_id = a.id JOIN key_actions AS k USING (user_id)
      WHERE k.action_name = 'project_created' AND k.occurred_at >= a.created_at GROUP BY a.id
    ) AS qualified`,
  },
  {
    kpi: 44,
    measure: 'ProductQualifiedAccounts.customerEngagementScore',
    expected: 0,
    count: 'The example ends in July 2026: nothing is within the 28 days before now.',
  },
  ...(
    [
      ['report_viewed', 1, 250, 'Five lines of 50: 1 (at the sign-up), 5, 9, 13, 17.'],
      ['report_viewed', 2, 75, 'Line 1 and half of line 9 viewed a second one within 7 days.'],
      ['report_viewed', 3, 0, 'Nobody viewed a third one.'],
      ['file_uploaded', 1, 200, 'Four lines: 0, 5 (in the last millisecond), 10, 15.'],
      [
        'file_shared',
        1,
        50,
        'Line 0, after five days; line 13 came at exactly 7 × 24 h, line 3 after ten days.',
      ],
      ['invite_sent', 1, 100, 'Two lines; 25 of them sent one before the sign-up, too.'],
      ['settings_changed', 1, 100, 'Two lines.'],
      ['project_created', 1, 420, 'The 420 of the activation rate; not the three at exactly 7 × 24 h.'],
    ] as const
  ).flatMap(([action, times, users, count]): ExpectedNumber[] => [
    { measure: 'ActivationDrivers.usersDoing', where: doing(action, times), expected: users, count },
    {
      measure: 'ActivationDrivers.reach',
      where: doing(action, times),
      expected: users / 10,
      count: 'Of all 1,000 users, who signed up long ago.',
    },
  ]),
  ...(
    [
      ['report_viewed', 1, 45, 250],
      ['report_viewed', 2, 11, 75],
      ['project_created', 1, 55, 420],
    ] as const
  ).flatMap(([action, times, back, users]): ExpectedNumber[] => [
    {
      measure: 'ActivationDrivers.doersComingBack',
      where: doing(action, times),
      expected: back,
      count: 'Those with a session in the third or fourth week.',
      sql: `${cameBack} SELECT COUNT(*) FROM back JOIN (${doers(action, times)}) AS doers USING (user_id)`,
    },
    {
      measure: 'ActivationDrivers.retentionOfDoers',
      where: doing(action, times),
      expected: (100 * back) / users,
      count: 'Of the doers.',
    },
    {
      measure: 'ActivationDrivers.retentionOfOthers',
      where: doing(action, times),
      expected: (100 * (201 - back)) / (1000 - users),
      count: 'The rest of the 201 who came back, of the rest of the users.',
      sql: `${cameBack} SELECT AVG(CASE WHEN b.user_id IS NULL THEN 0 ELSE 100 END) FROM users AS u LEFT JOIN back AS b USING (user_id)
        WHERE user_id NOT IN (${doers(action, times)})`,
    },
    {
      measure: 'ActivationDrivers.retentionDifference',
      where: doing(action, times),
      expected: (100 * back) / users - (100 * (201 - back)) / (1000 - users),
      count: 'The one less the other.',
    },
  ]),
  {
    measure: 'ActivationDrivers.retentionOfDoers',
    where: doing('report_viewed', 3),
    expected: null,
    count: 'Of nobody.',
  },
  {
    measure: 'ActivationDrivers.retentionDifferenceLow',
    where: doing('report_viewed', 3),
    expected: null,
    count: 'One side is nobody.',
  },
  ...numbersOfCustomers,
];
