import { definitions } from './definitions';

/** A key action with the suffix of the cubes and views that count it. The company-wide one has none. */
export interface KeyActionSet {
  suffix: string;
  keyAction: string;
}

/** Key milestones, in order, with the suffix of the cubes and views that count them. */
export interface KeyMilestoneSet {
  suffix: string;
  keyMilestones: string[];
}

const areas = Object.entries(definitions.productAreas ?? {});

/** The company-wide key action and those of the product areas. */
export const keyActionSets: KeyActionSet[] = [
  { suffix: '', keyAction: definitions.keyAction },
  ...areas.flatMap(([suffix, { keyAction }]) => (keyAction === undefined ? [] : [{ suffix, keyAction }])),
];

/** The company-wide key milestones and those of the product areas. */
export const keyMilestoneSets: KeyMilestoneSet[] = [
  { suffix: '', keyMilestones: definitions.keyMilestones },
  ...areas.flatMap(([suffix, { keyMilestones }]) =>
    keyMilestones === undefined ? [] : [{ suffix, keyMilestones }],
  ),
];

/** What a product area's title ends with. */
export const inArea = (suffix: string): string => (suffix === '' ? '' : ` (${suffix})`);

/**
 * A name in front of SQL aliases, short for a product area: Postgres cuts names off at 63 characters, those of the
 * longest measure with the cube's or view's name in front included.
 */
export const sqlAliasOf = (name: string, suffix: string): string =>
  suffix === '' ? name : `area${areas.findIndex(([area]) => area === suffix) + 1}_${name}`;
