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
  /** What comes of it if one doesn't occur and others do. */
  withoutOne: string;
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

/** The key milestones of the company and those of its product areas. */
export const keyMilestoneSets = ({ keyMilestones, productAreas = {} }: CompleteConfig): KeyNameSet[] => [
  ofKpi('MilestoneCompletion', milestoneNames(keyMilestones, 'keyMilestones')),
  ...Object.entries(productAreas).flatMap(([area, { keyMilestones: ofArea }]) =>
    ofArea === undefined
      ? []
      : [ofKpi(`MilestoneCompletion${area}`, milestoneNames(ofArea, `productAreas.${area}.keyMilestones`))],
  ),
];

/** The events that a preset makes a source of. */
export const eventSet = (path: string, { named }: SourceEvents): KeyNameSet => ({
  names: Object.entries(named).map(([option, name]) => ({ name, path: option })),
  withoutAll: `${path} is made of it, and can only be empty.`,
  withoutOne: `What ${path} makes of it is missing.`,
});

const milestoneNames = (names: readonly string[], path: string): KeyName[] =>
  names.map((name, index) => ({ name, path: `${path}[${index}]` }));

const namesOf = (sets: KeyNameSet[]): string[] => [
  ...new Set(sets.flatMap(({ names }) => names.map(({ name }) => name))),
];

/** Every key action that something counts. */
export const keyActionNames = (config: CompleteConfig): string[] => namesOf(keyActionSets(config));

/** Every key milestone that something counts. */
export const keyMilestoneNames = (config: CompleteConfig): string[] => namesOf(keyMilestoneSets(config));
