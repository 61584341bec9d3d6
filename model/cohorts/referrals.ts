import { type Cohort, rowColumn } from '../language/cohort.ts';
import { users } from './users.ts';

/** Referrals of known users with a click, by the click. */
export const clickedReferrals: Cohort = {
  ...users,
  cube: 'ClickedReferrals',
  sqlAlias: 'referrals',
  title: 'Clicked referrals',
  description:
    'Referrals of known users that were clicked at or after the invitation, with whom they brought.',
  needs: ['users', 'referrals'],
  rows: ({ relation, columnsOf }) => `
SELECT
  referral.id AS referral_id, referral.clicked_at, referred.signed_up_at AS converted_at,
  ${columnsOf('user', 'referrer')}
FROM ${relation('referrals')} AS referral
JOIN ${relation('users')} AS referrer
  ON referrer.user_id = referral.referrer_user_id
LEFT JOIN ${relation('users')} AS referred
  ON referred.user_id = referral.referred_user_id
WHERE referral.clicked_at >= referral.invited_at`,
  key: rowColumn('referralId', 'string', { title: 'Referral', description: "The referral's identifier." }),
  columns: [{ ...users.key, description: 'The identifier of the user who sent it.', isIdentifier: true }],
  start: rowColumn('clickedAt', 'time', {
    title: 'Clicked at',
    description: 'When the invitation was clicked: the time dimension of the referral cohorts.',
  }),
  count: {
    name: 'referredVisitors',
    unit: 'referrals',
    title: 'Referred visitors',
    description: 'How many referrals were clicked; two that name the same user are two.',
  },
  rollups: 'few',
};
