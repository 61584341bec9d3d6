import type { ActivationConfig } from '../../src/config/config.ts';

/** How the contributors of a code base are counted: see README.md beside this file. */
export default {
  keyAction: 'changed_code',
  keyMilestones: ['first_code', 'first_docs', 'first_tests'],
} satisfies ActivationConfig;
