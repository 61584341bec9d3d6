import { cubeAccess } from './access';
import {
  accountAttributeColumns,
  accountAttributeNames,
  accountAttributes,
  accountRollupAttributes,
} from './attributes';
import { definitions } from './definitions';
import { distinctUnits } from './distinct-units';
import { type RollupGrain, rollups } from './rollups';
import { accounts, rate } from './scales';
import { sources } from './sources';
import { sqlDays } from './sql';
import { wilsonBounds } from './wilson';

const { expansionWindowDays } = definitions;

const isActivated = (reference: CubeReference): string =>
  `${reference}.activation_date >= ${reference}.eligible_date`;

const isActivatedInTime = (reference: CubeReference): string =>
  `${isActivated(reference)} AND ${reference}.activation_date < ${reference}.eligible_date + ${sqlDays(expansionWindowDays)}`;

const isMature = (reference: CubeReference): string =>
  `${reference}.eligible_date + ${sqlDays(expansionWindowDays)} <= NOW()`;

const measures = [
  'totalEligibleAccounts',
  'activatedExpansionOfferings',
  'activatedWithinWindow',
  'maturedEligibleAccounts',
  'maturedActivatedWithinWindow',
];

/**
 * An account counts once in whatever slice, so that the counts of features, or of months, don't add up to those of
 * several features or of a year: a rollup for each grain that people ask for.
 */
const grains: ({ name: string; attributes?: string[] } & Omit<RollupGrain, 'measures' | 'dimensions'>)[] = [
  // The chart of each month, in a table of some rows however many accounts there are.
  { name: 'monthlyTotals', attributes: [], granularity: 'month' },
  { name: 'overall' },
  { name: 'monthly', granularity: 'month', partition: 'month' },
  { name: 'quarterly', granularity: 'quarter', partition: 'quarter' },
  { name: 'yearly', granularity: 'year', partition: 'year' },
  { name: 'weekly', granularity: 'week' },
  { name: 'daily', granularity: 'day', partition: 'month' },
  { name: 'byAccountCohort', granularity: 'day', timeDimension: 'accountCreatedAt' },
];
const expansionRollups: Record<string, RollupGrain> = Object.fromEntries(
  grains.flatMap(({ name, attributes = accountRollupAttributes, ...grain }) => [
    [name, { ...grain, measures, dimensions: attributes }],
    [`${name}ByFeature`, { ...grain, measures, dimensions: ['expansionFeature', ...attributes] }],
  ]),
);

