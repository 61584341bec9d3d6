import type { Definitions } from '../src/config/definitions.ts';
import { actions, type Events } from './language/events.ts';
import { type EventMoment, first, type ItemMoment } from './language/facts.ts';

/** Without features, their cohorts and views aren't there. */
export const hasFeatures = ({ features }: Definitions): boolean => Object.keys(features).length > 0;

/**
 * A moment of each feature, for a cohort that is crossed with features; in columns a feature goes by its position, as its
 * name may be any text.
 *
 * @param moment declares it, by a name and the feature's uses
 */
export const ofEachFeature = (
  { features }: Definitions,
  name: string,
  moment: (name: string, uses: Events, index: number) => EventMoment,
): ItemMoment => ({
  kind: 'item',
  name,
  of: Object.values(features).map((names, index) =>
    moment(`${name.replace(/At$/, '')}${index + 1}At`, actions(...names), index),
  ),
});

/** When a user first used each feature, at or after the sign-up (rule 3). */
export const firstUses = (settings: Definitions): ItemMoment =>
  ofEachFeature(settings, 'firstUsedAt', (name, uses) => first(name, uses));
