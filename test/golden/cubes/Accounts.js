// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
cube('Accounts', {
  sqlAlias: 'accounts',
  sql: `
    WITH
      units_asked_for AS NOT MATERIALIZED (
        SELECT unit.id, unit.created_at
        FROM accounts AS unit
        WHERE ${FILTER_PARAMS.Accounts.createdAt.filter('unit.created_at')}
          AND ${FILTER_PARAMS.Accounts.id.filter('unit.id')}
      ),
      of_milestone_completion_logs AS NOT MATERIALIZED (
        SELECT
          unit.id AS unit_id,
          MIN(event.completion_date) FILTER (WHERE event.milestone_name = 'workspace_created') AS milestone1_at,
          MIN(event.completion_date) FILTER (WHERE event.milestone_name = 'teammate_invited') AS milestone2_at,
          MIN(event.completion_date) FILTER (WHERE event.milestone_name = 'first_message_sent') AS milestone3_at
        FROM units_asked_for AS unit
        JOIN milestone_completion_logs AS event
          ON event.account_id = unit.id
        WHERE event.milestone_name IN ('workspace_created', 'teammate_invited', 'first_message_sent')
          AND event.completion_date >= unit.created_at
        GROUP BY unit.id
      ),
      of_activated_users AS NOT MATERIALIZED (
        SELECT
          unit.id AS unit_id,
          COUNT(DISTINCT event.user_id) AS users_activated
        FROM units_asked_for AS unit
        JOIN users AS member
          ON member.account_id = unit.id
        JOIN activated_users AS event
          ON event.user_id = member.user_id
          AND event.activation_milestone_completion_timestamp >= member.signed_up_at
        WHERE event.activation_milestone_completion_timestamp >= unit.created_at
        GROUP BY unit.id
      ),
      of_key_actions AS NOT MATERIALIZED (
        SELECT
          unit.id AS unit_id,
          MIN(event.occurred_at) FILTER (WHERE event.action_name = 'report_viewed') AS feature1_used_at,
          MIN(event.occurred_at) FILTER (WHERE event.action_name IN ('file_uploaded', 'file_shared')) AS feature2_used_at,
          MIN(event.occurred_at) FILTER (WHERE event.action_name = 'invite_sent') AS feature3_used_at,
          MIN(event.occurred_at) FILTER (WHERE event.action_name = 'settings_changed') AS feature4_used_at
        FROM units_asked_for AS unit
        JOIN users AS member
          ON member.account_id = unit.id
        JOIN key_actions AS event
          ON event.user_id = member.user_id
        WHERE event.action_name IN ('report_viewed', 'file_uploaded', 'file_shared', 'invite_sent', 'settings_changed')
          AND event.occurred_at >= unit.created_at
        GROUP BY unit.id
      ),
      of_key_actions_of_headline AS NOT MATERIALIZED (
        SELECT
          unit.id AS unit_id,
          MIN(event.occurred_at) AS qualification1_at
        FROM units_asked_for AS unit
        JOIN users AS member
          ON member.account_id = unit.id
        JOIN key_actions AS event
          ON event.user_id = member.user_id
        WHERE event.action_name = 'project_created'
          AND event.occurred_at >= unit.created_at
        GROUP BY unit.id
      ),
      of_payments AS NOT MATERIALIZED (
        SELECT
          unit.id AS unit_id,
          MIN(event.paid_at) FILTER (WHERE event.amount > 0) AS converted_at,
          CASE
            WHEN COUNT(*) = COUNT(DISTINCT event.id)
              THEN SUM(event.amount)
            ELSE (
              SELECT SUM(amount)
              FROM (
                SELECT MIN(amount) AS amount
                FROM UNNEST(ARRAY_AGG(event.id), ARRAY_AGG(event.amount)) AS repeated (id, amount)
                GROUP BY id
              ) AS told_apart
            )
          END AS paid_once_qualified
        FROM units_asked_for AS unit
        LEFT JOIN of_key_actions_of_headline
          ON of_key_actions_of_headline.unit_id = unit.id
        JOIN payments AS event
          ON event.account_id = unit.id
        WHERE event.currency = 'USD'
          AND event.paid_at >= of_key_actions_of_headline.qualification1_at
        GROUP BY unit.id
      ),
      of_session_history_lately AS NOT MATERIALIZED (
        SELECT
          unit.id AS unit_id,
          COUNT(DISTINCT event.session_id) AS engagement1
        FROM units_asked_for AS unit
        JOIN users AS member
          ON member.account_id = unit.id
        JOIN session_history AS event
          ON event.user_id = member.user_id
        WHERE event.session_start_time >= NOW() - INTERVAL '672 hours'
          AND event.session_start_time < NOW()
        GROUP BY unit.id
      ),
      of_key_actions_lately AS NOT MATERIALIZED (
        SELECT
          unit.id AS unit_id,
          COUNT(DISTINCT event.id) AS engagement2
        FROM units_asked_for AS unit
        JOIN users AS member
          ON member.account_id = unit.id
        JOIN key_actions AS event
          ON event.user_id = member.user_id
        WHERE event.action_name = 'project_created'
          AND event.occurred_at >= NOW() - INTERVAL '672 hours'
          AND event.occurred_at < NOW()
        GROUP BY unit.id
      )
    SELECT
      unit.id,
      unit.created_at,
      unit.product_plan,
      unit.plan_tier,
      unit.use_case,
      unit.user_type,
      LEAST(of_milestone_completion_logs.milestone1_at, of_milestone_completion_logs.milestone2_at, of_milestone_completion_logs.milestone3_at) AS tasks_completed_at,
      of_activated_users.users_activated,
      NUM_NONNULLS(
        CASE WHEN of_milestone_completion_logs.milestone1_at < unit.created_at + INTERVAL '720 hours' THEN of_milestone_completion_logs.milestone1_at END,
        CASE WHEN of_milestone_completion_logs.milestone2_at < unit.created_at + INTERVAL '720 hours' THEN of_milestone_completion_logs.milestone2_at END,
        CASE WHEN of_milestone_completion_logs.milestone3_at < unit.created_at + INTERVAL '720 hours' THEN of_milestone_completion_logs.milestone3_at END
      ) AS key_milestones_in_time,
      NUM_NONNULLS(
        CASE WHEN of_key_actions.feature1_used_at < unit.created_at + INTERVAL '720 hours' THEN of_key_actions.feature1_used_at END,
        CASE WHEN of_key_actions.feature2_used_at < unit.created_at + INTERVAL '720 hours' THEN of_key_actions.feature2_used_at END,
        CASE WHEN of_key_actions.feature3_used_at < unit.created_at + INTERVAL '720 hours' THEN of_key_actions.feature3_used_at END,
        CASE WHEN of_key_actions.feature4_used_at < unit.created_at + INTERVAL '720 hours' THEN of_key_actions.feature4_used_at END
      ) AS features_used_in_time,
      CASE WHEN NUM_NULLS(of_milestone_completion_logs.milestone1_at, of_milestone_completion_logs.milestone2_at, of_milestone_completion_logs.milestone3_at) = 0 THEN GREATEST(of_milestone_completion_logs.milestone1_at, of_milestone_completion_logs.milestone2_at, of_milestone_completion_logs.milestone3_at) END AS all_milestones_reached_at,
      NUM_NONNULLS(of_milestone_completion_logs.milestone1_at, of_milestone_completion_logs.milestone2_at, of_milestone_completion_logs.milestone3_at) AS key_milestones_reached,
      of_key_actions_of_headline.qualification1_at AS qualified_at,
      of_payments.converted_at,
      of_payments.paid_once_qualified,
      of_session_history_lately.engagement1,
      of_key_actions_lately.engagement2
    FROM accounts AS unit
    LEFT JOIN of_milestone_completion_logs
      ON of_milestone_completion_logs.unit_id = unit.id
    LEFT JOIN of_activated_users
      ON of_activated_users.unit_id = unit.id
    LEFT JOIN of_key_actions
      ON of_key_actions.unit_id = unit.id
    LEFT JOIN of_key_actions_of_headline
      ON of_key_actions_of_headline.unit_id = unit.id
    LEFT JOIN of_payments
      ON of_payments.unit_id = unit.id
    LEFT JOIN of_session_history_lately
      ON of_session_history_lately.unit_id = unit.id
    LEFT JOIN of_key_actions_lately
      ON of_key_actions_lately.unit_id = unit.id`,
  title: 'Accounts',
  description: 'New accounts, with the key activation milestones they reached.',
  meta: { overAllUnits: true },
  accessPolicy: [
    {
      group: 'admin',
      memberLevel: { includes: '*' },
      rowLevel: { allowAll: true },
    },
    {
      group: 'analyst',
      memberLevel: { includes: '*' },
      rowLevel: { allowAll: true },
    },
    {
      group: 'account',
      memberLevel: { includes: '*' },
      rowLevel: {
        filters: [
          {
            or: [
              {
                member: () => 'id',
                operator: 'equals',
                values: (securityContext) => securityContext.account_ids,
              },
              { member: () => 'id', operator: 'notSet' },
            ],
          },
        ],
      },
    },
  ],
  dimensions: {
    id: {
      sql: `${CUBE}.id`,
      type: 'string',
      title: 'Account',
      description: "The account's identifier.",
      primaryKey: true,
      public: true,
    },
    createdAt: {
      sql: `${CUBE}.created_at`,
      type: 'time',
      title: 'Created at',
      description: 'When the account was created: the time dimension of the account cohorts.',
    },
    productPlan: {
      sql: `CAST(${CUBE}.product_plan AS TEXT)`,
      type: 'string',
      title: 'Product plan',
      description: "The account's product plan; empty where it isn't known.",
    },
    planTier: {
      sql: `CAST(${CUBE}.plan_tier AS TEXT)`,
      type: 'string',
      title: 'Plan tier',
      description: "The tier of the account's plan; empty where it isn't known.",
    },
    useCase: {
      sql: `CAST(${CUBE}.use_case AS TEXT)`,
      type: 'string',
      title: 'Use case',
      description: "What the account uses the product for; empty where it isn't known.",
    },
    userType: {
      sql: `CAST(${CUBE}.user_type AS TEXT)`,
      type: 'string',
      title: 'User type',
      description: "The type of the account's users; empty where it isn't known.",
    },
    keyMilestonesReached: {
      sql: `${CUBE}.key_milestones_reached`,
      type: 'number',
      title: 'Key milestones reached',
      description: 'How many of the 3 key milestones the account reached, at or after its creation.',
    },
  },
  measures: {
    totalAccounts: {
      type: 'count',
      title: 'Accounts',
      description: 'How many accounts were created.',
      meta: { unit: 'accounts' },
      drillMembers: [CUBE.id, CUBE.createdAt, CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
    },
    accountsCompletingTasks: {
      type: 'count',
      filters: [{ sql: `${CUBE}.tasks_completed_at < ${CUBE}.created_at + INTERVAL '336 hours'` }],
      title: 'Accounts completing the tasks',
      description: 'How many of the accounts reached at least 1 key milestone at or after the creation and less than 14 × 24 hours later.',
      meta: { unit: 'accounts' },
      drillMembers: [CUBE.id, CUBE.createdAt, CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
    },
    taskCompletionRate: {
      sql: `100.0 * ${CUBE.accountsCompletingTasks} / NULLIF(${CUBE.totalAccounts}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        windowDays: 14,
        above: 'accountsCompletingTasks',
        below: 'totalAccounts',
      },
      title: 'Task completion rate (%)',
      description: 'Of the accounts, the percentage that reached at least 1 key milestone at or after the creation and less than 14 × 24 hours later. Young cohorts count in full: see the matured rate.',
    },
    taskCompletionRateLow: {
      sql: `CASE WHEN ${CUBE.totalAccounts} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.accountsCompletingTasks} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.accountsCompletingTasks} * (${CUBE.totalAccounts} - ${CUBE.accountsCompletingTasks}) / ${CUBE.totalAccounts} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.totalAccounts} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Task completion rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    taskCompletionRateHigh: {
      sql: `CASE WHEN ${CUBE.totalAccounts} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.accountsCompletingTasks} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.accountsCompletingTasks} * (${CUBE.totalAccounts} - ${CUBE.accountsCompletingTasks}) / ${CUBE.totalAccounts} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.totalAccounts} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Task completion rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    maturedAccounts: {
      type: 'count',
      filters: [{ sql: `${CUBE}.created_at + INTERVAL '336 hours' <= NOW()` }],
      title: 'Matured accounts',
      description: 'How many of the accounts had their full 14 × 24 hours by now.',
      meta: { unit: 'accounts' },
      drillMembers: [CUBE.id, CUBE.createdAt, CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
    },
    maturedAccountsCompletingTasks: {
      type: 'count',
      filters: [
        { sql: `${CUBE}.created_at + INTERVAL '336 hours' <= NOW()` },
        { sql: `${CUBE}.tasks_completed_at < ${CUBE}.created_at + INTERVAL '336 hours'` },
      ],
      title: 'Matured accounts completing the tasks',
      description: 'How many of those that had their full 14 × 24 hours by now reached at least 1 key milestone at or after the creation and less than 14 × 24 hours later.',
      meta: { unit: 'accounts' },
      drillMembers: [CUBE.id, CUBE.createdAt, CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
    },
    maturedTaskCompletionRate: {
      sql: `100.0 * ${CUBE.maturedAccountsCompletingTasks} / NULLIF(${CUBE.maturedAccounts}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        windowDays: 14,
        above: 'maturedAccountsCompletingTasks',
        below: 'maturedAccounts',
      },
      title: 'Matured task completion rate (%)',
      description: "The rate over the accounts that had their full 14 × 24 hours by now; it doesn't make a young cohort look bad.",
    },
    accountsWithActivatedTeam: {
      type: 'count',
      filters: [{ sql: `${CUBE}.users_activated >= 3` }],
      title: 'Accounts with an activated team',
      description: "How many of the accounts have at least 3 users who completed the activation flow, each at or after their own sign-up and the account's creation.",
      meta: { unit: 'accounts' },
      drillMembers: [CUBE.id, CUBE.createdAt, CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
    },
    activatedTeamRate: {
      sql: `100.0 * ${CUBE.accountsWithActivatedTeam} / NULLIF(${CUBE.totalAccounts}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        above: 'accountsWithActivatedTeam',
        below: 'totalAccounts',
      },
      title: 'Activated team rate (%)',
      description: "Of the accounts, the percentage that have at least 3 users who completed the activation flow, each at or after their own sign-up and the account's creation.",
    },
    activatedTeamRateLow: {
      sql: `CASE WHEN ${CUBE.totalAccounts} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.accountsWithActivatedTeam} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.accountsWithActivatedTeam} * (${CUBE.totalAccounts} - ${CUBE.accountsWithActivatedTeam}) / ${CUBE.totalAccounts} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.totalAccounts} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Activated team rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    activatedTeamRateHigh: {
      sql: `CASE WHEN ${CUBE.totalAccounts} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.accountsWithActivatedTeam} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.accountsWithActivatedTeam} * (${CUBE.totalAccounts} - ${CUBE.accountsWithActivatedTeam}) / ${CUBE.totalAccounts} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.totalAccounts} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Activated team rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    totalKeyMilestonesInTime: { type: 'sum', sql: `${CUBE}.key_milestones_in_time`, public: false },
    activationProgressionScore: {
      type: 'number',
      sql: `100.0 * ${CUBE.totalKeyMilestonesInTime} / NULLIF(3 * ${CUBE.totalAccounts}, 0)`,
      title: 'Activation progression score (%)',
      description: 'The percentage of the 3 key milestones that an account reached at or after its creation and less than 30 × 24 hours later, on average over all new accounts. Young cohorts count in full.',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100', direction: 'higher is better' },
    },
    totalFeaturesUsedInTime: { type: 'sum', sql: `${CUBE}.features_used_in_time`, public: false },
    averageFeaturesUsed: {
      type: 'number',
      sql: `1.0 * ${CUBE.totalFeaturesUsedInTime} / NULLIF(${CUBE.totalAccounts}, 0)`,
      title: 'Average features used',
      description: "How many of the 4 features an account's users used at or after its creation and less than 30 × 24 hours later, on average over all new accounts: one that used none counts as 0. Young cohorts count in full.",
      format: ',.2f',
      meta: { unit: 'features' },
    },
    countedHoursToAllMilestones: {
      type: 'count',
      filters: [{ sql: `${CUBE}.all_milestones_reached_at IS NOT NULL` }],
      public: false,
    },
    microsecondsToAllMilestones: {
      type: 'sum',
      sql: `CAST(EXTRACT(EPOCH FROM ${CUBE}.all_milestones_reached_at - ${CUBE}.created_at) * 1000000 AS BIGINT)`,
      public: false,
    },
    averageHoursToAllMilestones: {
      type: 'number',
      sql: `${CUBE.microsecondsToAllMilestones} / NULLIF(3600000000.0 * ${CUBE.countedHoursToAllMilestones}, 0)`,
      title: 'Average hours to all key milestones',
      description: 'Average hours from the creation to the latest of the first completions of all 3 key milestones, over the accounts that reached them all, whenever that was. The others are left out: see the hours until a quarter and a half.',
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    medianHoursToAllMilestones: {
      type: 'number',
      sql: `PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY EXTRACT(EPOCH FROM ${CUBE}.all_milestones_reached_at - ${CUBE}.created_at) / 3600)`,
      title: 'Median hours to all key milestones',
      description: 'Median hours from the creation to the latest of the first completions of all 3 key milestones, over the accounts that reached them all, whenever that was. The others are left out: see the hours until a quarter and a half.',
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    hoursUntilQuarterReachedAll: {
      type: 'number',
      sql: `
        (
          SELECT MIN(microseconds) / 3600000000.0
          FROM (
            SELECT
              wait / 2 AS microseconds,
              EXP(SUM(LN(GREATEST(waiting - 1, 1e-9) / waiting)) FILTER (WHERE wait % 2 = 0) OVER (ORDER BY wait ROWS UNBOUNDED PRECEDING)) AS left_over
            FROM (
              SELECT wait, CAST(COUNT(*) OVER () - ROW_NUMBER() OVER (ORDER BY wait) + 1 AS DOUBLE PRECISION) AS waiting
              FROM UNNEST(ARRAY_AGG(
                2 * CAST(EXTRACT(EPOCH FROM LEAST(${CUBE}.all_milestones_reached_at, NOW()) - ${CUBE}.created_at) * 1000000 AS BIGINT)
                  + CASE WHEN ${CUBE}.all_milestones_reached_at <= NOW() THEN 0 ELSE 1 END
              ) FILTER (WHERE ${CUBE}.created_at <= NOW())) AS wait
            ) AS waits
          ) AS estimate
          WHERE left_over <= 0.75 + 1e-9
        )`,
      title: 'Hours until a quarter reached all key milestones',
      description: "Hours from the creation by which a quarter of the accounts reached all 3 key milestones, by the Kaplan–Meier estimate over all of them: those who haven't are known to have waited until now, so that it isn't better for leaving them out. Empty where it isn't a quarter yet. Who starts in the future is left out.",
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    hoursUntilHalfReachedAll: {
      type: 'number',
      sql: `
        (
          SELECT MIN(microseconds) / 3600000000.0
          FROM (
            SELECT
              wait / 2 AS microseconds,
              EXP(SUM(LN(GREATEST(waiting - 1, 1e-9) / waiting)) FILTER (WHERE wait % 2 = 0) OVER (ORDER BY wait ROWS UNBOUNDED PRECEDING)) AS left_over
            FROM (
              SELECT wait, CAST(COUNT(*) OVER () - ROW_NUMBER() OVER (ORDER BY wait) + 1 AS DOUBLE PRECISION) AS waiting
              FROM UNNEST(ARRAY_AGG(
                2 * CAST(EXTRACT(EPOCH FROM LEAST(${CUBE}.all_milestones_reached_at, NOW()) - ${CUBE}.created_at) * 1000000 AS BIGINT)
                  + CASE WHEN ${CUBE}.all_milestones_reached_at <= NOW() THEN 0 ELSE 1 END
              ) FILTER (WHERE ${CUBE}.created_at <= NOW())) AS wait
            ) AS waits
          ) AS estimate
          WHERE left_over <= 0.5 + 1e-9
        )`,
      title: 'Hours until half reached all key milestones',
      description: "Hours from the creation by which half of the accounts reached all 3 key milestones, by the Kaplan–Meier estimate over all of them: those who haven't are known to have waited until now, so that it isn't better for leaving them out. Empty where it isn't half yet. Who starts in the future is left out.",
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    qualifiedAccounts: {
      type: 'count',
      filters: [{ sql: `${CUBE}.key_milestones_reached >= 1` }],
      title: 'Qualified accounts',
      description: 'How many of the new accounts reached at least one key milestone.',
      meta: { unit: 'accounts' },
      drillMembers: [CUBE.id, CUBE.createdAt, CUBE.keyMilestonesReached],
    },
    percentQualified: {
      sql: `100.0 * ${CUBE.qualifiedAccounts} / NULLIF(${CUBE.totalAccounts}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        above: 'qualifiedAccounts',
        below: 'totalAccounts',
      },
      title: 'Accounts completing a key milestone (%)',
      description: 'Of the new accounts, the percentage that reached at least one key milestone.',
    },
    percentQualifiedLow: {
      sql: `CASE WHEN ${CUBE.totalAccounts} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.qualifiedAccounts} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.qualifiedAccounts} * (${CUBE.totalAccounts} - ${CUBE.qualifiedAccounts}) / ${CUBE.totalAccounts} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.totalAccounts} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Accounts completing a key milestone, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    percentQualifiedHigh: {
      sql: `CASE WHEN ${CUBE.totalAccounts} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.qualifiedAccounts} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.qualifiedAccounts} * (${CUBE.totalAccounts} - ${CUBE.qualifiedAccounts}) / ${CUBE.totalAccounts} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.totalAccounts} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Accounts completing a key milestone, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    fullyQualifiedAccounts: {
      type: 'count',
      filters: [{ sql: `${CUBE}.key_milestones_reached >= 3` }],
      title: 'Fully qualified accounts',
      description: 'How many of the new accounts reached all 3 key milestones.',
      meta: { unit: 'accounts' },
      drillMembers: [CUBE.id, CUBE.createdAt, CUBE.keyMilestonesReached],
    },
    percentFullyQualified: {
      sql: `100.0 * ${CUBE.fullyQualifiedAccounts} / NULLIF(${CUBE.totalAccounts}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        above: 'fullyQualifiedAccounts',
        below: 'totalAccounts',
      },
      title: 'Accounts completing all key milestones (%)',
      description: 'Of the new accounts, the percentage that reached all 3 key milestones.',
    },
    productQualifiedAccounts: {
      type: 'count',
      filters: [{ sql: `${CUBE}.qualified_at IS NOT NULL` }],
      title: 'Product-qualified accounts',
      description: "How many of the accounts qualified: their users did `project_created`, at or after the account's creation.",
      meta: { unit: 'accounts' },
      drillMembers: [CUBE.id, CUBE.createdAt, CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
    },
    qualificationRate: {
      sql: `100.0 * ${CUBE.productQualifiedAccounts} / NULLIF(${CUBE.totalAccounts}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        above: 'productQualifiedAccounts',
        below: 'totalAccounts',
      },
      title: 'Qualification rate (%)',
      description: "Of the accounts, the percentage that qualified: their users did `project_created`, at or after the account's creation.",
    },
    qualificationRateLow: {
      sql: `CASE WHEN ${CUBE.totalAccounts} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.productQualifiedAccounts} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.productQualifiedAccounts} * (${CUBE.totalAccounts} - ${CUBE.productQualifiedAccounts}) / ${CUBE.totalAccounts} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.totalAccounts} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Qualification rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    qualificationRateHigh: {
      sql: `CASE WHEN ${CUBE.totalAccounts} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.productQualifiedAccounts} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.productQualifiedAccounts} * (${CUBE.totalAccounts} - ${CUBE.productQualifiedAccounts}) / ${CUBE.totalAccounts} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.totalAccounts} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Qualification rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    countedHoursToQualification: {
      type: 'count',
      filters: [{ sql: `${CUBE}.qualified_at IS NOT NULL` }],
      public: false,
    },
    microsecondsToQualification: {
      type: 'sum',
      sql: `CAST(EXTRACT(EPOCH FROM ${CUBE}.qualified_at - ${CUBE}.created_at) * 1000000 AS BIGINT)`,
      public: false,
    },
    averageHoursToQualification: {
      type: 'number',
      sql: `${CUBE.microsecondsToQualification} / NULLIF(3600000000.0 * ${CUBE.countedHoursToQualification}, 0)`,
      title: 'Average hours to the qualification',
      description: "Average hours from the creation to the moment by which the account's users had done `project_created`, over the qualified accounts, whenever that was. The others are left out.",
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    medianHoursToQualification: {
      type: 'number',
      sql: `PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY EXTRACT(EPOCH FROM ${CUBE}.qualified_at - ${CUBE}.created_at) / 3600)`,
      title: 'Median hours to the qualification',
      description: "Median hours from the creation to the moment by which the account's users had done `project_created`, over the qualified accounts, whenever that was. The others are left out.",
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    convertedAccounts: {
      type: 'count',
      filters: [{ sql: `${CUBE}.converted_at IS NOT NULL` }],
      title: 'Converted accounts',
      description: 'How many of the product-qualified accounts paid in USD, at or after the qualification; a refund is no payment.',
      meta: { unit: 'accounts' },
      drillMembers: [CUBE.id, CUBE.createdAt, CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
    },
    totalPaidOnceQualified: {
      type: 'sum',
      sql: `COALESCE(${CUBE}.paid_once_qualified, 0)`,
      filters: [{ sql: `${CUBE}.converted_at IS NOT NULL` }],
      public: false,
    },
    lifetimeValueOfConverted: {
      type: 'number',
      sql: `1.0 * ${CUBE.totalPaidOnceQualified} / NULLIF(${CUBE.convertedAccounts}, 0)`,
      title: 'Lifetime value of converted accounts (USD)',
      description: 'What the converted accounts paid in USD from their qualification on, refunds taken off, on average over them. Money, not a percentage. It grows as time goes by. Payments in other currencies are left out.',
      format: ',.2f',
      meta: { unit: 'USD' },
    },
    customerEngagementScore: {
      type: 'number',
      sql: `AVG(100 * (1 * LEAST(1.0 * COALESCE(${CUBE}.engagement1, 0) / 10, 1) + 1 * LEAST(1.0 * COALESCE(${CUBE}.engagement2, 0) / 5, 1)) / (1 + 1)) FILTER (WHERE ${CUBE}.created_at + INTERVAL '672 hours' <= NOW())`,
      title: 'Customer engagement score (0 to 100)',
      description: 'Of the accounts created at least 28 × 24 hours ago, the average of what their users did in the 28 × 24 hours before now: sessions, where 10 or more are the most, with weight 1; `project_created`, where 5 or more are the most, with weight 1. It is of today for every cohort, and changes as time goes by.',
      format: '.2f',
      meta: { unit: 'points', scale: '0 to 100', direction: 'higher is better' },
    },
  },
  preAggregations: {
    monthly: {
      type: 'rollup',
      sqlAlias: 'r1',
      measures: [
        CUBE.totalAccounts,
        CUBE.accountsCompletingTasks,
        CUBE.maturedAccounts,
        CUBE.maturedAccountsCompletingTasks,
        CUBE.accountsWithActivatedTeam,
        CUBE.totalKeyMilestonesInTime,
        CUBE.totalFeaturesUsedInTime,
        CUBE.countedHoursToAllMilestones,
        CUBE.microsecondsToAllMilestones,
        CUBE.qualifiedAccounts,
        CUBE.fullyQualifiedAccounts,
        CUBE.productQualifiedAccounts,
        CUBE.countedHoursToQualification,
        CUBE.microsecondsToQualification,
        CUBE.convertedAccounts,
        CUBE.totalPaidOnceQualified,
      ],
      dimensions: [CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
      timeDimension: CUBE.createdAt,
      granularity: 'month',
      allowNonStrictDateRangeMatch: false,
      partitionGranularity: 'month',
      buildRangeStart: { sql: `SELECT MIN(cohort.created_at) FROM accounts AS cohort` },
      buildRangeEnd: { sql: `SELECT MAX(cohort.created_at) FROM accounts AS cohort` },
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.created_at + INTERVAL '336 hours' <= NOW()) AS settled_after_14_days
          FROM (
            SELECT unit.id, unit.created_at, unit.product_plan, unit.plan_tier, unit.use_case, unit.user_type, unit.tasks_completed_at, unit.users_activated, unit.key_milestones_in_time, unit.features_used_in_time, unit.all_milestones_reached_at, unit.key_milestones_reached, unit.qualified_at, unit.converted_at, unit.paid_once_qualified
            FROM ${Accounts.sql()} AS unit
          ) AS cohort
          WHERE ${FILTER_PARAMS.Accounts.createdAt.filter('cohort.created_at')}`,
      },
    },
    daily: {
      type: 'rollup',
      sqlAlias: 'r2',
      measures: [
        CUBE.totalAccounts,
        CUBE.accountsCompletingTasks,
        CUBE.maturedAccounts,
        CUBE.maturedAccountsCompletingTasks,
        CUBE.accountsWithActivatedTeam,
        CUBE.totalKeyMilestonesInTime,
        CUBE.totalFeaturesUsedInTime,
        CUBE.countedHoursToAllMilestones,
        CUBE.microsecondsToAllMilestones,
        CUBE.qualifiedAccounts,
        CUBE.fullyQualifiedAccounts,
        CUBE.productQualifiedAccounts,
        CUBE.countedHoursToQualification,
        CUBE.microsecondsToQualification,
        CUBE.convertedAccounts,
        CUBE.totalPaidOnceQualified,
      ],
      dimensions: [CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
      timeDimension: CUBE.createdAt,
      granularity: 'day',
      allowNonStrictDateRangeMatch: false,
      partitionGranularity: 'month',
      buildRangeStart: { sql: `SELECT MIN(cohort.created_at) FROM accounts AS cohort` },
      buildRangeEnd: { sql: `SELECT MAX(cohort.created_at) FROM accounts AS cohort` },
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.created_at + INTERVAL '336 hours' <= NOW()) AS settled_after_14_days
          FROM (
            SELECT unit.id, unit.created_at, unit.product_plan, unit.plan_tier, unit.use_case, unit.user_type, unit.tasks_completed_at, unit.users_activated, unit.key_milestones_in_time, unit.features_used_in_time, unit.all_milestones_reached_at, unit.key_milestones_reached, unit.qualified_at, unit.converted_at, unit.paid_once_qualified
            FROM ${Accounts.sql()} AS unit
          ) AS cohort
          WHERE ${FILTER_PARAMS.Accounts.createdAt.filter('cohort.created_at')}`,
      },
    },
  },
});
