/** The build of one partition reads the logs of its own cohort's users, through the indexes of `seeds/schema.sql`. */
import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { transpileModel } from '../../src/cube/model-repository.ts';
import definitions from '../activation.config.ts';
import { CompiledModel } from '../harness/compiled-model.ts';

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  Plans?: Plan[];
}

const flat = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flat)];

test('a period reads the sessions and key actions of the users of that period', async () => {
  const model = await CompiledModel.compile(await transpileModel(definitions), true);
  const { rollups } = model.sql({
    measures: ['ActivationRate.newSignUps'],
    timeDimensions: [{ dimension: 'ActivationRate.signedUpAt', granularity: 'day' }],
  });
  const [rollup] = rollups;
  expect(rollup?.table).toMatch(/users_r3$/);
  // Of a month's few users here, it is as fast to read all of the logs; of a day's it isn't.
  const day = ['2026-02-01', '2026-02-01T23:59:59.999999Z'];

  const client = new pg.Client(inject('workedExample'));
  await client.connect();
  try {
    // A thousand users are read as fast one way as the other; the planner is to say whether it can by the index.
    await client.query('SET enable_seqscan = off; SET enable_bitmapscan = off');
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
      `EXPLAIN (ANALYZE, FORMAT JSON) ${rollup?.text}`,
      // The range bounds the cohort and, once more, the units whose logs are read.
      rollup?.parameters.map((_, index) => day[index % 2]),
    );
    const { rows: counted } = await client.query(
      `SELECT COUNT(*)::int AS users FROM users WHERE signed_up_at >= '2026-02-01' AND signed_up_at < '2026-02-02'`,
    );
    const nodes = flat(rows[0]?.['QUERY PLAN'][0].Plan as Plan);
    const readings = (table: string): Plan[] => nodes.filter((plan) => plan['Relation Name'] === table);
    // The cohort itself, and those whose logs are read.
    expect(readings('users').length).toBeGreaterThan(0);
    for (const reading of readings('users')) {
      expect(reading).toMatchObject({ 'Index Name': 'users_signed_up_at', 'Actual Rows': counted[0].users });
    }
    for (const table of ['session_history', 'key_actions']) {
      expect(readings(table)).not.toEqual([]);
      for (const reading of readings(table)) {
        expect(reading['Index Name']).toBe(`${table}_user_id`);
        expect(reading['Index Cond']).toContain('user_id = ');
        expect(reading['Actual Loops']).toBeLessThanOrEqual(counted[0].users);
      }
    }
  } finally {
    await client.end();
  }
});
