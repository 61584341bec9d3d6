import { z } from 'zod';
import { featuresSchema } from './features-schema.ts';

/** Postgres' timestamps and intervals end long after this; no activation window is longer than ten years. */
const longestWindowDays = 3650;

const days = z.int().min(1).max(longestWindowDays);
const name = z.string().min(1);
const count = z.int().min(1).max(1000);
const amount = z.number().positive().max(1_000_000);

const listOf = <Item>(
  item: z.ZodType<Item>,
  what: string,
  tellsApart: (item: Item) => unknown = (it) => it,
) =>
  z
    .array(item)
    .min(1)
    .refine((list) => new Set(list.map(tellsApart)).size === list.length, { error: `names ${what} twice` });

const actions = listOf(name, 'an action');
const windows = listOf(days, 'a window');
const keyMilestones = listOf(name, 'a milestone');
/** None, where there are no features to choose from. */
const someFeatures = z.array(name).max(0).or(listOf(name, 'a feature'));

/** A product area's own key action, key milestones, or both. */
const productArea = z
  .strictObject({ keyAction: name.optional(), keyMilestones: keyMilestones.optional() })
  .refine((area) => area.keyAction !== undefined || area.keyMilestones !== undefined, {
    error: 'has neither a keyAction nor keyMilestones',
  });

/** The settings, each with the default of the metric contract or the KPI catalogue, unless that is another's value. */
export const chosenSchema = z
  .strictObject({
    keyAction: name.default('project_created'),
    activationWindowDays: days.default(7),
    activationWindowsOfferedDays: windows.default([1, 3, 7, 14, 30]),
    keyMilestones: keyMilestones.default(['workspace_created', 'teammate_invited', 'first_message_sent']),
    multiSessionMinimumSessions: z.int().min(2).max(1000).default(2),
    expansionWindowDays: days.default(30),
    followUpDays: days.default(7),
    retentionDays: windows.default([7, 30]),
    features: featuresSchema(actions).default({}),
    coreFeatures: someFeatures.optional(),
    topFeatures: someFeatures.optional(),
    earlyDays: days.default(7),
    explorationDays: days.default(30),
    reuseDays: days.default(7),
    desiredAction: name.optional(),
    valueAction: name.optional(),
    basicValueAction: name.optional(),
    significantValueAction: name.optional(),
    quickWinAction: name.optional(),
    initialSessions: count.default(3),
    dropOffDays: days.default(14),
    breadthDays: days.default(30),
    progressDays: days.default(30),
    taskDays: days.default(14),
    tasksRequired: count.default(1),
    teamSize: count.default(3),
    qualification: z.strictObject({ actions, atLeast: count.default(1) }).optional(),
    engagement: listOf(
      z.strictObject({ action: name, weight: amount, cap: amount }),
      'an action',
      ({ action }) => action,
    ).optional(),
    trialEngagementActions: count.default(3),
    trialActions: actions.optional(),
    trialRevenueDays: days.default(90),
    reportingCurrency: name.default('USD'),
    freeToPaidDays: days.default(30),
    referredCustomerDays: days.default(90),
    invitationDays: days.default(30),
    leadConversionDays: days.default(30),
    leadEngagementDays: days.default(7),
    supportEngagementDays: days.default(14),
    surveys: z
      .record(
        name,
        z.strictObject({ counts: z.enum(['latest', 'firstAfterActivation']), favourableFrom: z.number() }),
      )
      .refine((surveys) => Object.keys(surveys).length > 0, { error: 'names no survey' })
      .default({
        ces: { counts: 'latest', favourableFrom: 5 },
        onboarding_satisfaction: { counts: 'firstAfterActivation', favourableFrom: 4 },
        post_activation_feedback: { counts: 'firstAfterActivation', favourableFrom: 4 },
      }),
    productAreas: z
      .record(
        z.string().regex(/^[A-Z][A-Za-z0-9]{0,29}$/, {
          error: 'a product area is named like Messaging: a capital, then up to 29 letters and digits',
        }),
        productArea,
      )
      .optional(),
  })
  .superRefine((chosen, context) => {
    const refuse = (path: string[], message: string): void =>
      context.addIssue({ code: 'custom', path, message, input: chosen });
    const known = Object.keys(chosen.features);
    for (const setting of ['coreFeatures', 'topFeatures'] as const) {
      const unknown = chosen[setting]?.find((feature) => !known.includes(feature));
      if (unknown !== undefined) refuse([setting], `names ${unknown}, which is none of the features`);
      if (chosen[setting]?.length === 0 && known.length > 0) refuse([setting], 'names none of the features');
    }
    const { qualification, tasksRequired } = chosen;
    if (qualification && qualification.atLeast > qualification.actions.length) {
      refuse(['qualification', 'atLeast'], 'is more than there are actions: no account would qualify');
    }
    if (tasksRequired > chosen.keyMilestones.length) {
      refuse(['tasksRequired'], 'is more than there are keyMilestones: no account would complete so many');
    }
  });

