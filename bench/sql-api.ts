/**
 * `npm run bench:sql-api`: how much longer a query takes through the SQL API of the stand-in than through REST, or than
 * straight from Postgres where it is no query of Cube's: over the worked example, or with `-- --synthetic` over what
 * `activation load --synthetic` made. It starts a server of its own, asks both in turns, and prints medians in
 * milliseconds.
 */
import { rm } from 'node:fs/promises';
import cube, { type Query } from '@cubejs-client/core';
import Table from 'cli-table3';
import pg from 'pg';
import { startCli } from '../test/harness/cube.ts';
import { makeHome } from '../test/harness/home.ts';

/** The same question twice. */
interface Case {
  name: string;
  rest?: Query;
  byHand?: string;
  sql: string;
}

const cases: Case[] = [
  {
    name: 'a total',
    rest: { measures: ['ActivationRate.activationRate'] },
    sql: 'SELECT MEASURE("activationRate") FROM "ActivationRate"',
  },
  {
    name: 'by a dimension',
    rest: { measures: ['ActivationRate.activationRate'], dimensions: ['ActivationRate.persona'] },
    sql: 'SELECT persona, MEASURE("activationRate") FROM "ActivationRate" GROUP BY 1',
  },
  {
    name: 'by month, filtered, as a BI tool wraps it',
    rest: {
      measures: ['ActivationRate.newSignUps'],
      timeDimensions: [{ dimension: 'ActivationRate.signedUpAt', granularity: 'month' }],
      filters: [{ member: 'ActivationRate.planType', operator: 'equals', values: ['pro'] }],
    },
    sql: `SELECT date_trunc('month', t."signedUpAt"), SUM(t."newSignUps") FROM (SELECT * FROM "ActivationRate") AS t WHERE t."planType" = 'pro' GROUP BY 1 ORDER BY 1`,
  },
  {
    name: '1,000 rows',
    rest: { dimensions: ['Users.userId', 'Users.persona', 'Users.planType'], limit: 1000 },
    sql: 'SELECT DISTINCT "userId", persona, "planType" FROM "Users"',
  },
  // Past Cube's cache and rollups.
  {
    name: 'the number of users',
    byHand: 'SELECT COUNT(*) FROM users',
    sql: 'SELECT COUNT(*) FROM "Users"',
  },
  {
    name: 'the first and the last sign-up',
    byHand: 'SELECT MIN(signed_up_at), MAX(signed_up_at) FROM users',
    sql: 'SELECT MIN("signedUpAt"), MAX("signedUpAt") FROM "Users"',
  },
  {
    name: 'users by whether a text contains another',
    byHand: `SELECT persona LIKE '%er', COUNT(*) FROM users GROUP BY 1`,
    sql: `SELECT persona LIKE '%er', COUNT(*) FROM "Users" GROUP BY 1`,
  },
];

const rounds = Number(process.env.ROUNDS ?? 100);

async function milliseconds(ask: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await ask();
  return performance.now() - start;
}

const median = (times: number[]): number =>
  times.sort((one, other) => one - other)[times.length >> 1] ?? Number.NaN;

const isSynthetic = process.argv.includes('--synthetic');
const home = isSynthetic ? undefined : await makeHome();
const server = await startCli(['start', ...(isSynthetic ? ['--synthetic'] : [])], {
  ACTIVATION_ROLLUPS: 'false',
  ...(home && { ACTIVATION_HOME: home }),
});
const api = cube('', { apiUrl: `${server.url}/cubejs-api/v1` });
const client = new pg.Client({
  host: '127.0.0.1',
  port: server.sqlPort,
  user: 'cube',
  password: 'any',
  database: 'cube',
});
const postgres = new pg.Client(/postgres:\S+/.exec(server.output())?.[0]);
try {
  await client.connect();
  await postgres.connect();
  const table = new Table({
    head: ['query', 'REST', 'by hand', 'SQL API', 'more'],
    colAligns: ['left', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  for (const { name, rest, byHand = '', sql } of cases) {
    await client.query(`SET cube.push_down = ${rest ? 'off' : 'on'}`);
    const times = { others: [] as number[], sql: [] as number[] };
    for (let round = -10; round < rounds; round++) {
      const byOthers = await milliseconds(() => (rest ? api.load(rest) : postgres.query(byHand)));
      const bySql = await milliseconds(() => client.query(sql));
      // The first ones warm up.
      if (round < 0) continue;
      times.others.push(byOthers);
      times.sql.push(bySql);
    }
    const [one, other] = [median(times.others), median(times.sql)];
    const shown = one.toFixed(1);
    table.push([name, ...(rest ? [shown, ''] : ['', shown]), other.toFixed(1), (other - one).toFixed(1)]);
  }
  console.log(`Medians of ${rounds} rounds in milliseconds\n${table}`);
} finally {
  await client.end();
  await postgres.end();
  await server.stop();
  if (home) await rm(home, { recursive: true, force: true });
}
