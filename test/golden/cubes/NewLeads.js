// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
cube('NewLeads', {
  sqlAlias: 'leads',
  sql: `
    WITH
      cohort_rows AS NOT MATERIALIZED (
        SELECT lead.id AS lead_id, lead.created_at, lead.source AS lead_source, person.user_id, person.signed_up_at, person.account_id, person.persona, person.plan_type, person.signup_source
        FROM leads AS lead
        LEFT JOIN users AS person
          ON person.user_id = lead.user_id
      ),
      units_asked_for AS NOT MATERIALIZED (
        SELECT unit.lead_id, unit.lead_source, unit.user_id, unit.created_at
        FROM cohort_rows AS unit
        WHERE ${FILTER_PARAMS.NewLeads.createdAt.filter('unit.created_at')}
          AND ${FILTER_PARAMS.NewLeads.leadId.filter('unit.lead_id')}
          AND ${FILTER_PARAMS.NewLeads.accountId.filter('unit.account_id')}
      ),
      of_all_key_actions AS NOT MATERIALIZED (
        SELECT
          unit.lead_id AS unit_id,
          MIN(event.occurred_at) AS lead_action_at
        FROM units_asked_for AS unit
        JOIN key_actions AS event
          ON event.user_id = unit.user_id
        WHERE event.occurred_at > unit.created_at
        GROUP BY unit.lead_id
      ),
      of_contacts AS NOT MATERIALIZED (
        SELECT
          unit.lead_id AS unit_id,
          MIN(event.occurred_at) FILTER (WHERE event.kind = 'outreach') AS lead_answered_at,
          MIN(event.occurred_at) FILTER (WHERE event.kind = 'meeting') AS lead_met_at
        FROM units_asked_for AS unit
        JOIN contacts AS event
          ON event.lead_id = unit.lead_id
        WHERE event.kind IN ('outreach', 'meeting')
          AND event.occurred_at >= unit.created_at
        GROUP BY unit.lead_id
      )
    SELECT
      unit.lead_id,
      unit.lead_source,
      unit.user_id,
      unit.created_at,
      unit.account_id,
      CASE WHEN unit.signed_up_at >= unit.created_at THEN unit.signed_up_at END AS lead_signed_up_at,
      of_all_key_actions.lead_action_at,
      of_contacts.lead_answered_at,
      of_contacts.lead_met_at
    FROM cohort_rows AS unit
    LEFT JOIN of_all_key_actions
      ON of_all_key_actions.unit_id = unit.lead_id
    LEFT JOIN of_contacts
      ON of_contacts.unit_id = unit.lead_id`,
  title: 'New leads',
  description: 'Inquiries and responses to campaigns, with the users that they became.',
  meta: { overAllUnits: true },
  accessPolicy: [
    {
      group: 'admin',
      memberLevel: { includes: '*' },
      rowLevel: { allowAll: true },
    },
    {
      group: 'analyst',
      memberLevel: { includes: '*', excludes: ['leadId', 'userId'] },
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
  dimensions: {
    leadId: {
      sql: `${CUBE}.lead_id`,
      type: 'string',
      title: 'Lead',
      description: "The lead's identifier.",
      primaryKey: true,
      public: true,
    },
    accountId: {
      sql: `${CUBE}.account_id`,
      type: 'string',
      title: 'Account',
      description: "The identifier of the user's account; empty for a user without one.",
    },
    leadSource: {
      sql: `${CUBE}.lead_source`,
      type: 'string',
      title: 'Lead source',
      description: "Where the lead came from; empty where it isn't known.",
    },
    userId: {
      sql: `${CUBE}.user_id`,
      type: 'string',
      title: 'User',
      description: 'The identifier of the known user that the lead became; empty without one.',
    },
    createdAt: {
      sql: `${CUBE}.created_at`,
      type: 'time',
      title: 'Created at',
      description: 'When the lead came in: the time dimension of the lead cohorts.',
    },
  },
  measures: {
    leadCount: {
      type: 'count',
      title: 'Leads',
      description: 'How many leads came in.',
      meta: { unit: 'leads' },
      drillMembers: [CUBE.leadId, CUBE.createdAt, CUBE.leadSource],
    },
    convertedLeads: {
      type: 'count',
      filters: [{ sql: `${CUBE}.lead_signed_up_at < ${CUBE}.created_at + INTERVAL '720 hours'` }],
      title: 'Converted leads',
      description: "How many of the leads became known users, who signed up at or after the lead's creation and less than 30 × 24 hours later.",
      meta: { unit: 'leads' },
      drillMembers: [CUBE.leadId, CUBE.createdAt, CUBE.leadSource],
    },
    leadConversionRate: {
      sql: `100.0 * ${CUBE.convertedLeads} / NULLIF(${CUBE.leadCount}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        windowDays: 30,
        above: 'convertedLeads',
        below: 'leadCount',
      },
      title: 'Lead conversion rate (%)',
      description: "Of the leads, the percentage that became known users, who signed up at or after the lead's creation and less than 30 × 24 hours later. Young cohorts count in full: see the matured rate.",
    },
    leadConversionRateLow: {
      sql: `CASE WHEN ${CUBE.leadCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.convertedLeads} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.convertedLeads} * (${CUBE.leadCount} - ${CUBE.convertedLeads}) / ${CUBE.leadCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.leadCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Lead conversion rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    leadConversionRateHigh: {
      sql: `CASE WHEN ${CUBE.leadCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.convertedLeads} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.convertedLeads} * (${CUBE.leadCount} - ${CUBE.convertedLeads}) / ${CUBE.leadCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.leadCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Lead conversion rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    maturedLeadsForConversion: {
      type: 'count',
      filters: [{ sql: `${CUBE}.created_at + INTERVAL '720 hours' <= NOW()` }],
      title: 'Matured leads for the conversion',
      description: 'How many of the leads had their full 30 × 24 hours by now.',
      meta: { unit: 'leads' },
      drillMembers: [CUBE.leadId, CUBE.createdAt, CUBE.leadSource],
    },
    maturedConvertedLeads: {
      type: 'count',
      filters: [
        { sql: `${CUBE}.created_at + INTERVAL '720 hours' <= NOW()` },
        { sql: `${CUBE}.lead_signed_up_at < ${CUBE}.created_at + INTERVAL '720 hours'` },
      ],
      title: 'Matured converted leads',
      description: "How many of those that had their full 30 × 24 hours by now became known users, who signed up at or after the lead's creation and less than 30 × 24 hours later.",
      meta: { unit: 'leads' },
      drillMembers: [CUBE.leadId, CUBE.createdAt, CUBE.leadSource],
    },
    maturedLeadConversionRate: {
      sql: `100.0 * ${CUBE.maturedConvertedLeads} / NULLIF(${CUBE.maturedLeadsForConversion}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        windowDays: 30,
        above: 'maturedConvertedLeads',
        below: 'maturedLeadsForConversion',
      },
      title: 'Matured lead conversion rate (%)',
      description: "The rate over the leads that had their full 30 × 24 hours by now; it doesn't make a young cohort look bad.",
    },
    engagedLeads: {
      type: 'count',
      filters: [{ sql: `${CUBE}.lead_action_at < ${CUBE}.created_at + INTERVAL '168 hours'` }],
      title: 'Engaged leads',
      description: "How many of the leads became known users, who did a tracked action after the lead's creation and less than 7 × 24 hours later.",
      meta: { unit: 'leads' },
      drillMembers: [CUBE.leadId, CUBE.createdAt, CUBE.leadSource],
    },
    leadEngagementRate: {
      sql: `100.0 * ${CUBE.engagedLeads} / NULLIF(${CUBE.leadCount}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        windowDays: 7,
        above: 'engagedLeads',
        below: 'leadCount',
      },
      title: 'Lead engagement rate (%)',
      description: "Of the leads, the percentage that became known users, who did a tracked action after the lead's creation and less than 7 × 24 hours later. Young cohorts count in full: see the matured rate.",
    },
    leadEngagementRateLow: {
      sql: `CASE WHEN ${CUBE.leadCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.engagedLeads} + 1.959963984540054 * 1.959963984540054 / 2 - 1.959963984540054 * SQRT(1.0 * ${CUBE.engagedLeads} * (${CUBE.leadCount} - ${CUBE.engagedLeads}) / ${CUBE.leadCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.leadCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Lead engagement rate, low (%)',
      description: 'The lower end of the 95 % Wilson score interval of the rate: with few units it is far below the rate.',
    },
    leadEngagementRateHigh: {
      sql: `CASE WHEN ${CUBE.leadCount} > 0 THEN 100.0 * LEAST(1, GREATEST(0, (${CUBE.engagedLeads} + 1.959963984540054 * 1.959963984540054 / 2 + 1.959963984540054 * SQRT(1.0 * ${CUBE.engagedLeads} * (${CUBE.leadCount} - ${CUBE.engagedLeads}) / ${CUBE.leadCount} + 1.959963984540054 * 1.959963984540054 / 4)) / (${CUBE.leadCount} + 1.959963984540054 * 1.959963984540054))) END`,
      type: 'number',
      format: '.2f',
      meta: { unit: 'percent', scale: '0 to 100' },
      title: 'Lead engagement rate, high (%)',
      description: 'The upper end of the 95 % Wilson score interval of the rate: with few units it is far above the rate.',
    },
    maturedLeadsForEngagement: {
      type: 'count',
      filters: [{ sql: `${CUBE}.created_at + INTERVAL '168 hours' <= NOW()` }],
      title: 'Matured leads for the engagement',
      description: 'How many of the leads had their full 7 × 24 hours by now.',
      meta: { unit: 'leads' },
      drillMembers: [CUBE.leadId, CUBE.createdAt, CUBE.leadSource],
    },
    maturedEngagedLeads: {
      type: 'count',
      filters: [
        { sql: `${CUBE}.created_at + INTERVAL '168 hours' <= NOW()` },
        { sql: `${CUBE}.lead_action_at < ${CUBE}.created_at + INTERVAL '168 hours'` },
      ],
      title: 'Matured engaged leads',
      description: "How many of those that had their full 7 × 24 hours by now became known users, who did a tracked action after the lead's creation and less than 7 × 24 hours later.",
      meta: { unit: 'leads' },
      drillMembers: [CUBE.leadId, CUBE.createdAt, CUBE.leadSource],
    },
    maturedLeadEngagementRate: {
      sql: `100.0 * ${CUBE.maturedEngagedLeads} / NULLIF(${CUBE.maturedLeadsForEngagement}, 0)`,
      type: 'number',
      format: '.2f',
      meta: {
        unit: 'percent',
        scale: '0 to 100',
        direction: 'higher is better',
        windowDays: 7,
        above: 'maturedEngagedLeads',
        below: 'maturedLeadsForEngagement',
      },
      title: 'Matured lead engagement rate (%)',
      description: "The rate over the leads that had their full 7 × 24 hours by now; it doesn't make a young cohort look bad.",
    },
    countedHoursToResponse: {
      type: 'count',
      filters: [{ sql: `${CUBE}.lead_answered_at IS NOT NULL` }],
      public: false,
    },
    microsecondsToResponse: {
      type: 'sum',
      sql: `CAST(EXTRACT(EPOCH FROM ${CUBE}.lead_answered_at - ${CUBE}.created_at) * 1000000 AS BIGINT)`,
      public: false,
    },
    averageHoursToResponse: {
      type: 'number',
      sql: `${CUBE.microsecondsToResponse} / NULLIF(3600000000.0 * ${CUBE.countedHoursToResponse}, 0)`,
      title: 'Average hours to the response',
      description: "Average hours from the lead's creation to the first outreach to it at or after that, over the leads with one, whenever it came. The others are left out.",
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    medianHoursToResponse: {
      type: 'number',
      sql: `PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY EXTRACT(EPOCH FROM ${CUBE}.lead_answered_at - ${CUBE}.created_at) / 3600)`,
      title: 'Median hours to the response',
      description: "Median hours from the lead's creation to the first outreach to it at or after that, over the leads with one, whenever it came. The others are left out.",
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    countedHoursToFirstMeeting: {
      type: 'count',
      filters: [{ sql: `${CUBE}.lead_met_at IS NOT NULL` }],
      public: false,
    },
    microsecondsToFirstMeeting: {
      type: 'sum',
      sql: `CAST(EXTRACT(EPOCH FROM ${CUBE}.lead_met_at - ${CUBE}.created_at) * 1000000 AS BIGINT)`,
      public: false,
    },
    averageHoursToFirstMeeting: {
      type: 'number',
      sql: `${CUBE.microsecondsToFirstMeeting} / NULLIF(3600000000.0 * ${CUBE.countedHoursToFirstMeeting}, 0)`,
      title: 'Average hours to the first meeting',
      description: "Average hours from the lead's creation to the first meeting with it at or after that, over the leads with one, whenever it came. The others are left out.",
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
    medianHoursToFirstMeeting: {
      type: 'number',
      sql: `PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY EXTRACT(EPOCH FROM ${CUBE}.lead_met_at - ${CUBE}.created_at) / 3600)`,
      title: 'Median hours to the first meeting',
      description: "Median hours from the lead's creation to the first meeting with it at or after that, over the leads with one, whenever it came. The others are left out.",
      format: ',.2f',
      meta: { unit: 'hours', direction: 'lower is better' },
    },
  },
  preAggregations: {
    monthly: {
      type: 'rollup',
      sqlAlias: 'r1',
      measures: [
        CUBE.leadCount,
        CUBE.convertedLeads,
        CUBE.maturedLeadsForConversion,
        CUBE.maturedConvertedLeads,
        CUBE.engagedLeads,
        CUBE.maturedLeadsForEngagement,
        CUBE.maturedEngagedLeads,
        CUBE.countedHoursToResponse,
        CUBE.microsecondsToResponse,
        CUBE.countedHoursToFirstMeeting,
        CUBE.microsecondsToFirstMeeting,
      ],
      dimensions: [CUBE.leadSource],
      timeDimension: CUBE.createdAt,
      granularity: 'month',
      allowNonStrictDateRangeMatch: false,
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.created_at + INTERVAL '168 hours' <= NOW()) AS settled_after_7_days,
            COUNT(*) FILTER (WHERE cohort.created_at + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days
          FROM ${NewLeads.sql()} AS cohort`,
      },
    },
    daily: {
      type: 'rollup',
      sqlAlias: 'r2',
      measures: [
        CUBE.leadCount,
        CUBE.convertedLeads,
        CUBE.maturedLeadsForConversion,
        CUBE.maturedConvertedLeads,
        CUBE.engagedLeads,
        CUBE.maturedLeadsForEngagement,
        CUBE.maturedEngagedLeads,
        CUBE.countedHoursToResponse,
        CUBE.microsecondsToResponse,
        CUBE.countedHoursToFirstMeeting,
        CUBE.microsecondsToFirstMeeting,
      ],
      dimensions: [CUBE.leadSource],
      timeDimension: CUBE.createdAt,
      granularity: 'day',
      allowNonStrictDateRangeMatch: false,
      refreshKey: {
        every: '1 hour',
        sql: `
          SELECT /* update window: 180 days */
            COUNT(*) AS cohort_rows,
            SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0)) AS contents,
            COUNT(*) FILTER (WHERE cohort.created_at + INTERVAL '168 hours' <= NOW()) AS settled_after_7_days,
            COUNT(*) FILTER (WHERE cohort.created_at + INTERVAL '720 hours' <= NOW()) AS settled_after_30_days
          FROM ${NewLeads.sql()} AS cohort`,
      },
    },
  },
});
