import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, ask, inAnyOrder } from './answers.ts';
import { connect } from './client.ts';
import { createSourceDatabase, type SourceDatabase, workedExampleRows } from './source-database.ts';
import { statements } from './statements.ts';

/** What is refused on purpose, by what the refusal says. Anything else that is refused fails the test. */
const refusals: RegExp[] = [];

const told = (answer: Answer): unknown => ('rows' in answer ? answer.rows.slice(0, 3) : answer);

/** Random statements over the shared server's views, against Postgres with the contract's views as its own. */
export function testStatements(seed: number, number: number): void {
  let source: SourceDatabase;
  let served: pg.Client;
  beforeAll(async () => {
    source = await createSourceDatabase(workedExampleRows);
    served = await connect();
  });
  afterAll(async () => {
    await served.end();
    await source.drop();
  });

  test(`${number} random statements mean what they mean to Postgres, SEED=${seed}`, {
    timeout: 24 * 3600_000,
  }, async () => {
    const wrong: unknown[] = [];
    let refused = 0;
    for (const [index, statement] of fc.sample(statements, { seed, numRuns: number }).entries()) {
      const { shape, sql, values } = statement;
      // The session's time zone decides what a time is beside one with a zone.
      const zone = ['UTC', 'America/New_York', 'Asia/Kathmandu'][index % 3];
      for (const client of [served, source.client]) await client.query(`SET TIME ZONE '${zone}'`);
      const right = inAnyOrder(await ask(source.client, { ...statement, sql: statement.right }));
      // A statement that Postgres refuses proves nothing: the generator is wrong.
      expect(right, sql).toHaveProperty('rows');
      // By Cube's cache and rollups where they have the answer, and by the source database alone.
      for (const pushedDown of ['off', 'on']) {
        await served.query(`SET cube.push_down TO '${pushedDown}'`);
        const answer = inAnyOrder(await ask(served, statement));
        const isRefused = 'code' in answer && answer.code === '0A000';
        if (isRefused) refused += 1;
        if (isRefused && refusals.some((refusal) => refusal.test(answer.message))) continue;
        if (JSON.stringify(answer) !== JSON.stringify(right))
          wrong.push({ shape, sql, values, zone, pushedDown, served: told(answer), right: told(right) });
      }
    }
    expect(wrong).toEqual([]);
    expect(refused).toBeLessThan(Math.max(1, number * 2 * 0.02));
  });
}
