/** A Cube made of a few functions, for tests of sessions and resources that ask nothing of a model. */
import type { SQLInterfaceOptions } from '@cubejs-backend/native';
import getPort from 'get-port';
import pg from 'pg';
import { afterAll, beforeAll, inject, vi } from 'vitest';
import { SqlInterface } from '../../packages/cube-stand-in/src/sql-interface.ts';
import { serving } from '../harness/cube.ts';

/** What a user's security context shows: the members, and how many rows. */
export interface Seen {
  dimensions: string[];
  count: number;
}

export const seenBy: Record<string, Seen> = {
  analyst: { dimensions: ['plan'], count: 3 },
  owner: { dimensions: ['plan', 'salary'], count: 50_001 },
};
/** The version of the model that a user sees. */
export const version = new Map<string, number>();

/** What a Cube server hands over, for a cube `Things` with a count and the dimensions that the user sees. */
export const thingsCube = (pgPort: number): SQLInterfaceOptions => {
  const dimensionsOf = (user: string) => seenBy[user]?.dimensions ?? [];
  const unused = () => {
    throw new Error('Not asked for here.');
  };
  return {
    pgPort,
    checkSqlAuth: async ({ user }) => ({
      password: `${user}'s`,
      superuser: false,
      securityContext: { user },
      skipPasswordCheck: false,
    }),
    contextToApiScopes: async ({ securityContext }) =>
      securityContext.user === 'nobody' ? ['data'] : ['data', 'sql'],
    meta: async ({ session: { securityContext } }) => ({
      compilerId: `${securityContext.user} ${version.get(securityContext.user) ?? 0}`,
      cubes: [
        {
          name: 'Things',
          measures: [{ name: 'Things.count', type: 'number', aggType: 'count' }],
          dimensions: dimensionsOf(securityContext.user).map((name) => ({
            name: `Things.${name}`,
            type: 'string',
          })),
          segments: [],
        },
      ],
    }),
    sqlApiLoad: async ({ session: { securityContext }, query }) => {
      const count = seenBy[securityContext.user]?.count ?? 0;
      const offset = query.offset ?? 0;
      const rows = query.measures.length > 0 ? 1 : Math.max(0, Math.min(query.limit, count - offset));
      const members: string[] = [...query.measures, ...query.dimensions];
      const columns = members.map((member) =>
        Array.from({ length: rows }, (_, row) => (member === 'Things.count' ? count : `${member} ${row}`)),
      );
      return {
        getResults: () => [
          {
            getTransformData: () => [
              {
                aliasToMemberNameMap: Object.fromEntries(members.map((member) => [member, member])),
                annotation: Object.fromEntries(members.map((member) => [member, {}])),
                query,
              },
            ],
            getRawData: () => [Buffer.from(JSON.stringify({ members, columns }))],
          },
        ],
      };
    },
    // Of rows the database is asked, of as many as there are.
    sql: async ({ session: { securityContext }, query }) => {
      const columns = [...query.dimensions, ...query.measures].map((member: string) =>
        member === 'Things.count' ? 'count(n)' : `CAST('${member} ' || n AS TEXT)`,
      );
      const count = seenBy[securityContext.user]?.count ?? 0;
      return {
        sql: {
          sql: [`SELECT ${columns.join(', ')} FROM generate_series(1, $0$::int) AS things (n)`, [count]],
        },
      };
    },
    checkAuth: unused,
    stream: unused,
    logLoadEvent: unused,
    sqlGenerators: unused,
    canSwitchUserForSession: unused,
  };
};

/** Serves it for the tests of a file. Returns what connects to it: as an analyst, unless told. */
export function serveThings(): (settings?: pg.ClientConfig) => Promise<pg.Client> {
  let server: SqlInterface;
  let port: number;
  beforeAll(async () => {
    for (const [name, value] of Object.entries(serving(inject('workedExample')))) vi.stubEnv(name, value);
    port = await getPort();
    server = await SqlInterface.start(thingsCube(port));
  });
  afterAll(async () => {
    await server.shutdown('fast');
    vi.unstubAllEnvs();
  });
  return async (settings = {}) => {
    const { user = 'analyst' } = settings;
    const client = new pg.Client({
      ...{ host: '127.0.0.1', port, user, password: `${user}'s`, database: 'cube' },
      ...settings,
    });
    await client.connect();
    return client;
  };
}
