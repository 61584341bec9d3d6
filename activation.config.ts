import type { ActivationConfig } from './src/config/config.ts';

/** The KPI definitions in force (metric contract, section 3); the worked example is counted with them. */
export default {
  keyAction: 'project_created',
  activationWindowDays: 7,
  activationWindowsOfferedDays: [1, 3, 7, 14, 30],
  keyMilestones: ['workspace_created', 'teammate_invited', 'first_message_sent'],
  multiSessionMinimumSessions: 2,
  expansionWindowDays: 30,
} satisfies ActivationConfig;
