// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
cube('TrialAccounts', {
  sqlAlias: 'trials',
  sql: `
    WITH
      cohort_rows AS NOT MATERIALIZED (
        SELECT DISTINCT ON (account.id)
          account.id, account.created_at, account.product_plan, account.plan_tier, account.use_case, account.user_type, trial.plan, trial.started_at AS trial_started_at, trial.ended_at AS trial_ended_at
        FROM accounts AS account
        JOIN subscriptions AS trial
          ON trial.account_id = account.id AND trial.kind = 'trial' AND trial.started_at >= account.created_at
        ORDER BY account.id, trial.started_at, trial.id COLLATE "C"
      ),
      units_asked_for AS NOT MATERIALIZED (
        SELECT unit.id, unit.plan, unit.trial_ended_at, unit.created_at, unit.trial_started_at
        FROM cohort_rows AS unit
        WHERE ${FILTER_PARAMS.TrialAccounts.trialStartedAt.filter('unit.trial_started_at')}
          AND ${FILTER_PARAMS.TrialAccounts.id.filter('unit.id')}
      ),
      members_with_engaged_trial_users AS NOT MATERIALIZED (
        SELECT unit_id, COUNT(*) AS engaged_trial_users
        FROM (
          SELECT unit.id AS unit_id
          FROM units_asked_for AS unit
          JOIN users AS member
            ON member.account_id = unit.id
          JOIN key_actions AS event
            ON event.user_id = member.user_id
          WHERE member.signed_up_at < COALESCE(unit.trial_ended_at, 'infinity')
            AND event.occurred_at >= unit.trial_started_at
            AND event.occurred_at < COALESCE(unit.trial_ended_at, 'infinity')
          GROUP BY unit.id, member.user_id
          HAVING COUNT(DISTINCT event.id) >= 3
        ) AS member
        GROUP BY unit_id
      ),
      of_users AS NOT MATERIALIZED (
        SELECT
          unit.id AS unit_id,
          COUNT(DISTINCT event.user_id) AS trial_users
        FROM units_asked_for AS unit
        JOIN users AS event
          ON event.account_id = unit.id
        WHERE event.signed_up_at < COALESCE(unit.trial_ended_at, 'infinity')
        GROUP BY unit.id
      ),
      of_key_actions_of_headline AS NOT MATERIALIZED (
        SELECT
          unit.id AS unit_id,
          MIN(event.occurred_at) AS trial_action1_at
        FROM units_asked_for AS unit
        JOIN users AS member
          ON member.account_id = unit.id
        JOIN key_actions AS event
          ON event.user_id = member.user_id
        WHERE event.action_name = 'project_created'
          AND event.occurred_at >= unit.trial_started_at
          AND event.occurred_at < COALESCE(unit.trial_ended_at, 'infinity')
        GROUP BY unit.id
      ),
      of_payments AS NOT MATERIALIZED (
        SELECT
          unit.id AS unit_id,
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
          END AS trial_revenue
        FROM units_asked_for AS unit
        JOIN payments AS event
          ON event.account_id = unit.id
        WHERE event.currency = 'USD'
          AND event.paid_at >= unit.trial_started_at
          AND event.paid_at < unit.trial_started_at + INTERVAL '2160 hours'
        GROUP BY unit.id
      )
    SELECT
      unit.id,
      unit.plan,
      unit.trial_ended_at,
      unit.created_at,
      unit.trial_started_at,
      unit.product_plan,
      unit.plan_tier,
      unit.use_case,
      unit.user_type,
      members_with_engaged_trial_users.engaged_trial_users,
      of_users.trial_users,
      of_key_actions_of_headline.trial_action1_at AS trial_actions_done_at,
      of_payments.trial_revenue
    FROM cohort_rows AS unit
    LEFT JOIN members_with_engaged_trial_users
      ON members_with_engaged_trial_users.unit_id = unit.id
    LEFT JOIN of_users
      ON of_users.unit_id = unit.id
    LEFT JOIN of_key_actions_of_headline
      ON of_key_actions_of_headline.unit_id = unit.id
    LEFT JOIN of_payments
      ON of_payments.unit_id = unit.id`,
  title: 'Trial accounts',
  description: 'Accounts with a trial that began at or after their creation: the first of each.',
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
          { member: () => 'id', operator: 'equals', values: (securityContext) => securityContext.account_ids },
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
    plan: {
      sql: `${CUBE}.plan`,
      type: 'string',
      title: 'Plan',
      description: 'The plan that was tried.',
    },
    trialEndedAt: {
      sql: `${CUBE}.trial_ended_at`,
      type: 'time',
      title: 'Trial ended at',
      description: 'When the trial ended; empty while it has no end.',
    },
    createdAt: {
      sql: `${CUBE}.created_at`,
      type: 'time',
      title: 'Created at',
      description: 'When the account was created.',
    },
    trialStartedAt: {
      sql: `${CUBE}.trial_started_at`,
      type: 'time',
      title: 'Trial started at',
      description: "When the account's first trial began: the time dimension of the trial cohorts.",
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
  },
  measures: {
    trialAccounts: {
      type: 'count',
      title: 'Trial accounts',
      description: 'How many accounts began a trial at or after their creation.',
      meta: { unit: 'accounts' },
      drillMembers: [CUBE.id, CUBE.trialStartedAt, CUBE.trialEndedAt, CUBE.plan],
    },
    totalEngagedTrialUsers: { type: 'sum', sql: `COALESCE(${CUBE}.engaged_trial_users, 0)`, public: false },
    engagedTrialUsers: {
      type: 'number',
      sql: `COALESCE(${CUBE.totalEngagedTrialUsers}, 0)`,
      title: 'Engaged trial users',
      description: "How many of the trial users did at least 3 actions from the trial's start to before its end.",
      meta: { unit: 'users' },
    },
    totalTrialUsers: { type: 'sum', sql: `COALESCE(${CUBE}.trial_users, 0)`, public: false },
    trialUsers: {
      type: 'number',
      sql: `COALESCE(${CUBE.totalTrialUsers}, 0)`,
      title: 'Trial users',
      description: "How many users of the accounts signed up before the trial's end; all of them, where it has no end.",
      meta: { unit: 'users' },
    },
    trialEngagementRate: {
      sql: `100.0 * ${CUBE.engagedTrialUsers} / NULLIF(${CUBE.trialUsers}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        above: 'engagedTrialUsers',
        below: 'trialUsers',
      },
      title: 'Trial engagement rate (%)',
      description: "Of the trial users, the percentage with at least 3 actions from the trial's start to before its end.",
    },
    trialEngagementRateLow: {
      sql: `CASE WHEN ${CUBE.trialUsers} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.engagedTrialUsers} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.engagedTrialUsers} * (${CUBE.trialUsers} - ${CUBE.engagedTrialUsers}) / ${CUBE.trialUsers} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.trialUsers} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Trial engagement rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    trialEngagementRateHigh: {
      sql: `CASE WHEN ${CUBE.trialUsers} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.engagedTrialUsers} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.engagedTrialUsers} * (${CUBE.trialUsers} - ${CUBE.engagedTrialUsers}) / ${CUBE.trialUsers} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.trialUsers} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Trial engagement rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    accountsCompletingTrialActions: {
      type: 'count',
      filters: [{ sql: `${CUBE}.trial_actions_done_at IS NOT NULL` }],
      title: 'Accounts completing the trial actions',
      description: "How many of the trial accounts did `project_created` from the trial's start to before its end, by whichever of their users.",
      meta: { unit: 'accounts' },
      drillMembers: [CUBE.id, CUBE.trialStartedAt, CUBE.trialEndedAt, CUBE.plan],
    },
    trialActionsCompletionRate: {
      sql: `100.0 * ${CUBE.accountsCompletingTrialActions} / NULLIF(${CUBE.trialAccounts}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        above: 'accountsCompletingTrialActions',
        below: 'trialAccounts',
      },
      title: 'Trial actions completion rate (%)',
      description: "Of the trial accounts, the percentage that did `project_created` from the trial's start to before its end, by whichever of their users.",
    },
    trialActionsCompletionRateLow: {
      sql: `CASE WHEN ${CUBE.trialAccounts} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.accountsCompletingTrialActions} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.accountsCompletingTrialActions} * (${CUBE.trialAccounts} - ${CUBE.accountsCompletingTrialActions}) / ${CUBE.trialAccounts} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.trialAccounts} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Trial actions completion rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    trialActionsCompletionRateHigh: {
      sql: `CASE WHEN ${CUBE.trialAccounts} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.accountsCompletingTrialActions} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.accountsCompletingTrialActions} * (${CUBE.trialAccounts} - ${CUBE.accountsCompletingTrialActions}) / ${CUBE.trialAccounts} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.trialAccounts} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Trial actions completion rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    totalTrialRevenue: { type: 'sum', sql: `COALESCE(${CUBE}.trial_revenue, 0)`, public: false },
    revenuePerTrialUser: {
      type: 'number',
      sql: `1.0 * ${CUBE.totalTrialRevenue} / NULLIF(${CUBE.totalTrialUsers}, 0)`,
      title: 'Revenue per trial user (USD)',
      description: "What the accounts paid in USD from the trial's start to before 90 × 24 hours after it, refunds taken off, for each of the trial users. Money, not a percentage; an account without trial users adds its payments all the same. Payments in other currencies are left out.",
      format: ',.2f',
      meta: { unit: 'USD' },
    },
  },
  preAggregations: {
    monthly: {
      type: 'rollup',
      sqlAlias: 'r1',
      measures: [
        CUBE.trialAccounts,
        CUBE.totalEngagedTrialUsers,
        CUBE.totalTrialUsers,
        CUBE.accountsCompletingTrialActions,
        CUBE.totalTrialRevenue,
      ],
      dimensions: [CUBE.plan, CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
      timeDimension: CUBE.trialStartedAt,
      granularity: 'month',
      allowNonStrictDateRangeMatch: false,
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents
          FROM ${TrialAccounts.sql()} AS cohort`,
      },
    },
    daily: {
      type: 'rollup',
      sqlAlias: 'r2',
      measures: [
        CUBE.trialAccounts,
        CUBE.totalEngagedTrialUsers,
        CUBE.totalTrialUsers,
        CUBE.accountsCompletingTrialActions,
        CUBE.totalTrialRevenue,
      ],
      dimensions: [CUBE.plan, CUBE.productPlan, CUBE.planTier, CUBE.useCase, CUBE.userType],
      timeDimension: CUBE.trialStartedAt,
      granularity: 'day',
      allowNonStrictDateRangeMatch: false,
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents
          FROM ${TrialAccounts.sql()} AS cohort`,
      },
    },
  },
});
