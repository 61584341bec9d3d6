import type { CompleteConfig } from '../config/config.ts';
import type { SourceEvents } from '../config/sources.ts';

/** A name that the definitions count, with the place in the configuration that says so. */
export interface KeyName {
  name: string;
  path: string;
}

/** Names that are looked for together, with what comes of it where they don't occur. */
export interface KeyNameSet {
  names: KeyName[];
  /** What comes of it if none of them occurs: `ActivationRate can only be 0.` */
  withoutAll: string;
  /** What comes of it if one doesn't occur and others do; a set of one has no such case. */
  withoutOne?: string;
}

const ofKpi = (kpi: string, names: KeyName[]): KeyNameSet => ({
  names,
  withoutAll: `${kpi} can only be 0.`,
  withoutOne: `${kpi} counts it as reached by nobody.`,
});

/** The key action of the company and those of its product areas, each a set of its own. */
export const keyActionSets = ({ keyAction, productAreas = {} }: CompleteConfig): KeyNameSet[] => [
  ofKpi('ActivationRate', [{ name: keyAction, path: 'keyAction' }]),
  ...Object.entries(productAreas).flatMap(([area, { keyAction: ofArea }]) =>
    ofArea === undefined
      ? []
      : [ofKpi(`ActivationRate${area}`, [{ name: ofArea, path: `productAreas.${area}.keyAction` }])],
  ),
];

/** Each action that a setting names, beside key actions. */
export const actionSets = (config: CompleteConfig): KeyNameSet[] =>
  [
    ...singleActions.map(([setting, withoutAll]) => ({
      names: [{ name: config[setting], path: setting }],
      withoutAll,
    })),
    ...Object.entries(config.features).map(([feature, actions]) => ({
      names: inList(actions, `features.${feature}`),
      withoutAll: `Nobody can have used ${feature}.`,
      withoutOne: `A use of ${feature} shows by its other actions alone.`,
    })),
    ofKpi('The qualification rate', inList(config.qualification.actions, 'qualification.actions')),
    {
      names: inList(config.trialActions, 'trialActions'),
      withoutAll: 'The trial actions completion rate can only be 0.',
    },
    ...config.engagement.map(({ action }, index) => ({
      names: action === 'session' ? [] : [{ name: action, path: `engagement[${index}].action` }],
      withoutAll: 'It adds nothing to the customer engagement score.',
    })),
  ].map((set) => ({ ...set, names: set.names.filter(({ name }) => name !== config.keyAction) }));

/** Settings that name one action, and what comes of it where it doesn't occur. */
const singleActions = [
  ['desiredAction', 'The first-session conversion rate can only be 0.'],
  ['valueAction', 'The time to the first value can only be empty.'],
  ['basicValueAction', 'The time to basic value can only be empty.'],
  ['significantValueAction', 'The time to significant value can only be empty.'],
  ['quickWinAction', 'The time to the quick win can only be empty.'],
] as const;

/** The key milestones of the company and those of its product areas. */
export const keyMilestoneSets = ({ keyMilestones, productAreas = {} }: CompleteConfig): KeyNameSet[] => [
  ofKpi('MilestoneCompletion', inList(keyMilestones, 'keyMilestones')),
  ...Object.entries(productAreas).flatMap(([area, { keyMilestones: ofArea }]) =>
    ofArea === undefined
      ? []
      : [ofKpi(`MilestoneCompletion${area}`, inList(ofArea, `productAreas.${area}.keyMilestones`))],
  ),
];

/** The surveys that the configuration names. */
export const surveySet = ({ surveys }: CompleteConfig): KeyNameSet => ({
  names: Object.keys(surveys).map((name) => ({ name, path: `surveys.${name}` })),
  withoutAll: 'SurveyScores can only be empty.',
  withoutOne: 'Nobody answered it.',
});

/** The events that a preset makes a source of. */
export const eventSet = (path: string, { named }: SourceEvents): KeyNameSet => ({
  names: Object.entries(named).map(([option, name]) => ({ name, path: option })),
  withoutAll: `${path} is made of it, and can only be empty.`,
  withoutOne: `What ${path} makes of it is missing.`,
});

const inList = (names: readonly string[], path: string): KeyName[] =>
  names.map((name, index) => ({ name, path: `${path}[${index}]` }));

const namesOf = (sets: KeyNameSet[]): string[] => [
  ...new Set(sets.flatMap(({ names }) => names.map(({ name }) => name))),
];

/** Every key action that something counts. */
export const keyActionNames = (config: CompleteConfig): string[] => namesOf(keyActionSets(config));

/** Every key milestone that something counts. */
export const keyMilestoneNames = (config: CompleteConfig): string[] => namesOf(keyMilestoneSets(config));
