import { type Cohort, column } from '../language/cohort.ts';

/** New accounts, by their creation. */
export const accounts: Cohort = {
  cube: 'Accounts',
  sqlAlias: 'accounts',
  title: 'Accounts',
  description: 'New accounts, with the key activation milestones they reached.',
  unit: 'account',
  source: 'accounts',
  needs: ['accounts'],
  key: column('accounts', 'id', 'id', 'string', {
    title: 'Account',
    description: "The account's identifier.",
  }),
  columns: [],
  start: column('accounts', 'createdAt', 'createdAt', 'time', {
    title: 'Created at',
    description: 'When the account was created: the time dimension of the account cohorts.',
  }),
  count: { name: 'totalAccounts', title: 'Accounts', description: 'How many accounts were created.' },
  rollups: 'account',
};

/** New accounts, each with each key milestone, so that a breakdown keeps all accounts below the line. */
export const accountMilestones: Cohort = {
  ...accounts,
  cube: 'AccountMilestones',
  sqlAlias: 'account_milestones',
  title: 'Account milestones',
  description: 'Each new account with each key milestone, reached or not.',
  needs: ['accounts', 'milestoneCompletionLogs'],
  key: { ...accounts.key, name: 'accountId' },
  countedBy: { ...accounts.key, name: 'accountId' },
  start: { ...accounts.start, title: 'Account created at' },
  crossing: {
    each: 'milestone',
    items: ({ keyMilestones }) => keyMilestones,
    name: { title: 'Milestone', description: 'The key milestone.' },
    position: { title: 'Position', description: "The key milestone's place in the funnel, from 1." },
  },
  count: {
    ...accounts.count,
    description: 'How many accounts were created, whichever milestones they reached.',
  },
  list: ['accountId', 'createdAt', 'milestoneName', 'isReached'],
  rollups: 'item',
};

/** Known accounts' eligibilities (rule 5), by their beginning. */
export const eligibilities: Cohort = {
  cube: 'ExpansionActivation',
  sqlAlias: 'expansion',
  title: 'Expansion activation',
  description: "Known accounts' eligibilities for expansion offerings, activated or not.",
  unit: 'account',
  source: 'expansionActivation',
  needs: ['expansionActivation', 'accounts'],
  key: column('expansionActivation', 'id', 'id', 'string', {
    title: 'Eligibility',
    description: "The eligibility's identifier.",
  }),
  countedBy: column('expansionActivation', 'accountId', 'accountId', 'string', {
    title: 'Account',
    description: 'The identifier of the eligible account.',
  }),
  columns: [
    {
      ...column('expansionActivation', 'expansionFeature', 'expansionFeature', 'string', {
        title: 'Expansion feature',
        description: 'The expansion offering.',
      }),
      isInView: true,
    },
    column('expansionActivation', 'activationDate', 'activationDate', 'time', {
      title: 'Activated at',
      description: 'When the account activated the offering, as logged; empty until it does.',
    }),
  ],
  start: column('expansionActivation', 'eligibleDate', 'eligibleDate', 'time', {
    title: 'Eligible from',
    description: 'When the account became eligible: the time dimension of the expansion cohorts.',
  }),
  accountCreatedAt: column('accounts', 'accountCreatedAt', 'createdAt', 'time', {
    title: 'Account created at',
    description: 'When the eligible account was created.',
  }),
  count: {
    name: 'totalEligibleAccounts',
    title: 'Eligible accounts',
    description: 'How many accounts were eligible for an expansion offering, each counted once.',
  },
  list: ['accountId', 'expansionFeature', 'eligibleDate', 'activationDate'],
  rollups: 'eligibility',
};
