/**
 * The numbers of the worked example in the KPI catalogue's views, second half: planted by `seeds/customers.ts`, whose
 * lines are 10 accounts each, and of users as many as it says.
 */
import type { ExpectedNumber } from './worked-example.catalogue.ts';

const survey = (name: string) => ({ 'SurveyScores.survey': name });

/** First trials at or after the account's creation. */
const trials = `trials AS (
  SELECT DISTINCT ON (a.id) a.id, s.started_at, COALESCE(s.ended_at, 'infinity') AS ended_at
  FROM accounts AS a JOIN subscriptions AS s ON s.account_id = a.id
  WHERE s.kind = 'trial' AND s.started_at >= a.created_at
  ORDER BY a.id, s.started_at, s.id COLLATE "C"
)`;

/** The users of their accounts who signed up before the trial's end, and what they did in it. */
const trialUsers = `trial_users AS (
  SELECT u.user_id, (
    SELECT COUNT(*) FROM key_actions AS k
    WHERE k.user_id = u.user_id AND k.occurred_at >= t.started_at AND k.occurred_at < t.ended_at
  ) AS actions
  FROM trials AS t JOIN users AS u ON u.account_id = t.id AND u.signed_up_at < t.ended_at
)`;

export const numbersOfCustomers: ExpectedNumber[] = [
  {
    kpi: 33,
    measure: 'Trials.trialAccounts',
    expected: 75,
    count:
      'Lines 0 to 5, and 15 of the idle accounts. None: a trial from a millisecond before the account (6), those of unknown accounts.',
  },
  {
    kpi: 33,
    measure: 'Trials.trialActionsCompletionRate',
    expected: 40,
    count:
      '30 of 75: a project was created in the last millisecond (0), at the start (2), in a trial without an end (4). At the end (1, 5) or before the start (3) is outside; a trial of a greater key (1) or a later one (5) is not the first.',
  },
  {
    kpi: 33,
    measure: 'Trials.trialActionsCompletionRate',
    where: { 'Trials.plan': 'team' },
    expected: 25,
    count: 'Of lines 0, 1, 3 and 5, line 0.',
  },
  {
    kpi: 29,
    measure: 'Trials.trialUsers',
    expected: 246,
    count: 'Users of the 75 accounts who signed up before the trial ended.',
    sql: `WITH ${trials}, ${trialUsers} SELECT COUNT(*) FROM trial_users`,
  },
  {
    kpi: 29,
    measure: 'Trials.trialEngagementRate',
    expected: 3400 / 246,
    count: 'Of these, those with three actions from the start of the trial to before its end.',
    sql: `WITH ${trials}, ${trialUsers} SELECT 100.0 * COUNT(*) FILTER (WHERE actions >= 3) / COUNT(*) FROM trial_users`,
  },
  {
    kpi: 35,
    measure: 'Trials.revenuePerTrialUser',
    expected: 10,
    count:
      '2,460 of 246 users: 149.70 at the start and in the last millisecond of 90 days (2), 30 less 10 paid back (3), 20 (4), 20 paid back (5) and 46.30 (1) of 10 accounts each, 20 of the 15 idle ones. None: EUR, usd, before the trial, at exactly 90 × 24 h, of unknown accounts.',
  },
  {
    kpi: 35,
    measure: 'Trials.revenuePerTrialUser',
    where: { 'Trials.plan': 'team' },
    expected: 463 / 115,
    count: 'Lines 1 and 3 took 463 and 200, line 5 paid 200 back.',
    sql: `WITH ${trials} SELECT 463.0 / COUNT(*) FROM trials AS t
      JOIN users AS u ON u.account_id = t.id AND u.signed_up_at < t.ended_at
      JOIN subscriptions AS s ON s.account_id = t.id AND s.started_at = t.started_at AND s.plan = 'team'`,
  },
  {
    kpi: 48,
    measure: 'FreeToPaid.freeAccounts',
    expected: 100,
    count:
      'Lines 0 to 6 and 8 to 10. Not those who paid first (7, 12, 14 to 17, the idle ones), also from the same moment by the lesser key (13), nor whose first kind is neither (11).',
  },
  {
    kpi: 48,
    measure: 'FreeToPaid.selfServeConversionRate',
    expected: 30,
    count:
      'In the last millisecond of 30 days (0), at the start (4), six days after the trial from before the account (6). Not at exactly 30 × 24 h (1), not first by a sale (2, 8), not where nobody knows (3), not before the account (9), not by `Paid` (10).',
  },
  {
    kpi: 48,
    measure: 'FreeToPaid.maturedSelfServeConversionRate',
    expected: 30,
    count: 'All had their 30 days long ago.',
  },
  {
    kpi: 14,
    measure: 'ReferralInvitation.referralInvitationRate',
    expected: 16,
    count:
      'Of five lines of 40 who invited at or after their sign-up, four: at the sign-up, a day after, in the last millisecond of 30 days, after 3 and 20. Not at exactly 30 × 24 h, not before the sign-up.',
  },
  {
    kpi: 18,
    measure: 'ReferralInvitation.averageHoursToFirstReferral',
    expected: (0 + 24 + 720 + 720 + 72) / 5 - 1 / 18_000_000,
    count: '40 users each at once, after 1 day, 30 days less a millisecond, 30 days, 3 days.',
  },
  {
    kpi: 18,
    measure: 'ReferralInvitation.medianHoursToFirstReferral',
    expected: 72,
    count: 'The third of five lines.',
  },
  {
    kpi: 7,
    measure: 'ReferredVisitors.referredVisitors',
    expected: 200,
    count:
      'Three lines of 40 invitations clicked an hour later, at once and two days later, ten clicks of unknown users, lines 12, 13, 15, 16, 17 and, twice, 8. Not before the invitation (7), not without a click (14), not by unknown referrers.',
  },
  {
    kpi: 7,
    measure: 'ReferredVisitors.referralConversionRate',
    expected: 25,
    count: '50 of 200: 12, 13 and 15, and 8 twice. Lines 16 and 17 clicked after they had signed up.',
  },
  {
    kpi: 7,
    measure: 'ReferredVisitors.averageHoursToConversion',
    expected: 18,
    count: '0, 6, 12, 24 and 48 hours, ten each.',
  },
  {
    kpi: 7,
    measure: 'ReferredVisitors.medianHoursToConversion',
    expected: 12,
    count: 'The third of five.',
  },
  {
    kpi: 15,
    measure: 'ReferredCustomers.referredCustomers',
    expected: 80,
    count:
      'Lines 7, 8 and 12 to 17, with or without a click. Not those who were paying when the user they are named by signed up (4), not those named by unknown users (0).',
  },
  {
    kpi: 15,
    measure: 'ReferredCustomers.retentionRate',
    expected: 62.5,
    count:
      '50 of 80: never ended (8, 12), a millisecond longer (14), back at exactly 90 × 24 h (15), by a plan from before (17).',
  },
  {
    kpi: 13,
    measure: 'ReferredCustomers.churnRate',
    expected: 37.5,
    count: 'Ended after 60 days (7), at exactly 90 × 24 h (13), back a millisecond too late (16).',
  },
  {
    kpi: 37,
    measure: 'Leads.leadCount',
    expected: 250,
    count:
      'Five lines of 25 by a campaign, three of 25 inquiries, five users twice, 20 users without any action, ten without a user, ten with an unknown one.',
  },
  {
    kpi: 37,
    measure: 'Leads.leadConversionRate',
    expected: 48,
    count:
      '120 of 250: 50 a week before the first action, 25 ten days before the sign-up, 25 in the last millisecond of 30, the five users twice, ten in the moment of the sign-up. Not at exactly 30 × 24 h, not a millisecond after the sign-up.',
  },
  {
    kpi: 37,
    measure: 'Leads.leadConversionRate',
    where: { 'Leads.leadSource': 'inquiry' },
    expected: 7000 / 105,
    count: '70 of 105.',
  },
  {
    kpi: 4,
    measure: 'Leads.leadEngagementRate',
    expected: 20,
    count:
      '25 a millisecond before the last action, 25 with the first one in the last millisecond of 7 days. Not in the moment of the last or after it, not at exactly 7 × 24 h, not by unknown users.',
  },
  {
    kpi: 4,
    measure: 'Leads.maturedLeadEngagementRate',
    where: { 'Leads.leadSource': 'campaign' },
    expected: 40,
    count: '50 of 125, all of them long ago.',
  },
  {
    kpi: 10,
    measure: 'Leads.averageHoursToResponse',
    expected: 4,
    count:
      '0, 2, 4 and 10 hours, 25 leads each. Not before the creation, not `Outreach`, not with unknown leads.',
  },
  { kpi: 10, measure: 'Leads.medianHoursToResponse', expected: 3, count: 'Halfway between 2 and 4.' },
  {
    kpi: 17,
    measure: 'Leads.averageHoursToFirstMeeting',
    expected: 40,
    count: "20, 30 and 70 hours, 25 leads each. Not with the lead's user alone.",
  },
  { kpi: 17, measure: 'Leads.medianHoursToFirstMeeting', expected: 30, count: 'The second of three.' },
  {
    kpi: 16,
    measure: 'FirstContact.averageHoursToFirstContact',
    expected: 20,
    count:
      '80 users at the sign-up, 50 after a day, 50 after two. Not before the sign-up, not by a meeting, not with a lead alone.',
  },
  {
    kpi: 16,
    measure: 'FirstContact.medianHoursToFirstContact',
    expected: 24,
    count: 'The 90th and 91st of 180.',
  },
  {
    kpi: 11,
    measure: 'AfterActivation.averageHoursToOutreach',
    expected: 40,
    count:
      '20 users each at the activation, after a day, after four; not at the sign-up, not a millisecond before.',
  },
  {
    kpi: 11,
    measure: 'AfterActivation.medianHoursToOutreach',
    expected: 24,
    count: 'The second of three.',
  },
  {
    kpi: 12,
    measure: 'ProactiveSupport.contactedUsers',
    expected: 250,
    count: 'Lines 20 to 29 of 25 users; not those contacted before the sign-up alone (30), not unknown ones.',
  },
  {
    kpi: 12,
    measure: 'ProactiveSupport.supportEngagementRate',
    expected: 30,
    count:
      'At once (20), with tickets right before the contact and in the moment of the response (21), in the last millisecond of 14 days (22). Not at exactly 14 × 24 h (23), not before the contact (24), not with a ticket in between (25, 26), not to an earlier, later or second contact (27 to 29).',
  },
  {
    kpi: 43,
    measure: 'SurveyScores.averageScore',
    where: survey('ces'),
    expected: 4.5,
    count:
      'Four lines of 50: 6, the latest; 5, at the sign-up; 4.5; 2.5, of the greater key. Not before the sign-up, not `CES`, not unknown users.',
  },
  {
    kpi: 43,
    measure: 'SurveyScores.favourableShare',
    where: survey('ces'),
    expected: 50,
    count: '6 and 5.',
  },
  {
    kpi: 24,
    measure: 'SurveyScores.averageScore',
    where: survey('onboarding_satisfaction'),
    expected: 4,
    count:
      'Five lines of 50: 5, at the activation; 4, after one before it; 3.5, of the lesser key; 4.5; 3. Not before the activation alone.',
  },
  {
    kpi: 24,
    measure: 'SurveyScores.favourableShare',
    where: survey('onboarding_satisfaction'),
    expected: 60,
    count: '5, 4 and 4.5.',
  },
  {
    kpi: 45,
    measure: 'SurveyScores.averageScore',
    where: survey('post_activation_feedback'),
    expected: 3.75,
    count: 'Four lines of 50: 4, 5, 4.5, 1.5.',
  },
  {
    kpi: 45,
    measure: 'SurveyScores.favourableShare',
    where: survey('post_activation_feedback'),
    expected: 75,
    count: 'All but 1.5.',
  },
  {
    kpi: 24,
    measure: 'SurveyScores.averageScore',
    expected: null,
    count: 'Scales differ: none over several surveys.',
  },
  {
    kpi: 42,
    measure: 'ProductQualifiedAccounts.convertedAccounts',
    expected: 70,
    count:
      'Lines 2, 3, 4, 6, 8, 9 and 10 paid from the qualification on. Not before it (1), not nothing (7), not in other currencies (0), not by money back (5), not unqualified (the idle ones).',
  },
  {
    kpi: 42,
    measure: 'ProductQualifiedAccounts.lifetimeValueOfConverted',
    expected: 180,
    count:
      '12,600 of 70: 1,149.70 (2), 30 less 10 (3), 20 (4), 60 without those before (6), 25.25 all paid back (8), 10 (9), 0.1 and 0.2 (10), of 10 accounts each.',
  },
];
