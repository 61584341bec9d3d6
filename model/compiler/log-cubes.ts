import type { MappedSource, MappedSources } from '../../src/config/sources.ts';
import type { UnitColumn } from '../language/cohort.ts';
import type { LogCube } from '../logs.ts';
import { cubeAccess } from './access.ts';
import { attributesOf, usersHaveAccountIds, usersHaveAccounts } from './attributes.ts';
import { type CubeMember, references } from './cube-file.ts';
import { snake } from './sql-text.ts';

/** A cube by its name. */
type Cubes = Record<string, object>;

/** The cubes of the sources as they are, of those that are there, and what joins them to their units. */
export function sourceCubes(logs: readonly LogCube[], sources: MappedSources): Cubes {
  return {
    ...Object.fromEntries(
      logs.filter(({ source }) => sources[source] !== null).map((log) => [log.cube, logCube(log, sources)]),
    ),
    ...(sources.sessionHistory && { UserSessions: userSessions(sources.sessionHistory, sources) }),
    ...(sources.accounts && usersHaveAccounts(sources) && { UserAccounts: userAccounts(sources) }),
  };
}

const all = (relation: string): string => `SELECT * FROM ${relation} AS source`;

export const dimension = ({ column, type, title, description }: UnitColumn): CubeMember => ({
  sql: `\${CUBE}.${snake(column)}`,
  type,
  title,
  description,
});

export const keyDimension = (column: UnitColumn): CubeMember => ({
  ...dimension(column),
  primaryKey: true,
  public: true,
});

/** The account of the user that a row is about, by which it is decided who sees it. */
const accountOfUser = (sources: MappedSources): Record<string, CubeMember> =>
  usersHaveAccountIds(sources)
    ? { accountId: { sql: '${Users.accountId}', type: 'string', public: false } }
    : {};

/** Who sees what of users, or of a cube that joins them: a row is its user's account's. */
export const userRowAccess = (sources: MappedSources, identifiers: readonly string[]): object[] =>
  cubeAccess({ account: usersHaveAccountIds(sources) ? 'accountId' : undefined, identifiers });

function logCube(log: LogCube, sources: MappedSources): object {
  const { cube, source, sqlAlias, of, unit, key = unit, columns, title, description, count } = log;
  const isOfUsers = of === 'user';
  const identifiers = [...new Set([key.name, unit.name])];
  const target = isOfUsers ? { cube: 'Users', key: 'userId' } : { cube: 'Accounts', key: 'id' };
  const isTargetThere = (isOfUsers ? sources.users : sources.accounts) !== null;
  return {
    ...(sqlAlias && { sqlAlias }),
    sql: all(sources[source]?.relation ?? ''),
    title,
    description,
    accessPolicy: isOfUsers ? userRowAccess(sources, identifiers) : cubeAccess({ account: unit.name }),
    joins: {
      ...(isTargetThere && {
        [target.cube]: {
          relationship: key === unit ? 'one_to_one' : 'many_to_one',
          sql: `\${CUBE}.${snake(unit.column)} = \${${target.cube}.${target.key}}`,
        },
      }),
      ...(cube === 'SessionHistory' && {
        UserSessions: { relationship: 'many_to_one', sql: '${CUBE}.user_id = ${UserSessions.userId}' },
      }),
    },
    dimensions: {
      ...(isOfUsers ? accountOfUser(sources) : {}),
      [key.name]: keyDimension(key),
      ...(key === unit ? {} : { [unit.name]: dimension(unit) }),
      ...Object.fromEntries(columns.map((column) => [column.name, dimension(column)])),
    },
    measures: {
      [count.name]: {
        ...(count.withValue
          ? {
              type: 'countDistinct',
              sql: `\${CUBE}.${snake(unit.column)}`,
              filters: [{ sql: `\${CUBE}.${snake(count.withValue.column)} IS NOT NULL` }],
            }
          : { type: 'count' }),
        title: count.title,
        description: count.description,
        meta: { unit: count.unit },
        drillMembers: references([...identifiers, ...columns.map(({ name }) => name)]),
      },
      ...(cube === 'SessionHistory' && { multiSessionUserCount }),
    },
  };
}

const multiSessionUserCount: CubeMember = {
  type: 'countDistinct',
  // The column and not the dimension, which an analyst doesn't see.
  sql: '${CUBE}.user_id',
  filters: [{ sql: '${UserSessions.sessionCount} >= 2' }],
  title: 'Users with several sessions',
  description:
    'How many users in the slice have 2 or more sessions in their whole history, activated or not. It is no part of the multi-session activation rate, which looks at the sessions up to the activation.',
  meta: { unit: 'users' },
  drillMembers: references(['userId']),
};

/** One row a user with sessions: how many they have in their whole history, whatever slice a query looks at. */
const userSessions = ({ relation, isUnique }: MappedSource, sources: MappedSources): object => ({
  sql: `SELECT user_id, COUNT(${isUnique ? '*' : 'DISTINCT session_id'}) AS session_count\nFROM ${relation} AS source\nGROUP BY user_id`,
  public: false,
  accessPolicy: userRowAccess(sources, ['userId']),
  // For the account of the user.
  joins: sources.users
    ? { Users: { relationship: 'one_to_one', sql: '${CUBE}.user_id = ${Users.userId}' } }
    : {},
  dimensions: {
    ...accountOfUser(sources),
    userId: { sql: '${CUBE}.user_id', type: 'string', primaryKey: true },
    sessionCount: { sql: '${CUBE}.session_count', type: 'number' },
  },
});

/**
 * The account of a user, for its attributes alone. It has no measures, so that no query counts accounts by way of
 * their users, which would lose the accounts without any.
 */
const userAccounts = (sources: MappedSources): object => ({
  sql: all(sources.accounts?.relation ?? ''),
  public: false,
  accessPolicy: cubeAccess({ account: 'id', isJoined: true }),
  dimensions: {
    id: { sql: '${CUBE}.id', type: 'string', primaryKey: true },
    ...attributesOf(sources, 'account').dimensions,
  },
});
