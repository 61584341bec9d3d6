import type { ActivationConfig } from '../../src/config/config.ts';

/** How the contributors of a code base are counted: see README.md beside this file. */
export default {
  keyAction: 'changed_code',
  keyMilestones: ['first_code', 'first_docs', 'first_tests'],
  features: { code: ['changed_code'], docs: ['changed_docs'], tests: ['changed_tests'] },
  basicValueAction: 'changed_docs',
  significantValueAction: 'changed_tests',
  qualification: { actions: ['changed_code', 'changed_docs', 'changed_tests'], atLeast: 2 },
} satisfies ActivationConfig;
