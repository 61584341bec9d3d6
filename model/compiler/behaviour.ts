import type { Behaviour } from '../language/cohort.ts';
import type { CubeMember } from './cube-file.ts';
import { capitalized, snake } from './sql-text.ts';

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
  // Of one behaviour a unit has one row: to tell units apart would only take longer.
  const rowsOf = (counted: string): string => `rowsOf${capitalized(counted)}`;
  const rowsOfCounts = (areOfDoers: boolean): Record<string, string> =>
    Object.fromEntries(
      counts
        .filter(([, count]) => isOfDoers(count) === areOfDoers)
        .map(([counted]) => [counted, rowsOf(counted)]),
    );
  return {
    meta: {
      dimensions: { [name.name]: 'allNames', [times.dimension]: 'allTimes' },
      ofUnits: rowsOfCounts(false),
      ofItem: rowsOfCounts(true),
      isOwn: done,
      isFirst: 'isFirst',
    },
    measures: {
      allNames: { type: 'number', sql: 'MAX(${CUBE}.all_names)', public: false },
      allTimes: { type: 'number', sql: 'MAX(${CUBE}.all_times)', public: false },
      ...Object.fromEntries(
        counts.map(([counted, { sql = '', filters }]) => [
          rowsOf(counted),
          { type: 'count', sql, ...(filters && { filters }), public: false } satisfies CubeMember,
        ]),
      ),
    },
  };
}
