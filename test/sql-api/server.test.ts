/** The SQL API over a Cube made of a few functions: who sees what, and what becomes of a taken port. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { SQLInterfaceOptions } from '@cubejs-backend/native';
import getPort from 'get-port';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SqlInterface } from '../../src/native/stand-in/sql-interface.ts';

/** What a user's security context shows: the members, and how many rows. */
interface Seen {
  dimensions: string[];
  count: number;
}

const seenBy: Record<string, Seen> = {
  analyst: { dimensions: ['plan'], count: 3 },
  owner: { dimensions: ['plan', 'salary'], count: 50_001 },
};
const version = new Map<string, number>();

/** What a Cube server hands over, for a cube `Things` with a count and the dimensions that the user sees. */
const options = (pgPort: number): SQLInterfaceOptions => {
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
    checkAuth: unused,
    sql: unused,
    stream: unused,
    logLoadEvent: unused,
    sqlGenerators: unused,
    canSwitchUserForSession: unused,
  };
};

let server: SqlInterface;
let port: number;
beforeAll(async () => {
  port = await getPort();
  server = await SqlInterface.start(options(port));
});
afterAll(() => server.shutdown('fast'));

async function connect(user: string, password = `${user}'s`): Promise<pg.Client> {
  const client = new pg.Client({ host: '127.0.0.1', port, user, password, database: 'cube' });
  await client.connect();
  return client;
}

test('each user sees the columns and gets the rows that Cube has for them, side by side', async () => {
  const [analyst, owner] = await Promise.all([connect('analyst'), connect('owner')]);
  const columns = async (client: pg.Client): Promise<string[]> =>
    (
      await client.query(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'Things' ORDER BY ordinal_position",
      )
    ).rows.map(({ column_name }) => column_name);
  expect(await columns(analyst)).toEqual(['plan', 'count']);
  expect(await columns(owner)).toEqual(['plan', 'salary', 'count']);
  const count = 'SELECT MEASURE(count) AS n FROM "Things"';
  const both = await Promise.all([analyst, owner, analyst, owner].map((client) => client.query(count)));
  expect(both.map(({ rows }) => rows[0].n)).toEqual(['3', '50001', '3', '50001']);
  await expect(analyst.query('SELECT salary FROM "Things"')).rejects.toMatchObject({ code: '42703' });

  // More rows than Cube gives are no answer; as many are one.
  await expect(owner.query('SELECT plan FROM "Things"')).rejects.toMatchObject({ code: '54000' });
  seenBy.owner = { ...(seenBy.owner as Seen), count: 50_000 };
  expect((await owner.query('SELECT plan, salary FROM "Things"')).rowCount).toBe(50_000);

  // A change of the model shows, without a new connection.
  seenBy.analyst = { dimensions: ['plan', 'country'], count: 3 };
  version.set('analyst', 1);
  await expect.poll(() => columns(analyst), { timeout: 20_000 }).toEqual(['plan', 'country', 'count']);
  await Promise.all([analyst.end(), owner.end()]);
});

test('who gives a wrong password, or may not use the SQL API, is refused', async () => {
  await expect(connect('analyst', "owner's")).rejects.toMatchObject({ code: '28P01' });
  await expect(connect('nobody')).rejects.toMatchObject({ code: '28000' });
});

test('a port that is taken is a reason, and no end of the server', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port: taken } = other.address() as { port: number };
  const { state, shutdown } = await SqlInterface.start(options(taken));
  expect(state).toMatchObject({
    kind: 'off',
    reason: expect.stringContaining(`CUBEJS_PG_SQL_PORT=${taken + 1}`),
  });
  await shutdown.call({} as SqlInterface, 'fast');
  other.close();
  expect((await SqlInterface.start({ ...options(0) })).state).toEqual({
    kind: 'off',
    reason: 'CUBEJS_PG_SQL_PORT names no port',
  });
});