/** The KPI definitions in force. */
export interface Definitions {
  /** The `action_name` in `key_actions` whose first occurrence activates a user. */
  keyAction: string;
  /** The headline window of the activation rate, in days of 24 hours after the sign-up. */
  activationWindowDays: number;
  /** The windows offered beside the headline one, in days: 7 gives the measure `activationRate7d`. */
  activationWindowsOfferedDays: readonly number[];
  /** The `milestone_name`s in `milestone_completion_logs` that qualify an account, in the order of the funnel. */
  keyMilestones: readonly string[];
  /** How many sessions make an activation a multi-session one. */
  multiSessionMinimumSessions: number;
  /** The window of the windowed expansion rate, in days of 24 hours after the eligibility. */
  expansionWindowDays: number;
  /** The window of the follow-up engagement rate, in days of 24 hours after the activation. */
  followUpDays: number;
  /** The days after the activation that retention is told of: 7 gives the measure `day7RetentionRate`. */
  retentionDays: readonly number[];
  /**
   * Features by their names, in order, each with the `action_name`s that are a use of it. Without features, the KPIs
   * about features don't exist.
   */
  features: Readonly<Record<string, readonly string[]>>;
  /** The features whose first use the first feature usage rate is about; all, unless told. */
  coreFeatures: readonly string[];
  /** The features that users should engage with soon; the first three, unless told. */
  topFeatures: readonly string[];
  /** The window of early adoption and of engagement with a top feature, in days after the sign-up. */
  earlyDays: number;
  /** The window of exploration, in days after the sign-up. */
  explorationDays: number;
  /** The window of a second use, in days after the first. */
  reuseDays: number;
  /** The `action_name` that converts a first-time user; the key action, unless told, as are the next four. */
  desiredAction: string;
  /** The `action_name` of the first value. */
  valueAction: string;
  /** The `action_name` of basic value. */
  basicValueAction: string;
  /** The `action_name` of significant value. */
  significantValueAction: string;
  /** The `action_name` of a quick win. */
  quickWinAction: string;
  /** How many of a user's sessions are the first ones. */
  initialSessions: number;
  /** After how many days without activation who began the onboarding has dropped off. */
  dropOffDays: number;
  /** The window in which an account's features in use are counted, in days after its creation. */
  breadthDays: number;
  /** The window of the activation progression score, in days after the account's creation. */
  progressDays: number;
  /** The window of the task completion rate, in days after the account's creation. */
  taskDays: number;
  /** How many key milestones complete the tasks. */
  tasksRequired: number;
  /** How many activated users make an activated team. */
  teamSize: number;
  /** The `action_name`s that qualify an account, and how many different ones it takes; the key action, unless told. */
  qualification: { actions: readonly string[]; atLeast: number };
  /** The parts of the engagement score: an `action_name`, or `session` for sessions, up to a count, with its weight. */
  engagement: readonly { action: string; weight: number; cap: number }[];
  /** How many tracked actions during the trial make a trial user an engaged one. */
  trialEngagementActions: number;
  /** The `action_name`s that an account is to do during its trial; the key action, unless told. */
  trialActions: readonly string[];
  /** The window of the revenue per trial user, in days after the trial's start. */
  trialRevenueDays: number;
  /** The `currency` of the payments that count; those in others count nowhere. */
  reportingCurrency: string;
  /** The window of the self-serve conversion rate, in days after the start of the free time. */
  freeToPaidDays: number;
  /** After how many days as a customer a referred account is looked at: retained, or gone. */
  referredCustomerDays: number;
  /** The window of a user's first invitation, in days after the sign-up. */
  invitationDays: number;
  /** The window of a lead's conversion, in days after its creation. */
  leadConversionDays: number;
  /** The window of a lead's engagement, in days after its creation. */
  leadEngagementDays: number;
  /** The window of a response to proactive support, in days after the contact. */
  supportEngagementDays: number;
  /**
   * The surveys that count, by their names: which of a user's answers, and from which score on it is favourable. Each
   * survey has a scale of its own.
   */
  surveys: Readonly<Record<string, { counts: 'latest' | 'firstAfterActivation'; favourableFrom: number }>>;
  /**
   * Product areas with a key action or key milestones of their own. An area `Messaging` adds the views
   * `ActivationRateMessaging`, or `MilestoneCompletionMessaging` and `MilestoneFunnelMessaging`, or all three.
   */
  productAreas?: Record<string, { keyAction?: string; keyMilestones?: string[] }>;
}

/** The settings with the values of others for those that have these as their default (the catalogue's section 3). */
export const inForce = <Chosen extends z.output<typeof chosenSchema>>(chosen: Chosen) => {
  const { keyAction, features } = chosen;
  return {
    ...chosen,
    coreFeatures: chosen.coreFeatures ?? Object.keys(features),
    topFeatures: chosen.topFeatures ?? Object.keys(features).slice(0, 3),
    desiredAction: chosen.desiredAction ?? keyAction,
    valueAction: chosen.valueAction ?? keyAction,
    basicValueAction: chosen.basicValueAction ?? keyAction,
    significantValueAction: chosen.significantValueAction ?? keyAction,
    quickWinAction: chosen.quickWinAction ?? keyAction,
    trialActions: chosen.trialActions ?? [keyAction],
    qualification: chosen.qualification ?? { actions: [keyAction], atLeast: 1 },
    engagement: chosen.engagement ?? [
      { action: 'session', weight: 1, cap: 10 },
      { action: keyAction, weight: 1, cap: 5 },
    ],
  };
};

/** The settings in force, where a company chooses some. */
export const withDefaults = (chosen: Partial<Definitions> = {}): Definitions =>
  // The schema's record of areas is wider than the interface's.
  inForce(chosenSchema.parse(chosen)) as Definitions;
