import type { Behaviour } from '../language/cohort.ts';
import type { CubeMember } from './cube-file.ts';
import { snake } from './sql-text.ts';

/** The hidden members of a cube of behaviours by which the dialect counts all units once; see `sparse` in cube-fixes. */
export const hiddenMembers = ({
  done,
}: Behaviour): Record<'measures' | 'dimensions', Record<string, CubeMember>> => ({
  measures: {
    allNames: { type: 'number', sql: 'MAX(${CUBE}.all_names)', public: false },
    allTimes: { type: 'number', sql: 'MAX(${CUBE}.all_times)', public: false },
  },
  dimensions: {
    [done]: { sql: `\${CUBE}.${snake(done)}`, type: 'boolean', public: false },
    isFirst: { sql: '${CUBE}.is_first', type: 'boolean', public: false },
  },
});

/** What the cube's `meta` says of them, and which of its counts are of whoever did it. */
export function sparseItems(
  { name, times, done }: Behaviour,
  measures: Readonly<Record<string, CubeMember>>,
): object {
  const counts = Object.entries(measures).filter(([, { type }]) => type === 'countDistinct');
  const isOfDoers = ({ filters = [] }: CubeMember): boolean =>
    filters.some(({ sql }) => sql === `\${CUBE}.${snake(done)}`);
  const namesOf = (areOfDoers: boolean): string[] =>
    counts.filter(([, count]) => isOfDoers(count) === areOfDoers).map(([counted]) => counted);
  return {
    dimensions: { [name.name]: 'allNames', [times.dimension]: 'allTimes' },
    ofUnits: namesOf(false),
    ofItem: namesOf(true),
    isOwn: done,
    isFirst: 'isFirst',
  };
}
