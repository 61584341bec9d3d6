import { type CatalogueView, createdAt, signedUpAt, view } from './catalogue-view.ts';
import { type CatalogueDefinitions, hasSources } from './settings.ts';

/** The catalogue's views that an installation with the first seven tables alone doesn't have. */
export function viewsOfOptionalSources(definitions: CatalogueDefinitions): Record<string, CatalogueView> {
  const has = (...sources: Parameters<typeof hasSources> extends [unknown, ...infer Names] ? Names : never) =>
    hasSources(definitions, ...sources);
  return {
    ...(has('subscriptions') && { Trials: trials(has('payments')), FreeToPaid: freeToPaid }),
    ...(has('referrals') && { ReferralInvitation: referralInvitation, ReferredVisitors: referredVisitors }),
    ...(has('referrals', 'subscriptions') && { ReferredCustomers: referredCustomers }),
    ...(has('leads') && { Leads: leads(has('contacts')) }),
    ...(has('contacts') && { FirstContact: firstContact, ProactiveSupport: proactiveSupport }),
    ...(has('surveyResponses') && { SurveyScores: surveyScores }),
  };
}

const trials = (withPayments: boolean): CatalogueView =>
  view(
    'account',
    { trialStartedAt: 'Trial started at', ...createdAt },
    {
      counts: {
        trialAccounts: 'Trial accounts',
        trialUsers: 'Trial users',
        engagedTrialUsers: 'Engaged trial users',
        accountsCompletingTrialActions: 'Accounts completing the trial actions',
      },
      rates: {
        trialEngagementRate: {
          title: 'Trial engagement rate',
          above: 'engagedTrialUsers',
          below: 'trialUsers',
          kpi: 29,
        },
        trialActionsCompletionRate: {
          title: 'Trial actions completion rate',
          above: 'accountsCompletingTrialActions',
          below: 'trialAccounts',
          kpi: 33,
        },
      },
      scores: withPayments ? { revenuePerTrialUser: { title: 'Revenue per trial user', kpi: 35 } } : {},
      dimensions: { plan: 'Plan' },
    },
  );

const freeToPaid: CatalogueView = view(
  'account',
  { startedFreeAt: 'Started free at', ...createdAt },
  {
    counts: {
      freeAccounts: 'Free accounts',
      selfServeConvertedAccounts: 'Self-serve converted accounts',
      maturedFreeAccounts: 'Matured free accounts',
      maturedSelfServeConvertedAccounts: 'Matured self-serve converted accounts',
    },
    rates: {
      selfServeConversionRate: {
        title: 'Self-serve conversion rate',
        above: 'selfServeConvertedAccounts',
        below: 'freeAccounts',
        matured: { above: 'maturedSelfServeConvertedAccounts', below: 'maturedFreeAccounts' },
        kpi: 48,
      },
    },
  },
);

const referralInvitation: CatalogueView = view('user', signedUpAt, {
  counts: {
    newUserCount: 'New users',
    invitingUsers: 'Inviting users',
    maturedNewUsersForInvitation: 'Matured new users for an invitation',
    maturedInvitingUsers: 'Matured inviting users',
  },
  rates: {
    referralInvitationRate: {
      title: 'Referral invitation rate',
      above: 'invitingUsers',
      below: 'newUserCount',
      matured: { above: 'maturedInvitingUsers', below: 'maturedNewUsersForInvitation' },
      kpi: 14,
    },
  },
  durations: { HoursToFirstReferral: { title: 'hours to the first referral', kpi: 18 } },
});

const referredVisitors: CatalogueView = view(
  'user',
  { clickedAt: 'Clicked at' },
  {
    counts: { referredVisitors: 'Referred visitors', convertedReferrals: 'Converted referrals' },
    rates: {
      referralConversionRate: {
        title: 'Referral conversion rate',
        above: 'convertedReferrals',
        below: 'referredVisitors',
        kpi: 7,
      },
    },
    durations: { HoursToConversion: { title: 'hours to the conversion', kpi: 7 } },
  },
);

const referredCustomers: CatalogueView = view(
  'account',
  { becameCustomerAt: 'Became a customer at', ...createdAt },
  {
    counts: {
      referredCustomers: 'Referred customers',
      maturedReferredCustomers: 'Matured referred customers',
      retainedCustomers: 'Retained customers',
      churnedCustomers: 'Churned customers',
    },
    rates: {
      retentionRate: {
        title: 'Retention rate',
        above: 'retainedCustomers',
        below: 'maturedReferredCustomers',
        kpi: 15,
      },
      churnRate: {
        title: 'Churn rate',
        above: 'churnedCustomers',
        below: 'maturedReferredCustomers',
        betterLower: true,
        kpi: 13,
      },
    },
  },
);

const leads = (withContacts: boolean): CatalogueView =>
  view('lead', createdAt, {
    counts: {
      leadCount: 'Leads',
      convertedLeads: 'Converted leads',
      maturedLeadsForConversion: 'Matured leads, conversion',
      maturedConvertedLeads: 'Matured converted leads',
      engagedLeads: 'Engaged leads',
      maturedLeadsForEngagement: 'Matured leads, engagement',
      maturedEngagedLeads: 'Matured engaged leads',
    },
    rates: {
      leadConversionRate: {
        title: 'Lead conversion rate',
        above: 'convertedLeads',
        below: 'leadCount',
        matured: { above: 'maturedConvertedLeads', below: 'maturedLeadsForConversion' },
        kpi: 37,
      },
      leadEngagementRate: {
        title: 'Lead engagement rate',
        above: 'engagedLeads',
        below: 'leadCount',
        matured: { above: 'maturedEngagedLeads', below: 'maturedLeadsForEngagement' },
        kpi: 4,
      },
    },
    durations: withContacts
      ? {
          HoursToResponse: { title: 'hours to the response', kpi: 10 },
          HoursToFirstMeeting: { title: 'hours to the first meeting', kpi: 17 },
        }
      : {},
    dimensions: { leadSource: 'Lead source' },
  });

const firstContact: CatalogueView = view('user', signedUpAt, {
  counts: { newUserCount: 'New users' },
  durations: { HoursToFirstContact: { title: 'hours to the first contact', kpi: 16 } },
});

const proactiveSupport: CatalogueView = view(
  'user',
  { contactedAt: 'Contacted at', ...signedUpAt },
  {
    counts: {
      contactedUsers: 'Contacted users',
      usersEngagingWithSupport: 'Users engaging with the support',
      maturedContactedUsers: 'Matured contacted users',
      maturedUsersEngagingWithSupport: 'Matured users engaging with the support',
    },
    rates: {
      supportEngagementRate: {
        title: 'Support engagement rate',
        above: 'usersEngagingWithSupport',
        below: 'contactedUsers',
        matured: { above: 'maturedUsersEngagingWithSupport', below: 'maturedContactedUsers' },
        kpi: 12,
      },
    },
  },
);

/** Number 24, 43 or 45, by the survey. */
const surveyScores: CatalogueView = view(
  'user',
  { answeredAt: 'Answered at', ...signedUpAt },
  {
    counts: { respondents: 'Respondents', favourableRespondents: 'Favourable respondents' },
    rates: {
      favourableShare: {
        title: 'Favourable share',
        above: 'favourableRespondents',
        below: 'respondents',
        kpi: 24,
      },
    },
    scores: { averageScore: { title: 'Average score', kpi: 24 } },
    dimensions: { survey: 'Survey' },
  },
);
