import type { Definitions } from '../../../src/config/definitions.ts';
import type { Sources } from '../../../src/config/sources.ts';

/**
 * The settings of the KPI catalogue's section 3 with their defaults in force. A
 * configuration may know any of them, or none.
 */
export interface CatalogueSettings {
  /** The names of a feature's actions, by the feature's name, in order. Without features their KPIs don't exist. */
  features: Record<string, readonly string[]>;
  coreFeatures: readonly string[];
  topFeatures: readonly string[];
  desiredAction: string;
  valueAction: string;
  basicValueAction: string;
  significantValueAction: string;
  quickWinAction: string;
  earlyDays: number;
  explorationDays: number;
  reuseDays: number;
  initialSessions: number;
  followUpDays: number;
  retentionDays: readonly number[];
  dropOffDays: number;
  breadthDays: number;
  progressDays: number;
  taskDays: number;
  tasksRequired: number;
  teamSize: number;
  qualification: { actions: readonly string[]; atLeast: number };
  /** The parts of the engagement score; an action named `session` means sessions. */
  engagement: readonly { action: string; weight: number; cap: number }[];
  trialEngagementActions: number;
  trialActions: readonly string[];
  trialRevenueDays: number;
  reportingCurrency: string;
  freeToPaidDays: number;
  referredCustomerDays: number;
  invitationDays: number;
  leadConversionDays: number;
  leadEngagementDays: number;
  supportEngagementDays: number;
  surveys: Readonly<Record<string, { counts: 'latest' | 'firstAfterActivation'; favourableFrom: number }>>;
}

/** The settings of the metric contract. */
export type ContractDefinitions = Omit<Definitions, Exclude<keyof CatalogueSettings, 'followUpDays'>>;

/** What a configuration holds, whether it knows settings of the catalogue or not, and any of the optional sources. */
export type CatalogueDefinitions = ContractDefinitions & Partial<CatalogueSettings> & { sources?: Sources };

/** The sources that are there only where a configuration names them. */
export const optionalSources = [
  'subscriptions',
  'payments',
  'referrals',
  'leads',
  'contacts',
  'surveyResponses',
] as const satisfies (keyof Sources)[];

/** A configuration's sources with all of them, in the canonical tables. */
export const allSources: Sources = Object.fromEntries(optionalSources.map((source) => [source, {}]));

/** Whether a configuration has all of these sources: without them, what needs them doesn't exist. */
export const hasSources = (
  { sources }: CatalogueDefinitions,
  ...needed: (typeof optionalSources)[number][]
): boolean => needed.every((source) => sources?.[source] !== undefined && sources[source] !== null);

/** The settings in force: those of a configuration, and the defaults of the others. */
export function catalogueSettings(definitions: CatalogueDefinitions): CatalogueSettings {
  const { keyAction, features = {} } = definitions;
  return {
    features,
    coreFeatures: definitions.coreFeatures ?? Object.keys(features),
    topFeatures: definitions.topFeatures ?? Object.keys(features).slice(0, 3),
    desiredAction: definitions.desiredAction ?? keyAction,
    valueAction: definitions.valueAction ?? keyAction,
    basicValueAction: definitions.basicValueAction ?? keyAction,
    significantValueAction: definitions.significantValueAction ?? keyAction,
    quickWinAction: definitions.quickWinAction ?? keyAction,
    earlyDays: definitions.earlyDays ?? 7,
    explorationDays: definitions.explorationDays ?? 30,
    reuseDays: definitions.reuseDays ?? 7,
    initialSessions: definitions.initialSessions ?? 3,
    followUpDays: definitions.followUpDays ?? 7,
    retentionDays: definitions.retentionDays ?? [7, 30],
    dropOffDays: definitions.dropOffDays ?? 14,
    breadthDays: definitions.breadthDays ?? 30,
    progressDays: definitions.progressDays ?? 30,
    taskDays: definitions.taskDays ?? 14,
    tasksRequired: definitions.tasksRequired ?? 1,
    teamSize: definitions.teamSize ?? 3,
    qualification: definitions.qualification ?? { actions: [keyAction], atLeast: 1 },
    engagement: definitions.engagement ?? [
      { action: 'session', weight: 1, cap: 10 },
      { action: keyAction, weight: 1, cap: 5 },
    ],
    trialEngagementActions: definitions.trialEngagementActions ?? 3,
    trialActions: definitions.trialActions ?? [keyAction],
    trialRevenueDays: definitions.trialRevenueDays ?? 90,
    reportingCurrency: definitions.reportingCurrency ?? 'USD',
    freeToPaidDays: definitions.freeToPaidDays ?? 30,
    referredCustomerDays: definitions.referredCustomerDays ?? 90,
    invitationDays: definitions.invitationDays ?? 30,
    leadConversionDays: definitions.leadConversionDays ?? 30,
    leadEngagementDays: definitions.leadEngagementDays ?? 7,
    supportEngagementDays: definitions.supportEngagementDays ?? 14,
    surveys: definitions.surveys ?? {
      ces: { counts: 'latest', favourableFrom: 5 },
      onboarding_satisfaction: { counts: 'firstAfterActivation', favourableFrom: 4 },
      post_activation_feedback: { counts: 'firstAfterActivation', favourableFrom: 4 },
    },
  };
}
