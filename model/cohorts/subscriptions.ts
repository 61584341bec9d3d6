import { type Cohort, type Given, rowColumn } from '../language/cohort.ts';
import { accounts } from './accounts.ts';

/** How an account's start is told beside that of its cohort. */
const createdAt = { ...accounts.start, description: 'When the account was created.', isInView: true };

/** The order of an account's subscriptions: by their start, then by their id, code point by code point. */
const inOrder = (alias: string): string => `${alias}.started_at, ${alias}.id COLLATE "C"`;

/** Accounts with a trial, by its start. */
export const trialAccounts: Cohort = {
  ...accounts,
  cube: 'TrialAccounts',
  sqlAlias: 'trials',
  title: 'Trial accounts',
  description: 'Accounts with a trial that began at or after their creation: the first of each.',
  needs: ['accounts', 'subscriptions'],
  rows: ({ relation, columnsOf }) => `
SELECT DISTINCT ON (account.id)
  ${columnsOf('account', 'account')}, trial.plan, trial.started_at AS trial_started_at, trial.ended_at AS trial_ended_at
FROM ${relation('accounts')} AS account
JOIN ${relation('subscriptions')} AS trial
  ON trial.account_id = account.id AND trial.kind = 'trial' AND trial.started_at >= account.created_at
ORDER BY account.id, ${inOrder('trial')}`,
  columns: [
    {
      ...rowColumn('plan', 'string', { title: 'Plan', description: 'The plan that was tried.' }),
      isInView: true,
    },
    rowColumn('trialEndedAt', 'time', {
      title: 'Trial ended at',
      description: 'When the trial ended; empty while it has no end.',
    }),
    createdAt,
  ],
  start: rowColumn('trialStartedAt', 'time', {
    title: 'Trial started at',
    description: "When the account's first trial began: the time dimension of the trial cohorts.",
  }),
  count: {
    name: 'trialAccounts',
    title: 'Trial accounts',
    description: 'How many accounts began a trial at or after their creation.',
  },
  list: ['id', 'trialStartedAt', 'trialEndedAt', 'plan'],
  rollups: 'few',
};

/** Accounts that began without paying, by that beginning. */
export const freeAccounts: Cohort = {
  ...accounts,
  cube: 'FreeAccounts',
  sqlAlias: 'free',
  title: 'Free accounts',
  description: 'Accounts whose first subscription at or after their creation is free or a trial.',
  needs: ['accounts', 'subscriptions'],
  rows: ({ relation, columnsOf }) => `
SELECT DISTINCT ON (unit.id)
  unit.*, paid.started_at AS became_paid_at, paid.is_self_serve
FROM (
  SELECT DISTINCT ON (account.id)
    ${columnsOf('account', 'account')}, subscription.started_at AS started_free_at, subscription.kind
  FROM ${relation('accounts')} AS account
  JOIN ${relation('subscriptions')} AS subscription
    ON subscription.account_id = account.id AND subscription.started_at >= account.created_at
  ORDER BY account.id, ${inOrder('subscription')}
) AS unit
LEFT JOIN ${relation('subscriptions')} AS paid
  ON paid.account_id = unit.id AND paid.kind = 'paid' AND paid.started_at >= unit.started_free_at
WHERE unit.kind IN ('free', 'trial')
ORDER BY unit.id, ${inOrder('paid')}`,
  columns: [
    rowColumn('becamePaidAt', 'time', {
      title: 'First paid subscription at',
      description:
        "When the account's first paid subscription began, at or after its free start; empty without one.",
    }),
    rowColumn('isSelfServe', 'boolean', {
      title: 'Self-serve',
      description: 'Whether that subscription was bought without the team; empty where it is not known.',
    }),
    createdAt,
  ],
  start: rowColumn('startedFreeAt', 'time', {
    title: 'Started free at',
    description:
      "When the account's first subscription began, free or a trial: the time dimension of these cohorts.",
  }),
  count: {
    name: 'freeAccounts',
    title: 'Free accounts',
    description: 'How many accounts began with a free subscription or a trial.',
  },
  list: ['id', 'startedFreeAt', 'becamePaidAt', 'isSelfServe'],
  rollups: 'few',
};

/** Accounts that referrals brought and that pay, by the start of their first paid subscription. */
export const referredAccounts: Cohort = {
  ...accounts,
  cube: 'ReferredAccounts',
  sqlAlias: 'referred',
  title: 'Referred accounts',
  description:
    'Accounts of known users whom a referral of a known user names, with a paid subscription at or after the earliest sign-up of these.',
  needs: ['accounts', 'users', 'referrals', 'subscriptions'],
  readsAccountsOfUsers: true,
  rows: ({ relation, columnsOf, settings }: Given) => `
SELECT
  unit.*,
  EXISTS (
    SELECT FROM ${relation('subscriptions')} AS held
    WHERE held.account_id = unit.id
      AND held.kind = 'paid'
      AND held.started_at <= unit.became_customer_at + INTERVAL '${settings.referredCustomerDays * 24} hours'
      AND (held.ended_at IS NULL OR held.ended_at > unit.became_customer_at + INTERVAL '${settings.referredCustomerDays * 24} hours')
  ) AS is_retained
FROM (
  SELECT DISTINCT ON (account.id) ${columnsOf('account', 'account')}, paid.started_at AS became_customer_at
  FROM ${relation('accounts')} AS account
  JOIN (
    SELECT person.account_id, MIN(person.signed_up_at) AS signed_up_at
    FROM ${relation('users')} AS person
    WHERE EXISTS (
      SELECT FROM ${relation('referrals')} AS referral
      JOIN ${relation('users')} AS referrer
        ON referrer.user_id = referral.referrer_user_id
      WHERE referral.referred_user_id = person.user_id
    )
    GROUP BY person.account_id
  ) AS referred
    ON referred.account_id = account.id
  JOIN ${relation('subscriptions')} AS paid
    ON paid.account_id = account.id AND paid.kind = 'paid' AND paid.started_at >= referred.signed_up_at
  ORDER BY account.id, ${inOrder('paid')}
) AS unit`,
  columns: [
    rowColumn('isRetained', 'boolean', {
      title: 'Retained',
      description: 'Whether the account has a paid subscription at the end of its window.',
    }),
    createdAt,
  ],
  start: rowColumn('becameCustomerAt', 'time', {
    title: 'Became a customer at',
    description:
      "When the account's first paid subscription began, at or after the earliest sign-up of its referred users: the time dimension of these cohorts.",
  }),
  count: {
    name: 'referredCustomers',
    title: 'Referred customers',
    description: 'How many accounts that referrals brought became customers.',
  },
  list: ['id', 'becameCustomerAt', 'isRetained'],
  rollups: 'few',
};