/** One row an account's eligibility for an expansion offering. Each measure counts an account once (rule 1). */
if (sources.expansionActivation && sources.accounts) {
  // Rule 5: an eligibility of an account that accounts doesn't know is in no rate, above or below the line.
  const rows = `
    SELECT
      e.id,
      e.account_id,
      e.expansion_feature,
      e.eligible_date,
      e.activation_date,
      a.created_at AS account_created_at${accountAttributeColumns}
    FROM ${sources.expansionActivation.relation} AS e
    JOIN ${sources.accounts.relation} AS a
      ON a.id = e.account_id`;

  cube('ExpansionActivation', {
    // Postgres cuts names off at 63 characters, those of the longest measure with the cube's name in front included.
    sqlAlias: 'expansion',
    sql: rows,
    title: 'Expansion activation',
    accessPolicy: cubeAccess({ account: 'accountId' }),
    description: "Known accounts' eligibilities for expansion offerings, activated or not.",
    meta: distinctUnits(['accountCreatedAt', ...accountAttributeNames]),

    dimensions: {
      id: {
        sql: `${CUBE}.id`,
        type: 'string',
        primaryKey: true,
        public: true,
        title: 'Eligibility',
        description: "The eligibility's identifier.",
      },
      accountId: {
        sql: `${CUBE}.account_id`,
        type: 'string',
        title: 'Account',
        description: 'The identifier of the eligible account.',
      },
      expansionFeature: {
        sql: `${CUBE}.expansion_feature`,
        type: 'string',
        title: 'Expansion feature',
        description: 'The expansion offering.',
      },
      eligibleDate: {
        sql: `${CUBE}.eligible_date`,
        type: 'time',
        title: 'Eligible from',
        description: 'When the account became eligible: the time dimension of the expansion cohorts.',
      },
      activationDate: {
        sql: `${CUBE}.activation_date`,
        type: 'time',
        title: 'Activated at',
        description: 'When the account activated the offering, as logged; empty until it does.',
      },
      accountCreatedAt: {
        sql: `${CUBE}.account_created_at`,
        type: 'time',
        title: 'Account created at',
        description: 'When the eligible account was created.',
      },
      ...accountAttributes,
    },

    segments: {
      activated: {
        sql: isActivated(CUBE),
        title: 'Activated',
        description: 'Eligibilities whose offering the account activated at or after it became eligible.',
      },
      matured: {
        sql: isMature(CUBE),
        title: 'Matured',
        description: `Eligibilities that had their full ${expansionWindowDays} × 24 hours by now.`,
      },
    },

    measures: {
      totalEligibleAccounts: {
        type: 'countDistinct',
        sql: `${CUBE.accountId}`,
        title: 'Eligible accounts',
        description: 'How many accounts were eligible for an expansion offering, each counted once.',
        meta: accounts,
        drillMembers: [CUBE.accountId, CUBE.expansionFeature, CUBE.eligibleDate, CUBE.activationDate],
      },
      activatedExpansionOfferings: {
        type: 'countDistinct',
        sql: `${CUBE.accountId}`,
        filters: [{ sql: isActivated(CUBE) }],
        title: 'Accounts activating an expansion offering',
        description:
          'How many of the eligible accounts activated an offering at or after they became eligible for it, each counted once.',
        meta: accounts,
        drillMembers: [CUBE.accountId, CUBE.expansionFeature, CUBE.eligibleDate, CUBE.activationDate],
      },
      expansionActivationRate: {
        ...rate,
        sql: `100.0 * ${CUBE.activatedExpansionOfferings} / NULLIF(${CUBE.totalEligibleAccounts}, 0)`,
        title: 'Expansion activation rate (%)',
        description: 'Of the accounts eligible for an expansion offering, the percentage that activated it.',
      },
      ...wilsonBounds(
        'expansionActivationRate',
        'Expansion activation rate',
        'activatedExpansionOfferings',
        'totalEligibleAccounts',
      ),
      activatedWithinWindow: {
        type: 'countDistinct',
        sql: `${CUBE.accountId}`,
        filters: [{ sql: isActivatedInTime(CUBE) }],
        title: `Accounts activating within ${expansionWindowDays} days`,
        description: `How many of the eligible accounts activated an offering less than ${expansionWindowDays} × 24 hours after they became eligible for it.`,
        meta: accounts,
        drillMembers: [CUBE.accountId, CUBE.expansionFeature, CUBE.eligibleDate, CUBE.activationDate],
      },
      expansionActivationRateWithinWindow: {
        ...rate,
        sql: `100.0 * ${CUBE.activatedWithinWindow} / NULLIF(${CUBE.totalEligibleAccounts}, 0)`,
        title: `Expansion activation rate within ${expansionWindowDays} days (%)`,
        description: `Of the eligible accounts, the percentage that activated an offering within ${expansionWindowDays} days of becoming eligible. Young cohorts count in full: see the matured rate.`,
      },
      maturedEligibleAccounts: {
        type: 'countDistinct',
        sql: `${CUBE.accountId}`,
        filters: [{ sql: isMature(CUBE) }],
        public: false,
      },
      maturedActivatedWithinWindow: {
        type: 'countDistinct',
        sql: `${CUBE.accountId}`,
        filters: [{ sql: isMature(CUBE) }, { sql: isActivatedInTime(CUBE) }],
        public: false,
      },
      maturedExpansionActivationRateWithinWindow: {
        ...rate,
        sql: `100.0 * ${CUBE.maturedActivatedWithinWindow} / NULLIF(${CUBE.maturedEligibleAccounts}, 0)`,
        title: `Matured expansion activation rate within ${expansionWindowDays} days (%)`,
        description: `The windowed rate over the eligibilities that had their full ${expansionWindowDays} × 24 hours by now; it doesn't make a young cohort look bad.`,
      },
    },

    preAggregations: rollups(
      {
        cube: 'ExpansionActivation',
        query: () => rows,
        cohort: 'eligibleDate',
        cohortColumn: 'eligible_date',
        cohorts: `(${rows})`,
        matured: `cohort.eligible_date + ${sqlDays(expansionWindowDays)} <= NOW()`,
      },
      expansionRollups,
    ),
  });
}
