import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, ask, inAnyOrder } from './answers.ts';
import { connect } from './client.ts';
import { knownFaults } from './known-faults.ts';
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

  const known = knownFaults['random statements'];
  const expected = known === undefined ? test : test.fails;
  expected(
    `${number} random statements mean what they mean to Postgres, SEED=${seed}${known ? ` (known: ${known})` : ''}`,
    {
      timeout: 24 * 3600_000,
    },
    async () => {
      const wrong: unknown[] = [];
      const refused: unknown[] = [];
      for (const [index, statement] of fc.sample(statements, { seed, numRuns: number }).entries()) {
        // The session's time zone decides what a time is beside one with a zone.
        const zone = ['UTC', 'America/New_York', 'Asia/Kathmandu'][index % 3];
        for (const client of [served, source.client]) await client.query(`SET TIME ZONE '${zone}'`);
        const [answer, right] = [
          inAnyOrder(await ask(served, statement)),
          inAnyOrder(await ask(source.client, { ...statement, sql: statement.right })),
        ];
        const { shape, sql, values } = statement;
        // A statement that Postgres refuses proves nothing: the generator is wrong.
        expect(right, sql).toHaveProperty('rows');
        const about = { shape, sql, values, zone, served: told(answer), right: told(right) };
        if ('code' in answer && answer.code === '0A000') {
          if (!refusals.some((refusal) => refusal.test(answer.message))) wrong.push(about);
          refused.push(about);
        } else if (JSON.stringify(answer) !== JSON.stringify(right)) wrong.push(about);
      }
      expect(wrong).toEqual([]);
      expect(refused.length).toBeLessThan(Math.max(2, number * 0.02));
    },
  );
}
