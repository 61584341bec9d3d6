// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
cube('SurveyAnswers', {
  sqlAlias: 'surveys',
  sql: `
    WITH
      cohort_rows AS NOT MATERIALIZED (
        (
          SELECT DISTINCT ON (person.user_id, counted.survey)
            person.user_id, person.signed_up_at, person.account_id, person.persona, person.plan_type, person.signup_source,
            answer.id AS answer_id, counted.survey, answer.answered_at, answer.score,
            answer.score >= counted.favourable_from AS is_favourable
          FROM survey_responses AS answer
          JOIN (VALUES ('ces', 5::numeric)) AS counted (survey, favourable_from)
            ON counted.survey = answer.survey
          JOIN users AS person
            ON person.user_id = answer.user_id AND answer.answered_at >= person.signed_up_at
          
          ORDER BY person.user_id, counted.survey, answer.answered_at DESC, answer.id COLLATE "C" DESC
        )
        UNION ALL
        (
          SELECT DISTINCT ON (person.user_id, counted.survey)
            person.user_id, person.signed_up_at, person.account_id, person.persona, person.plan_type, person.signup_source,
            answer.id AS answer_id, counted.survey, answer.answered_at, answer.score,
            answer.score >= counted.favourable_from AS is_favourable
          FROM survey_responses AS answer
          JOIN (VALUES ('onboarding_satisfaction', 4::numeric), ('post_activation_feedback', 4::numeric)) AS counted (survey, favourable_from)
            ON counted.survey = answer.survey
          JOIN users AS person
            ON person.user_id = answer.user_id AND answer.answered_at >= person.signed_up_at
          WHERE answer.answered_at >= (
            SELECT MIN(activation.activation_milestone_completion_timestamp)
            FROM activated_users AS activation
            WHERE activation.user_id = person.user_id
              AND activation.activation_milestone_completion_timestamp >= person.signed_up_at
          )
          ORDER BY person.user_id, counted.survey, answer.answered_at, answer.id COLLATE "C"
        )
      )
    SELECT
      unit.answer_id,
      unit.user_id,
      unit.survey,
      unit.is_favourable,
      unit.signed_up_at,
      unit.answered_at,
      unit.account_id,
      unit.persona,
      unit.plan_type,
      unit.signup_source,
      unit.score
    FROM cohort_rows AS unit`,
  title: 'Survey answers',
  description: "New users' answers to the surveys that the configuration names: of each user and survey the one that counts.",
  meta: {
    countedBy: 'userId',
    attributesOfUnit: ['signedUpAt', 'persona', 'planType', 'signupSource'],
    rowsOfUnit: ['survey'],
  },
  accessPolicy: [
    {
      group: 'admin',
      memberLevel: { includes: '*' },
      rowLevel: { allowAll: true },
    },
    {
      group: 'analyst',
      memberLevel: { includes: '*', excludes: ['answerId', 'userId'] },
      rowLevel: { allowAll: true },
    },
    {
      group: 'account',
      memberLevel: { includes: '*' },
      rowLevel: {
        filters: [
          {
            member: () => 'accountId',
            operator: 'equals',
            values: (securityContext) => securityContext.account_ids,
          },
        ],
      },
    },
  ],
  joins: {
    UserAccounts: { relationship: 'many_to_one', sql: `${CUBE}.account_id = ${UserAccounts.id}` },
  },
  dimensions: {
    answerId: {
      sql: `${CUBE}.answer_id`,
      type: 'string',
      title: 'Answer',
      description: "The answer's identifier.",
      primaryKey: true,
      public: true,
    },
    userId: {
      sql: `${CUBE}.user_id`,
      type: 'string',
      title: 'User',
      description: "The user's identifier.",
    },
    accountId: {
      sql: `${CUBE}.account_id`,
      type: 'string',
      title: 'Account',
      description: "The identifier of the user's account; empty for a user without one.",
    },
    survey: {
      sql: `${CUBE}.survey`,
      type: 'string',
      title: 'Survey',
      description: 'The survey. Scores of several surveys have different scales: ask for each by itself.',
    },
    isFavourable: {
      sql: `${CUBE}.is_favourable`,
      type: 'boolean',
      title: 'Favourable',
      description: "Whether the score is at or above the survey's favourable one.",
    },
    signedUpAt: {
      sql: `${CUBE}.signed_up_at`,
      type: 'time',
      title: 'Signed up at',
      description: 'When the user signed up: the time dimension of the user cohorts.',
    },
    answeredAt: {
      sql: `${CUBE}.answered_at`,
      type: 'time',
      title: 'Answered at',
      description: 'When the user gave the answer that counts: the time dimension of the answers.',
    },
    persona: {
      sql: `CAST(${CUBE}.persona AS TEXT)`,
      type: 'string',
      title: 'Persona',
      description: "The user's persona; empty where it isn't known.",
    },
    planType: {
      sql: `CAST(${CUBE}.plan_type AS TEXT)`,
      type: 'string',
      title: 'Plan type',
      description: "The user's plan; empty where it isn't known.",
    },
    signupSource: {
      sql: `CAST(${CUBE}.signup_source AS TEXT)`,
      type: 'string',
      title: 'Sign-up source',
      description: "The acquisition source of the sign-up; empty where it isn't known.",
    },
  },
  measures: {
    respondents: {
      type: 'countDistinct',
      sql: `${CUBE}.user_id`,
      title: 'Respondents',
      description: 'How many users answered, each counted once, also over several surveys.',
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.survey, CUBE.answeredAt],
    },
    favourableRespondentsOfAll: {
      type: 'countDistinct',
      sql: `${CUBE}.user_id`,
      filters: [{ sql: `${CUBE}.is_favourable` }],
      public: false,
    },
    minSurvey: { type: 'min', sql: `${CUBE}.survey`, public: false },
    maxSurvey: { type: 'max', sql: `${CUBE}.survey`, public: false },
    favourableRespondents: {
      type: 'number',
      sql: `CASE WHEN COALESCE(${CUBE.minSurvey} = ${CUBE.maxSurvey}, TRUE) THEN ${CUBE.favourableRespondentsOfAll} END`,
      title: 'Favourable respondents',
      description: "How many of the respondents gave a favourable score: `ces`: a user's latest answer, favourable from 5; `onboarding_satisfaction`: a user's first answer at or after the activation, favourable from 4; `post_activation_feedback`: a user's first answer at or after the activation, favourable from 4. Of one survey: over several it is empty, as their scales differ.",
      meta: { unit: 'users' },
      drillMembers: [CUBE.userId, CUBE.survey, CUBE.answeredAt],
    },
    favourableShare: {
      sql: `100.0 * ${CUBE.favourableRespondents} / NULLIF(${CUBE.respondents}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        above: 'favourableRespondents',
        below: 'respondents',
      },
      title: 'Favourable share (%)',
      description: "Of the respondents, the percentage with a favourable score: `ces`: a user's latest answer, favourable from 5; `onboarding_satisfaction`: a user's first answer at or after the activation, favourable from 4; `post_activation_feedback`: a user's first answer at or after the activation, favourable from 4. Of one survey: over several it is empty, as their scales differ.",
    },
    favourableShareLow: {
      sql: `CASE WHEN COALESCE(${CUBE.minSurvey} = ${CUBE.maxSurvey}, TRUE) THEN CASE WHEN ${CUBE.respondents} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.favourableRespondents} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.favourableRespondents} * (${CUBE.respondents} - ${CUBE.favourableRespondents}) / ${CUBE.respondents} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.respondents} + 1.959963984540054 * 1.959963984540054))) END END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Favourable share, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    favourableShareHigh: {
      sql: `CASE WHEN COALESCE(${CUBE.minSurvey} = ${CUBE.maxSurvey}, TRUE) THEN CASE WHEN ${CUBE.respondents} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.favourableRespondents} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.favourableRespondents} * (${CUBE.respondents} - ${CUBE.favourableRespondents}) / ${CUBE.respondents} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.respondents} + 1.959963984540054 * 1.959963984540054))) END END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Favourable share, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    totalScore: { type: 'sum', sql: `${CUBE}.score`, public: false },
    averageScore: {
      type: 'number',
      sql: `CASE WHEN COALESCE(${CUBE.minSurvey} = ${CUBE.maxSurvey}, TRUE) THEN 1.0 * ${CUBE.totalScore} / NULLIF(${CUBE.respondents}, 0) END`,
      title: 'Average score',
      description: 'The average of the scores that count, one a user. Of one survey: over several it is empty, as their scales differ.',
      format: ',.2f',
      meta: { unit: 'points' },
    },
  },
  preAggregations: {
    monthly: {
      type: 'rollup',
      sqlAlias: 'r1',
      measures: [
        CUBE.respondents,
        CUBE.favourableRespondentsOfAll,
        CUBE.minSurvey,
        CUBE.maxSurvey,
        CUBE.totalScore,
      ],
      dimensions: [CUBE.survey, CUBE.persona, CUBE.planType, CUBE.signupSource],
      timeDimension: CUBE.answeredAt,
      granularity: 'month',
      allowNonStrictDateRangeMatch: false,
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents
          FROM (
            SELECT unit.*, account
            FROM ${SurveyAnswers.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort`,
      },
    },
    daily: {
      type: 'rollup',
      sqlAlias: 'r2',
      measures: [
        CUBE.respondents,
        CUBE.favourableRespondentsOfAll,
        CUBE.minSurvey,
        CUBE.maxSurvey,
        CUBE.totalScore,
      ],
      dimensions: [CUBE.survey, CUBE.persona, CUBE.planType, CUBE.signupSource],
      timeDimension: CUBE.answeredAt,
      granularity: 'day',
      allowNonStrictDateRangeMatch: false,
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents
          FROM (
            SELECT unit.*, account
            FROM ${SurveyAnswers.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort`,
      },
    },
    dailyByAccount: {
      type: 'rollup',
      sqlAlias: 'r3',
      measures: [
        CUBE.respondents,
        CUBE.favourableRespondentsOfAll,
        CUBE.minSurvey,
        CUBE.maxSurvey,
        CUBE.totalScore,
      ],
      dimensions: [
        CUBE.survey,
        CUBE.UserAccounts.productPlan,
        CUBE.UserAccounts.planTier,
        CUBE.UserAccounts.useCase,
        CUBE.UserAccounts.userType,
      ],
      timeDimension: CUBE.answeredAt,
      granularity: 'day',
      allowNonStrictDateRangeMatch: false,
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents
          FROM (
            SELECT unit.*, account
            FROM ${SurveyAnswers.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort`,
      },
    },
    overall: {
      type: 'rollup',
      sqlAlias: 'r4',
      measures: [
        CUBE.respondents,
        CUBE.favourableRespondentsOfAll,
        CUBE.minSurvey,
        CUBE.maxSurvey,
        CUBE.totalScore,
      ],
      dimensions: [CUBE.persona, CUBE.planType, CUBE.signupSource],
      timeDimension: CUBE.answeredAt,
      granularity: 'month',
      allowNonStrictDateRangeMatch: false,
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents
          FROM (
            SELECT unit.*, account
            FROM ${SurveyAnswers.sql()} AS unit
            LEFT JOIN accounts AS account
              ON account.id = unit.account_id
          ) AS cohort`,
      },
    },
  },
});
