/**
 * `npm run bench:sql-api`: how much longer a query takes through the SQL API of the stand-in than through REST, over the
 * worked example. It starts a server of its own, asks both in turns, and prints medians in milliseconds.
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
  rest: Query;
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
];

const rounds = Number(process.env.ROUNDS ?? 100);

async function milliseconds(ask: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await ask();
  return performance.now() - start;
}

const median = (times: number[]): number =>
  times.sort((one, other) => one - other)[times.length >> 1] ?? Number.NaN;

const home = await makeHome();
const server = await startCli([], { ACTIVATION_HOME: home });
const api = cube('', { apiUrl: `${server.url}/cubejs-api/v1` });
const client = new pg.Client({
  host: '127.0.0.1',
  port: server.sqlPort,
  user: 'cube',
  password: 'any',
  database: 'cube',
});
try {
  await client.connect();
  const table = new Table({
    head: ['query', 'REST', 'SQL', 'overhead'],
    colAligns: ['left', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  for (const { name, rest, sql } of cases) {
    const times = { rest: [] as number[], sql: [] as number[] };
    for (let round = -10; round < rounds; round++) {
      const byRest = await milliseconds(() => api.load(rest));
      const bySql = await milliseconds(() => client.query(sql));
      // The first ones warm up.
      if (round < 0) continue;
      times.rest.push(byRest);
      times.sql.push(bySql);
    }
    const [one, other] = [median(times.rest), median(times.sql)];
    table.push([name, one.toFixed(1), other.toFixed(1), (other - one).toFixed(1)]);
  }
  console.log(`Medians of ${rounds} rounds in milliseconds\n${table}`);
} finally {
  await client.end();
  await server.stop();
  await rm(home, { recursive: true, force: true });
}
