import type { Behaviour } from '../language/cohort.ts';
import type { CubeMember } from './cube-file.ts';
import { snake } from './sql-text.ts';

/** The hidden dimensions of a cube of behaviours by which the dialect counts all units once; see `sparse` in cube-fixes. */
export const hiddenDimensions = ({ done }: Behaviour): Record<string, CubeMember> => ({
  [done]: { sql: `\${CUBE}.${snake(done)}`, type: 'boolean', public: false },
  isFirst: { sql: '${CUBE}.is_first', type: 'boolean', public: false },
});

/** Its hidden measures, and what its `meta` says of them. */
export function sparseItems(
  { name, times, done }: Behaviour,
  measures: Readonly<Record<string, CubeMember>>,
): { meta: object; measures: Record<string, CubeMember> } {
  const counts = Object.entries(measures).filter(([, { type }]) => type === 'countDistinct');
  const isOfDoers = ({ filters = [] }: CubeMember): boolean =>
    filters.some(({ sql }) => sql === `\${CUBE}.${snake(done)}`);
  const countsOf = (areOfDoers: boolean): string[] =>
    counts.filter(([, count]) => isOfDoers(count) === areOfDoers).map(([counted]) => counted);
  return {
    meta: {
      dimensions: { [name.name]: 'allNames', [times.dimension]: 'allTimes' },
      ofUnits: countsOf(false),
      ofItem: countsOf(true),
      isOwn: done,
      isFirst: 'isFirst',
    },
    measures: {
      allNames: { type: 'number', sql: 'MAX(${CUBE}.all_names)', public: false },
      allTimes: { type: 'number', sql: 'MAX(${CUBE}.all_times)', public: false },
    },
  };
}
