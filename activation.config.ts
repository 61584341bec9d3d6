import type { ActivationConfig } from './src/config/config.ts';

/**
 * What this company counts as activation; the worked example is counted with it. The other settings have the defaults
 * of the metric contract: docs/metrics.md, "Definitions in force".
 */
export default {
  keyAction: 'project_created',
  keyMilestones: ['workspace_created', 'teammate_invited', 'first_message_sent'],
  features: {
    reports: ['report_viewed'],
    files: ['file_uploaded', 'file_shared'],
    invitations: ['invite_sent'],
    settings: ['settings_changed'],
  },
  coreFeatures: ['files', 'invitations'],
  desiredAction: 'report_viewed',
  valueAction: 'invite_sent',
  basicValueAction: 'settings_changed',
  significantValueAction: 'file_shared',
  quickWinAction: 'invite_sent',
  // The optional sources, in their canonical tables. Leave out those that you don't have.
  sources: {
    subscriptions: {},
    payments: {},
    referrals: {},
    leads: {},
    contacts: {},
    surveyResponses: {},
  },
} satisfies ActivationConfig;
