import type { ActivationConfig } from '../config/config.ts';

/** A name that the definitions count, with the place in the configuration that says so. */
export interface KeyName {
  name: string;
  path: string;
}

/** Names that one KPI counts: if none of them occurs, it can only be 0. */
export interface KeyNameSet {
  kpi: string;
  names: KeyName[];
}

/** The key action of the company and those of its product areas, each a set of its own. */
export const keyActionSets = ({ keyAction, productAreas = {} }: ActivationConfig): KeyNameSet[] => [
  { kpi: 'ActivationRate', names: [{ name: keyAction, path: 'keyAction' }] },
  ...Object.entries(productAreas).flatMap(([area, { keyAction: ofArea }]) =>
    ofArea === undefined
      ? []
      : [{ kpi: `ActivationRate${area}`, names: [{ name: ofArea, path: `productAreas.${area}.keyAction` }] }],
  ),
];

/** The key milestones of the company and those of its product areas. */
export const keyMilestoneSets = ({ keyMilestones, productAreas = {} }: ActivationConfig): KeyNameSet[] => [
  { kpi: 'MilestoneCompletion', names: milestoneNames(keyMilestones, 'keyMilestones') },
  ...Object.entries(productAreas).flatMap(([area, { keyMilestones: ofArea }]) =>
    ofArea === undefined
      ? []
      : [
          {
            kpi: `MilestoneCompletion${area}`,
            names: milestoneNames(ofArea, `productAreas.${area}.keyMilestones`),
          },
        ],
  ),
];

const milestoneNames = (names: string[], path: string): KeyName[] =>
  names.map((name, index) => ({ name, path: `${path}[${index}]` }));

const namesOf = (sets: KeyNameSet[]): string[] => [
  ...new Set(sets.flatMap(({ names }) => names.map(({ name }) => name))),
];

/** Every key action that something counts. */
export const keyActionNames = (config: ActivationConfig): string[] => namesOf(keyActionSets(config));

/** Every key milestone that something counts. */
export const keyMilestoneNames = (config: ActivationConfig): string[] => namesOf(keyMilestoneSets(config));
