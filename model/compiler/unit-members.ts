import type { MappedSources } from '../../src/config/sources.ts';
import type { Cohort } from '../language/cohort.ts';
import { usersHaveAccountIds } from './attributes.ts';
import type { CubeMember } from './cube-file.ts';
import { ofLifeTable } from './life-table.ts';
import { dimension, keyDimension } from './log-cubes.ts';
import { neededDimensions } from './members.ts';
import { snake } from './sql-text.ts';

/** The dimensions that a unit has by itself. */
export function unitDimensions(cohort: Cohort, sources: MappedSources): Record<string, CubeMember> {
  const { key, countedBy, columns, events, start, accountCreatedAt, crossing, age, behaviour, unit } = cohort;
  return {
    [key.name]: keyDimension(key),
    ...(countedBy && countedBy.name !== key.name ? { [countedBy.name]: dimension(countedBy) } : {}),
    ...(unit !== 'account' && usersHaveAccountIds(sources)
      ? {
          accountId: {
            sql: '${CUBE}.account_id',
            type: 'string',
            title: 'Account',
            description: "The identifier of the user's account; empty for a user without one.",
          },
        }
      : {}),
    ...(crossing && {
      [`${crossing.each}Name`]: keyDimension({
        ...crossing.name,
        name: '',
        column: `${crossing.each}Name`,
        type: 'string',
      }),
      [`${crossing.each}Position`]: {
        sql: `\${CUBE}.${crossing.each}_position`,
        type: 'number',
        ...crossing.position,
      },
    }),
    ...(age && {
      [age.dimension]: {
        sql: `\${CUBE}.${snake(age.dimension)}`,
        type: 'number',
        title: age.title,
        description: age.description,
        primaryKey: true,
        public: true,
      },
    }),
    ...(behaviour && {
      [behaviour.name.name]: keyDimension(behaviour.name),
      [behaviour.times.dimension]: {
        sql: `\${CUBE}.${snake(behaviour.times.dimension)}`,
        type: 'number',
        title: behaviour.times.title,
        description: behaviour.times.description,
        primaryKey: true,
        public: true,
      },
    }),
    ...Object.fromEntries(columns.map((column) => [column.name, dimension(column)])),
    ...(events && { [events.name.name]: dimension(events.name) }),
    [start.name]: dimension(start),
    ...(accountCreatedAt && {
      [accountCreatedAt.name]: dimension({ ...accountCreatedAt, column: accountCreatedAt.name }),
    }),
  };
}

/**
 * What a cube tells of its units, in its `meta`, to this project's dialect. With one row a unit, that its measures are
 * over all of them: a log's cube joins to its units, so that beside a member of the log a measure would leave out the
 * units that have no row there. With several, over which dimensions the counts of parts add up to the count of the
 * whole: those with one value for all rows of a unit, and those of which each tells the rows of a unit apart.
 */
export const unitMeta = (cohort: Cohort, attributes: string[]): object => {
  const { countedBy, columns, start, crossing, accountCreatedAt, from, events, rows, oneOf, age } = cohort;
  if (age) return { late: { dimension: age.dimension, last: age.last, ...ofLifeTable } };
  // What starts at an event of the unit starts otherwise than the unit.
  const starts =
    from || events || rows ? columns.filter(({ type }) => type === 'time') : [accountCreatedAt ?? start];
  return countedBy
    ? {
        countedBy: countedBy.name,
        attributesOfUnit: [...starts.map(({ name }) => name), ...attributes],
        rowsOfUnit: crossing
          ? [`${crossing.each}Name`, `${crossing.each}Position`]
          : oneOf
            ? [oneOf]
            : neededDimensions(cohort),
      }
    : { overAllUnits: true };
};
