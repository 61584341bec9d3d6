/**
 * What `activation build --dbt` writes keeps the same rows as the server: its SQL is run in Postgres as dbt would, see
 * `dbt-run.ts`, over the worked example and over random rows. Many more, and dbt itself, are in `dbt.long.test.ts`.
 *
 *     SEQUENCES=1000 SEED=7 npx vitest run test/dbt/dbt.test.ts
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { dbtProject } from '../../src/dbt/dbt-project.ts';
import definitions from '../activation.config.ts';
import { CompiledModel } from '../harness/compiled-model.ts';
import { changes } from './changes.ts';
import { Kept, keptOfWorkedExample, schema, testSequences, useDatabase } from './kept-by-dbt.ts';

const { SEED = '20260101', SEQUENCES = '2' } = process.env;

testSequences(Number(SEED), Number(SEQUENCES));

describe('of the worked example', () => {
  const used = useDatabase();
  let kept: Kept;

  beforeAll(async () => {
    kept = await keptOfWorkedExample(used);
  });

  test('the first run keeps what the server keeps, and the cubes beside it read that', async () => {
    await kept.dbt.run(used.client);
    await kept.expectAsServer();
    // Those that the questions are about: to compile them all takes longer than all else.
    const files = (await dbtProject(definitions, schema)).flatMap(({ fileName, content }) => {
      const [, name] =
        /^cube\/(cubes\/(?:Users|UserAccounts|Accounts)\.js|views\/(?:ActivationRate|MultiSession\w+|MilestoneCompletion)\.js)$/.exec(
          fileName,
        ) ?? [];
      return name === undefined ? [] : [{ fileName: name, content }];
    });
    expect(files).toHaveLength(6);
    const model = await CompiledModel.compile(files);
    for (const [measure, expected] of [
      ['ActivationRate.activationRate', 42],
      ['MultiSessionActivationCompletionRate.multiSessionActivationCompletionRate', 47],
      ['MilestoneCompletion.percentQualified', 75],
    ] as const) {
      const { text, parameters } = model.sql({ measures: [measure] });
      expect(text).toContain(`"${schema}"."outcomes_`);
      const { rows } = await used.client.query({ text, values: parameters, rowMode: 'array' });
      expect(Number(rows[0]?.[0]), measure).toBe(expected);
    }
  });
  test.each(changes)('after %s, a run writes what changed, as the server does', async (_, change, models) => {
    await used.client.query(change);
    const units = await kept.changes();
    for (const [model, { written, changed }] of units) {
      expect(written, model).toEqual(changed);
      expect(written.length, model).toBeLessThan(30);
    }
    for (const model of models) expect(units.get(model)?.written.length, model).toBeGreaterThan(0);
    await kept.expectCurrent();
    await kept.expectAsServer();
  });

  test('after nothing, a run writes nothing', async () => {
    for (const [model, { written }] of await kept.changes()) expect(written, model).toEqual([]);
  });

  test('a full refresh gives the same rows', async () => {
    await kept.dbt.run(used.client, { fullRefresh: true });
    await kept.expectCurrent();
    await kept.expectAsServer();
  });

  test('what a run left that failed midway, or somebody deleted, the next one makes good', async () => {
    await used.client.query(
      `UPDATE session_history SET session_start_time = session_start_time + INTERVAL '1 day' WHERE session_id IN (SELECT session_id FROM session_history LIMIT 200);
       DELETE FROM ${kept.dbt.ref('outcomes_accounts_1')} WHERE id IN (SELECT id FROM accounts LIMIT 9)`,
    );
    for (const select of ['fingerprints_users', 'fingerprints_accounts', 'outcomes_users_2']) {
      await kept.dbt.run(used.client, { select });
    }
    expect(await kept.dbt.test(used.client)).toEqual([
      'outcomes_users_1_are_current',
      'outcomes_users_by_name_1_are_current',
      'outcomes_accounts_1_are_current',
    ]);
    await kept.dbt.run(used.client);
    await kept.expectCurrent();
    await kept.expectAsServer();
  });

  test.each([
    ['a row twice', 'INSERT INTO users_1 SELECT * FROM users_1 LIMIT 1', ['unique_outcomes_users_1_user_id']],
    [
      'a row without a key',
      'UPDATE users_1 SET user_id = NULL WHERE user_id = (SELECT MIN(user_id) FROM users_1)',
      ['not_null_outcomes_users_1_user_id', 'outcomes_users_1_are_current'],
    ],
    [
      'a row of rows that are no more',
      'UPDATE users_2 SET contents = contents + 1 WHERE user_id = (SELECT MIN(user_id) FROM users_2)',
      ['outcomes_users_2_are_current'],
    ],
    [
      'a row without a start',
      'UPDATE users_2 SET activated_at = NULL WHERE user_id = (SELECT MIN(user_id) FROM users_2)',
      ['not_null_outcomes_users_2_activated_at'],
    ],
  ])('dbt test finds %s', async (_, change, found) => {
    await used.client.query('BEGIN');
    try {
      await used.client.query(change.replace(/users_\d/g, (table) => kept.dbt.ref(`outcomes_${table}`)));
      expect(await kept.dbt.test(used.client)).toEqual(found);
    } finally {
      await used.client.query('ROLLBACK');
    }
  });

  test('a unit without a key is an error', async () => {
    const users = { sql: 'SELECT * FROM users UNION ALL SELECT NULL, NULL, NOW(), NULL, NULL, NULL' };
    const mapped = await Kept.by({ sources: { users } }, used.client);
    await expect(mapped.dbt.run(used.client)).rejects.toThrow('contains null values');
  });

  test('names and SQL that Jinja would take for its own, and local times', async () => {
    const keyAction = "{{ this }}{% raw %}{#\r\n'{{{%}}";
    const users = {
      sql: `SELECT *, signed_up_at AT TIME ZONE 'UTC' AS local, '{{ ref("x") }}{#' || plan_type AS plan FROM users`,
      columns: {
        accountId: 'account_id',
        signedUpAt: { sql: 'local::timestamptz' },
        persona: { sql: `('{{1,2},{3,4}}'::int[])[1][2]::text` },
        planType: 'plan',
      },
    };
    const hostile = await Kept.by({ keyAction, sources: { users } }, used.client);
    await used.client.query(
      `INSERT INTO key_actions SELECT 'hostile-' || user_id, user_id, $1, signed_up_at + INTERVAL '1 hour' FROM users`,
      [keyAction],
    );
    await hostile.dbt.run(used.client);
    await hostile.expectCurrent();
    const { rows } = await used.client.query(
      `SELECT COUNT(*)::int AS users FROM ${hostile.dbt.ref('outcomes_users_1')}
       WHERE first_key_action_at IS NOT NULL AND persona = '2' AND plan_type LIKE '{{ ref("x") }}{#%'`,
    );
    expect(rows[0]?.users).toBeGreaterThan(900);
  });

  test('without users and accounts there is nothing to keep', async () => {
    await expect(dbtProject({ sources: { users: null, accounts: null } }, schema)).rejects.toThrow(
      'There are no outcomes for dbt to keep',
    );
  });
});
