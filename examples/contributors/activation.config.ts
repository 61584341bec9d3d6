import type { ActivationConfig } from '../../src/config/config.ts';

/** How the contributors of a code base are counted: see README.md beside this file. */
export default {
  keyAction: 'changed_code',
  activationWindowDays: 7,
  activationWindowsOfferedDays: [1, 3, 7, 14, 30],
  keyMilestones: ['first_code', 'first_docs', 'first_tests'],
  multiSessionMinimumSessions: 2,
  expansionWindowDays: 30,
} satisfies ActivationConfig;
