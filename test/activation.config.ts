import type { Definitions } from '../src/config/definitions.ts';

/** The definitions that the tests count with, those of the metric contract; yours are in the file above this folder. */
export default {
  keyAction: 'project_created',
  activationWindowDays: 7,
  activationWindowsOfferedDays: [1, 3, 7, 14, 30],
  keyMilestones: ['workspace_created', 'teammate_invited', 'first_message_sent'],
  multiSessionMinimumSessions: 2,
  expansionWindowDays: 30,
  followUpDays: 7,
} satisfies Definitions;
