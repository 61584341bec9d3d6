import type { ActivationConfig } from './src/config/config.ts';

/**
 * What this company counts as activation; the worked example is counted with it. The other settings have the defaults
 * of the metric contract: docs/metrics.md, "Definitions in force".
 */
export default {
  keyAction: 'project_created',
  keyMilestones: ['workspace_created', 'teammate_invited', 'first_message_sent'],
} satisfies ActivationConfig;
