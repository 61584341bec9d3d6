import { z } from 'zod';

/** Postgres' timestamps and intervals end long after this; no activation window is longer than ten years. */
const longestWindowDays = 3650;

const days = z.int().min(1).max(longestWindowDays);
const name = z.string().min(1);

const distinct = (what: string) => ({
  check: (list: unknown[]) => new Set(list).size === list.length,
  message: { error: `names a ${what} twice` },
});

const windows = distinct('window');
const milestones = distinct('milestone');
const keyMilestones = z.array(name).min(1).refine(milestones.check, milestones.message);

/** A product area's own key action, key milestones, or both. */
const productArea = z
  .strictObject({ keyAction: name.optional(), keyMilestones: keyMilestones.optional() })
  .refine((area) => area.keyAction !== undefined || area.keyMilestones !== undefined, {
    error: 'has neither a keyAction nor keyMilestones',
  });

/** The fields of {@link Definitions}, checked, each with the default of the metric contract. */
export const definitionsShape = {
  keyAction: name.default('project_created'),
  activationWindowDays: days.default(7),
  activationWindowsOfferedDays: z
    .array(days)
    .min(1)
    .refine(windows.check, windows.message)
    .default([1, 3, 7, 14, 30]),
  keyMilestones: keyMilestones.default(['workspace_created', 'teammate_invited', 'first_message_sent']),
  multiSessionMinimumSessions: z.int().min(2).max(1000).default(2),
  expansionWindowDays: days.default(30),
  followUpDays: days.default(7),
  productAreas: z
    .record(
      z.string().regex(/^[A-Z][A-Za-z0-9]{0,29}$/, {
        error: 'a product area is named like Messaging: a capital, then up to 29 letters and digits',
      }),
      productArea,
    )
    .optional(),
};

/** The KPI definitions in force. */
export interface Definitions {
  /** The `action_name` in `key_actions` whose first occurrence activates a user. */
  keyAction: string;
  /** The headline window of the activation rate, in days of 24 hours after the sign-up. */
  activationWindowDays: number;
  /** The windows offered beside the headline one, in days: 7 gives the measure `activationRate7d`. */
  activationWindowsOfferedDays: number[];
  /** The `milestone_name`s in `milestone_completion_logs` that qualify an account, in the order of the funnel. */
  keyMilestones: string[];
  /** How many sessions make an activation a multi-session one. */
  multiSessionMinimumSessions: number;
  /** The window of the windowed expansion rate, in days of 24 hours after the eligibility. */
  expansionWindowDays: number;
  /** The window of the follow-up engagement rate, in days of 24 hours after the activation. */
  followUpDays: number;
  /**
   * Product areas with a key action or key milestones of their own. An area `Messaging` adds the views
   * `ActivationRateMessaging`, or `MilestoneCompletionMessaging` and `MilestoneFunnelMessaging`, or all three.
   */
  productAreas?: Record<string, { keyAction?: string; keyMilestones?: string[] }>;
}

/** The settings with the defaults of the metric contract for those that a company leaves out. */
export const withDefaults = (chosen: Partial<Definitions> = {}): Definitions =>
  // The schema's record of areas is wider than the interface's.
  z.object(definitionsShape).parse(chosen) as Definitions;
