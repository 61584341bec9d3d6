import chosen from '../activation.config.ts';
import type { ActivationConfig } from '../src/config/config.ts';

const unique = { unique: true };

/** As in the folder above. Tables of synthetic rows have primary keys. */
export default {
  ...chosen,
  sources: {
    ...chosen.sources,
    sessionHistory: unique,
    activatedUsers: unique,
    keyActions: unique,
    milestoneCompletionLogs: unique,
    subscriptions: unique,
    payments: unique,
    referrals: unique,
    contacts: unique,
    surveyResponses: unique,
  },
} satisfies ActivationConfig;
