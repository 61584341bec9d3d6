/** A KPI of the onboarding catalogue: its place and name there, and where its number is. */
export interface ListedKpi {
  number: number;
  name: string;
  view: string;
  /** The measures that answer it; `…` stands for what a configuration names, such as a feature. */
  measures: readonly string[];
  /** The dimension that it is told by. */
  by?: string;
  /** The segment that it is about. */
  segment?: string;
  /** The survey that it is about. */
  survey?: string;
}

const averageAndMedian = (of: string): string[] => [`average${of}`, `median${of}`];

/** The 54 KPIs of the onboarding catalogue, in its order. What else is to be known of them, the model says. */
export const catalogueKpis: readonly ListedKpi[] = (
  [
    { name: 'Active Feature Usage Rate', view: 'ActiveUsers', measures: ['usageRateOf…'] },
    { name: 'Breadth of Use', view: 'AccountActivation', measures: ['averageFeaturesUsed'] },
    {
      name: 'Feature Adoption Rate (Early)',
      view: 'FeatureAdoption',
      measures: ['earlyAdoptionRate'],
      by: 'featureName',
    },
    { name: 'First Contact Engagement Rate', view: 'Leads', measures: ['leadEngagementRate'] },
    {
      name: 'First Critical Feature Reuse Rate',
      view: 'FeatureReuse',
      measures: ['reuseRate'],
      by: 'featureName',
    },
    { name: 'First Feature Usage Rate', view: 'Onboarding', measures: ['firstFeatureUsageRate'] },
    {
      name: 'First Referral Conversion Time',
      view: 'ReferredVisitors',
      measures: averageAndMedian('HoursToConversion'),
    },
    { name: 'First Session Completion Rate', view: 'Onboarding', measures: ['firstSessionCompletionRate'] },
    {
      name: 'Key Feature Exploration Rate',
      view: 'FeatureAdoption',
      measures: ['explorationRate'],
      by: 'featureName',
    },
    { name: 'Lead Response Time', view: 'Leads', measures: averageAndMedian('HoursToResponse') },
    {
      name: 'Lead Response Time (Post-Onboarding)',
      view: 'AfterActivation',
      measures: averageAndMedian('HoursToOutreach'),
    },
    {
      name: 'Proactive Support Engagement Rate',
      view: 'ProactiveSupport',
      measures: ['supportEngagementRate'],
    },
    { name: 'Referral Churn Rate', view: 'ReferredCustomers', measures: ['churnRate'] },
    { name: 'Referral Invitation Rate', view: 'ReferralInvitation', measures: ['referralInvitationRate'] },
    { name: 'Referral Retention Rate', view: 'ReferredCustomers', measures: ['retentionRate'] },
    {
      name: 'Time to First Contact',
      view: 'FirstContact',
      measures: averageAndMedian('HoursToFirstContact'),
    },
    { name: 'Time to First Meeting', view: 'Leads', measures: averageAndMedian('HoursToFirstMeeting') },
    {
      name: 'Time to First Referral',
      view: 'ReferralInvitation',
      measures: averageAndMedian('HoursToFirstReferral'),
    },
    {
      name: 'Time to First Repeat Action',
      view: 'ActivationRate',
      measures: averageAndMedian('HoursToRepeatKeyAction'),
    },
    { name: 'Time to First Value', view: 'Onboarding', measures: averageAndMedian('HoursToFirstValue') },
    { name: 'Time to Value', view: 'AccountActivation', measures: averageAndMedian('HoursToAllMilestones') },
    {
      name: 'Activation Rate by Source',
      view: 'ActivationRate',
      measures: ['activationRate'],
      by: 'signupSource',
    },
    {
      name: 'Engagement Depth (First 3 Sessions)',
      view: 'Onboarding',
      measures: ['averageActionsInFirstSessions'],
    },
    {
      name: 'Onboarding Satisfaction Score (OSS)',
      view: 'SurveyScores',
      measures: ['averageScore', 'favourableShare'],
      survey: 'onboarding_satisfaction',
    },
    { name: 'Time to Basic Value', view: 'Onboarding', measures: averageAndMedian('HoursToBasicValue') },
    {
      name: 'Time to Value (Expansion Features)',
      view: 'ExpansionActivationRate',
      measures: averageAndMedian('HoursToExpansion'),
    },
    {
      name: 'First-time User Conversion Rate',
      view: 'Onboarding',
      measures: ['firstSessionConversionRate'],
    },
    { name: 'Onboarding Completion Rate', view: 'Onboarding', measures: ['onboardingCompletionRate'] },
    { name: 'Trial Engagement Rate', view: 'Trials', measures: ['trialEngagementRate'] },
    {
      name: 'Activated-to-Follow-Up Engagement Rate',
      view: 'AfterActivation',
      measures: ['followUpEngagementRate'],
    },
    {
      name: 'Activation Progression Score',
      view: 'AccountActivation',
      measures: ['activationProgressionScore'],
    },
    {
      name: 'Percent Completing Key Activation Tasks',
      view: 'AccountActivation',
      measures: ['taskCompletionRate'],
    },
    {
      name: 'Percent of Accounts Completing All Key Trial Actions',
      view: 'Trials',
      measures: ['trialActionsCompletionRate'],
    },
    {
      name: 'Percent of Accounts Completing Key Activation Milestones',
      view: 'MilestoneCompletion',
      measures: ['percentQualified', 'percentFullyQualified'],
    },
    { name: 'Revenue per Trial User', view: 'Trials', measures: ['revenuePerTrialUser'] },
    {
      name: 'Time to First Key Action',
      view: 'ActivationRate',
      measures: averageAndMedian('HoursToKeyAction'),
    },
    { name: 'Conversion Rate', view: 'Leads', measures: ['leadConversionRate'] },
    {
      name: 'Action-to-Activation Time Lag',
      view: 'Onboarding',
      measures: averageAndMedian('HoursFromFirstActionToActivation'),
    },
    {
      name: 'Activation Cohort Retention Rate (Day 7/30)',
      view: 'AfterActivation',
      measures: ['day…RetentionRate'],
    },
    { name: 'Activation Conversion Rate', view: 'Onboarding', measures: ['activationConversionRate'] },
    { name: 'Activation Rate', view: 'ActivationRate', measures: ['activationRate'] },
    {
      name: 'Converted PQL Lifetime Value',
      view: 'ProductQualifiedAccounts',
      measures: ['lifetimeValueOfConverted'],
    },
    {
      name: 'Customer Effort Score',
      view: 'SurveyScores',
      measures: ['averageScore', 'favourableShare'],
      survey: 'ces',
    },
    {
      name: 'Customer Engagement Score',
      view: 'ProductQualifiedAccounts',
      measures: ['customerEngagementScore'],
    },
    {
      name: 'Customer Feedback Score (Post-activation)',
      view: 'SurveyScores',
      measures: ['averageScore', 'favourableShare'],
      survey: 'post_activation_feedback',
    },
    { name: 'Drop-Off Rate During Onboarding', view: 'Onboarding', measures: ['dropOffRate'] },
    {
      name: 'Feature Adoption Velocity (Top 3 Features)',
      view: 'FeatureAdoption',
      measures: averageAndMedian('HoursFromActivationToFirstUse'),
      segment: 'topFeatures',
    },
    {
      name: 'Free-to-Paid Conversion Rate (Self-Serve)',
      view: 'FreeToPaid',
      measures: ['selfServeConversionRate'],
    },
    { name: 'Immediate Time to Value', view: 'Onboarding', measures: averageAndMedian('MinutesToQuickWin') },
    {
      name: 'Multi-Session Activation Completion Rate',
      view: 'MultiSessionActivationCompletionRate',
      measures: ['multiSessionActivationCompletionRate'],
    },
    {
      name: 'Percent of Accounts with 3+ Activated Users',
      view: 'AccountActivation',
      measures: ['activatedTeamRate'],
    },
    {
      name: 'Percent of Users Engaging with Top Activation Features',
      view: 'Onboarding',
      measures: ['topFeatureEngagementRate'],
    },
    {
      name: 'Short Time to Value',
      view: 'Onboarding',
      measures: averageAndMedian('HoursToSignificantValue'),
    },
    {
      name: 'Time to PQL Qualification',
      view: 'ProductQualifiedAccounts',
      measures: averageAndMedian('HoursToQualification'),
    },
  ] satisfies Omit<ListedKpi, 'number'>[]
).map((kpi, index) => ({ number: index + 1, ...kpi }));
