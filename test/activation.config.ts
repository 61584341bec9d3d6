import type { Definitions } from '../src/config/definitions.ts';

/**
 * The definitions that the tests count with: those of the metric contract, the catalogue's defaults, and the features
 * of the worked example. Yours are in the file above this folder.
 */
export default {
  keyAction: 'project_created',
  activationWindowDays: 7,
  activationWindowsOfferedDays: [1, 3, 7, 14, 30],
  keyMilestones: ['workspace_created', 'teammate_invited', 'first_message_sent'],
  multiSessionMinimumSessions: 2,
  expansionWindowDays: 30,
  followUpDays: 7,
  retentionDays: [7, 30],
  features: {
    reports: ['report_viewed'],
    files: ['file_uploaded', 'file_shared'],
    invitations: ['invite_sent'],
    settings: ['settings_changed'],
  },
  coreFeatures: ['files', 'invitations'],
  topFeatures: ['reports', 'files', 'invitations'],
  earlyDays: 7,
  explorationDays: 30,
  reuseDays: 7,
  desiredAction: 'report_viewed',
  valueAction: 'invite_sent',
  basicValueAction: 'settings_changed',
  significantValueAction: 'file_shared',
  quickWinAction: 'invite_sent',
  initialSessions: 3,
  dropOffDays: 14,
  breadthDays: 30,
  progressDays: 30,
  taskDays: 14,
  tasksRequired: 1,
  teamSize: 3,
  qualification: { actions: ['project_created'], atLeast: 1 },
  engagement: [
    { action: 'session', weight: 1, cap: 10 },
    { action: 'project_created', weight: 1, cap: 5 },
  ],
  trialEngagementActions: 3,
  trialActions: ['project_created'],
  trialRevenueDays: 90,
  reportingCurrency: 'USD',
  freeToPaidDays: 30,
  referredCustomerDays: 90,
  invitationDays: 30,
  leadConversionDays: 30,
  leadEngagementDays: 7,
  supportEngagementDays: 14,
  surveys: {
    ces: { counts: 'latest', favourableFrom: 5 },
    onboarding_satisfaction: { counts: 'firstAfterActivation', favourableFrom: 4 },
    post_activation_feedback: { counts: 'firstAfterActivation', favourableFrom: 4 },
  },
} satisfies Definitions;
