/**
 * Who sees what through SQL: each identity's statements, against Postgres on a database that holds the identity's rows
 * and no others; and what is refused to everybody.
 */
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { tokenOf } from '../../packages/cube-guard/test/tokens.ts';
import type { RunningStart } from '../harness/cube.ts';
import { startProduction } from '../production/production-server.ts';
import { type Answer, ask, inAnyOrder } from './answers.ts';
import { createSourceDatabase, type SourceDatabase, workedExampleRows } from './source-database.ts';
import { statements } from './statements.ts';

const { SEED = '20260101', STATEMENTS = '60' } = process.env;

let server: RunningStart;
beforeAll(async () => {
  server = await startProduction(inject('workedExample'), {
    ACTIVATION_HEAVY_QUERIES_PER_MINUTE: '100000',
  });
}, 120_000);
afterAll(() => server?.stop());

async function connect(claims: object): Promise<pg.Client> {
  const client = new pg.Client({
    ...{ host: '127.0.0.1', port: server.sqlPort, user: 'somebody', database: 'cube' },
    password: await tokenOf({ ...claims, sub: 'somebody' }),
  });
  await client.connect();
  return client;
}

/** The rows that belong to some accounts: their users, what is logged of either, and nothing else. */
const restrictTo = (ids: readonly string[]): string => {
  const list = `(${ids.map((id) => `'${id.replaceAll("'", "''")}'`).join(', ')})`;
  return `
    DELETE FROM users WHERE account_id IN ${list} IS NOT TRUE;
    DELETE FROM accounts WHERE id NOT IN ${list};
    DELETE FROM milestone_completion_logs WHERE account_id NOT IN ${list};
    DELETE FROM expansion_activation WHERE account_id NOT IN ${list};
    DELETE FROM session_history WHERE user_id NOT IN (SELECT user_id FROM users);
    DELETE FROM activated_users WHERE user_id NOT IN (SELECT user_id FROM users);
    DELETE FROM key_actions WHERE user_id NOT IN (SELECT user_id FROM users)`;
};

interface Identity {
  claims: object;
  /** The accounts whose rows it sees; all of them without. */
  accounts?: string[];
  isAnalyst?: boolean;
}
const ofAccounts = (...accounts: string[]): Identity => ({ claims: { account_ids: accounts }, accounts });
const identities: [name: string, identity: Identity][] = [
  ['admin', { claims: { role: 'admin' } }],
  ['analyst', { claims: { role: 'analyst' }, isAnalyst: true }],
  ['one account', ofAccounts('account-0001')],
  ['several accounts', ofAccounts('account-0002', 'account-0007', 'account-0013', 'account-0150')],
  // A list so long that Postgres looks at other conditions first.
  [
    'many accounts',
    ofAccounts(...Array.from({ length: 60 }, (_, index) => `account-${String(index + 2).padStart(4, '0')}`)),
  ],
  ['accounts that nobody has', ofAccounts('account-9001', "nobody'; --")],
];

/** What anybody may ask, of what they see. */
const forAll = [
  'SELECT COUNT(*) AS n FROM "ActivationRate"',
  'SELECT COUNT(*) AS n, MEASURE("activationRate") AS r FROM "ActivationRate"',
  'SELECT persona, COUNT(*) AS n FROM "ActivationRate" GROUP BY 1',
  'SELECT MEASURE("sessionCount") AS n, MEASURE("multiSessionUserCount") AS m FROM "SessionHistory"',
  'SELECT MEASURE("activatedUserCount") AS n FROM "ActivatedUsers"',
  'SELECT MEASURE("actionCount") AS n FROM "KeyActions"',
  'SELECT "actionName", COUNT(*) AS n FROM "KeyActions" GROUP BY 1',
  'SELECT "milestoneName", MEASURE("totalMilestonesCompleted") AS n FROM "MilestoneCompletionLogs" GROUP BY 1',
  'SELECT "planTier", MEASURE("percentQualified") AS r FROM "MilestoneCompletion" GROUP BY 1',
  'SELECT "milestoneName", MEASURE("percentReached") AS r, COUNT(*) AS n FROM "MilestoneFunnel" GROUP BY 1',
  'SELECT "expansionFeature", MEASURE("totalEligibleAccounts") AS n FROM "ExpansionActivationRate" GROUP BY ROLLUP (1)',
  `SELECT date_trunc('day', "signedUpAt") AS d, MEASURE("newSignUps") AS n FROM "ActivationRate" GROUP BY 1`,
  `SELECT p.persona, (SELECT COUNT(*) FROM "ActivationRate") AS n FROM (SELECT DISTINCT persona FROM "ActivationRate") AS p`,
  `SELECT COUNT(*) AS n FROM "ActivationRate" WHERE TRUE OR persona = 'x' OR "planTier" IS NULL`,
  'SELECT COUNT(*) AS n FROM "ActivationRate" UNION ALL SELECT COUNT(*) FROM "MilestoneCompletion"',
];

/** What tells who a user is, or when they did something: for admins and the user's own account. */
const identifying = [
  'SELECT "userId" FROM "Users"',
  'SELECT CAST("userId" AS varchar) AS x FROM "Users"',
  `SELECT "userId" || '' AS x FROM "Users"`,
  'SELECT DISTINCT upper("userId") AS x FROM "Users"',
  `SELECT string_agg("userId", ',' ORDER BY "userId") AS x FROM "Users"`,
  'SELECT array_agg("userId" ORDER BY "userId") AS x FROM "Users"',
  'SELECT min("userId") AS x, max("userId") AS y FROM "Users"',
  'SELECT COUNT(DISTINCT "userId") AS x FROM "Users"',
  'SELECT persona, COUNT(*) FILTER (WHERE "userId" > \'user-0500\') AS x FROM "Users" GROUP BY 1',
  'SELECT COUNT(*) AS x FROM "Users" WHERE "userId" = \'user-0001\'',
  'SELECT COUNT(*) AS x FROM "Users" GROUP BY "userId"',
  'SELECT first_value("userId") OVER (PARTITION BY persona ORDER BY "userId") AS x FROM "Users"',
  'SELECT row_number() OVER (ORDER BY "userId") AS r, persona FROM "Users"',
  'SELECT row_to_json(u.*)::text AS x FROM (SELECT "userId", persona FROM "Users") AS u',
  'SELECT u::text AS x FROM (SELECT "userId" FROM "Users") AS u',
  'SELECT jsonb_object_agg("userId", persona)::text AS x FROM "Users"',
  'SELECT x FROM "Users", LATERAL (SELECT "Users"."userId" AS x) AS l',
  'SELECT persona FROM "Users" WHERE "userId" IN (SELECT "userId" FROM "SessionHistory")',
  'SELECT (SELECT max(s."userId") FROM "SessionHistory" s) AS x',
  'SELECT md5("userId") AS x FROM "Users"',
  'SELECT persona FROM "Users" ORDER BY "userId" LIMIT 3',
  'SELECT "sessionId" FROM "SessionHistory"',
  'SELECT "userId" FROM "ActivatedUsers"',
  'SELECT "userId", "actionName" FROM "KeyActions"',
  'SELECT "hoursToActivation" FROM "Users"',
  'SELECT max("hoursToKeyAction") AS x FROM "Users"',
];
const moments = [
  'SELECT "signedUpAt" FROM "ActivationRate"',
  `SELECT "signedUpAt" + interval '0' AS x FROM "ActivationRate"`,
  'SELECT CAST("signedUpAt" AS text) AS x FROM "ActivationRate"',
  `SELECT date_trunc('second', "signedUpAt") AS x, COUNT(*) AS n FROM "ActivationRate" GROUP BY 1`,
  `SELECT date_trunc('hour', "signedUpAt") AS x, MEASURE("newSignUps") AS n FROM "ActivationRate" GROUP BY 1`,
  `SELECT to_char("signedUpAt", 'HH24:MI:SS') AS x FROM "ActivationRate"`,
  'SELECT extract(epoch FROM "signedUpAt") AS x FROM "ActivationRate"',
  'SELECT extract(second FROM "signedUpAt") AS x, COUNT(*) AS n FROM "ActivationRate" GROUP BY 1',
  'SELECT "signedUpAt"::time AS x FROM "ActivationRate"',
  'SELECT array_agg("signedUpAt" ORDER BY "signedUpAt") AS x FROM "ActivationRate"',
  'SELECT min("signedUpAt") AS x, max("signedUpAt") AS y FROM "ActivationRate"',
  'SELECT max("signedUpAt") AS x FROM "ActivationRate" GROUP BY persona',
  'SELECT row_number() OVER (ORDER BY "signedUpAt", persona) AS r, persona FROM "ActivationRate"',
  'SELECT persona FROM "ActivationRate" ORDER BY "signedUpAt", persona LIMIT 1',
  'SELECT row_to_json(u.*)::text AS x FROM (SELECT "signedUpAt" FROM "ActivationRate") AS u',
  `SELECT date_bin('1 second', "signedUpAt", '2026-01-01') AS x FROM "ActivationRate"`,
  'SELECT "createdAt" FROM "MilestoneCompletion"',
  'SELECT "completionDate" FROM "MilestoneCompletionLogs"',
  'SELECT age("occurredAt", \'2026-01-01\') AS x FROM "KeyActions"',
];

/** What nobody is answered, whatever it is beside. */
const forNobody = [
  'SELECT * FROM users',
  'SELECT * FROM public.users',
  'SELECT persona FROM "ActivationRate" UNION SELECT user_id FROM users',
  'SELECT COUNT(*) FROM "ActivationRate" WHERE EXISTS (SELECT 1 FROM session_history)',
  'WITH u AS (SELECT * FROM users) SELECT * FROM u',
  'SELECT (SELECT max(user_id) FROM users) AS x FROM "ActivationRate"',
  'SELECT r.rolname, v.persona FROM pg_authid r, "ActivationRate" v',
  'SELECT rolpassword FROM pg_authid',
  'SELECT s.query FROM pg_stat_activity s, "ActivationRate" v',
  'SELECT passwd FROM pg_shadow',
  'SELECT l.data FROM pg_largeobject l, "ActivationRate" v',
  'SELECT s.most_common_vals FROM pg_stats s, "ActivationRate" v WHERE s.tablename = \'users\'',
  ...[
    "pg_read_file('/etc/passwd')",
    "pg_read_binary_file('/etc/passwd')",
    "pg_ls_dir('/')",
    "pg_stat_file('/etc/passwd')",
    "dblink('host=127.0.0.1', 'SELECT user_id FROM users')",
    "query_to_xml('SELECT * FROM users', true, true, '')",
    "query_to_xml_and_xmlschema('SELECT * FROM users', true, true, '')",
    "table_to_xml('users', true, true, '')",
    "schema_to_xml('public', true, true, '')",
    "database_to_xml(true, true, '')",
    "cursor_to_xml('c', 1, true, true, '')",
    "set_config('row_security', 'off', false)",
    "set_config('search_path', persona, true)",
    'pg_sleep(600)',
    "pg_sleep_for('10 minutes')",
    "lo_import('/etc/passwd')",
    "lo_export(1, '/tmp/leak')",
    "lo_from_bytea(0, 'x')",
    'lo_get(1)',
    'pg_advisory_lock(1)',
    'pg_terminate_backend(pg_backend_pid())',
    'pg_cancel_backend(1)',
    'pg_reload_conf()',
    'pg_rotate_logfile()',
    "pg_notify('c', persona)",
    "nextval('s')",
    'txid_current()',
    "pg_create_restore_point('x')",
    "pg_logical_emit_message(true, 'x', persona)",
    "ts_stat('SELECT to_tsvector(user_id) FROM users')",
    "ts_rewrite('a'::tsquery, 'SELECT to_tsquery(user_id), to_tsquery(persona) FROM users')",
    "currval('s')",
    "pg_get_viewdef('users')",
    "has_table_privilege('postgres', 'users', 'SELECT')",
    "pg_relation_filepath('users')",
    "pg_relation_size('users')",
    "'users'::regclass",
    "to_regclass('users')",
    "current_setting('data_directory')",
    'inet_server_addr()',
    "xpath('/a', xmlparse(document query_to_xml('SELECT 1', true, true, '')::text))",
  ].map((call) => `SELECT ${call} AS x, persona FROM "ActivationRate"`),
  `SELECT pg_catalog.pg_read_file('/etc/passwd') AS x FROM "ActivationRate"`,
  `SELECT persona FROM "ActivationRate" ORDER BY pg_sleep(600)`,
  `SELECT persona FROM "ActivationRate" LIMIT length(pg_read_file('/etc/passwd'))`,
  `SELECT COUNT(*) FILTER (WHERE pg_sleep(600) IS NULL) AS x FROM "ActivationRate"`,
  `SELECT f.* FROM "ActivationRate" v, LATERAL pg_ls_dir('/') AS f`,
  `SELECT COUNT(*) AS x FROM "Users" WHERE __user = 'admin'`,
];

/** Conditions whose error would tell of a row that it is there, or what is in it. */
const telling = [
  ['Users', '"userId"', 'users.user_id'],
  ['Users', '"accountId"', 'users.account_id'],
  ['Accounts', 'id', 'accounts.id'],
  ['SessionHistory', '"userId"', 'session_history.user_id'],
  ['SessionHistory', '"sessionId"', 'session_history.session_id'],
  ['ActivatedUsers', '"userId"', 'activated_users.user_id'],
  ['KeyActions', '"userId"', 'key_actions.user_id'],
  ['MilestoneCompletionLogs', '"accountId"', 'milestone_completion_logs.account_id'],
  ['AccountMilestones', '"accountId"', 'accounts.id'],
  ['ExpansionActivation', '"accountId"', 'expansion_activation.account_id'],
] as const;

const isAnswered = (answer: Answer): answer is Extract<Answer, { rows: unknown }> => 'rows' in answer;

describe.each(identities)('%s', (_, { claims, accounts, isAnalyst = false }) => {
  let client: pg.Client;
  let theirs: SourceDatabase;
  beforeAll(async () => {
    theirs = await createSourceDatabase(async (database) => {
      await workedExampleRows(database);
      if (accounts) await database.query(restrictTo(accounts));
    });
    client = await connect(claims);
    // The first one starts a Postgres.
  }, 180_000);
  afterAll(async () => {
    await client?.end();
    await theirs?.drop();
  });

  for (const sql of isAnalyst ? forAll : [...forAll, ...identifying, ...moments]) {
    test(`the same as Postgres on their rows: ${sql}`, async () => {
      const [answer, right] = [await ask(client, { sql }), await ask(theirs.client, { sql })];
      expect(right).toHaveProperty('rows');
      expect(inAnyOrder(answer)).toEqual(inAnyOrder(right));
    });
  }

  for (const sql of [...(isAnalyst ? [...identifying, ...moments] : []), ...forNobody]) {
    test(`no answer: ${sql}`, async () => {
      const answer = await ask(client, { sql });
      expect(answer).not.toHaveProperty('rows');
      // A limit or a fault of the server would be no refusal.
      expect((answer as { code: string }).code).toMatch(/^(42\w{3}|0A000)$/);
    });
  }

  test.runIf(accounts)('an error tells of their rows alone', async () => {
    for (const [view, column, of] of telling) {
      const [table, identifier] = of.split('.');
      const { rows } = await theirs.client.query(`SELECT DISTINCT ${identifier} AS id FROM public.${table}`);
      const ids = new Set(rows.map(({ id }) => String(id)));
      for (const sql of [
        `SELECT COUNT(*) FROM "${view}" WHERE CAST(${column} AS numeric) > 0`,
        `SELECT COUNT(*) FROM "${view}" WHERE length(${column}) / (length(${column}) - length(${column})) > 0 OR ${column}::int = 1`,
        `SELECT COUNT(*) FROM "${view}" JOIN (VALUES (0)) AS zero (n) ON ${column}::numeric > n`,
        `SELECT COUNT(*) FROM (SELECT * FROM "${view}" WHERE ${column}::numeric > 0) AS t`,
      ]) {
        const answer = await ask(client, { sql });
        // Nothing of theirs, nothing to be an error.
        if (isAnswered(answer)) expect([sql, answer.rows]).toEqual([sql, [['0']]]);
        else {
          const told = answer.message.match(/(user|account|session)-\d+/g) ?? [];
          expect([sql, told.filter((id) => !ids.has(id))]).toEqual([sql, []]);
          expect([sql, ids.size > 0]).toEqual([sql, true]);
        }
      }
    }
  });

  test(`${STATEMENTS} random statements, SEED=${SEED}`, { timeout: 3600_000 }, async () => {
    const wrong: unknown[] = [];
    for (const statement of fc.sample(statements, { seed: Number(SEED), numRuns: Number(STATEMENTS) })) {
      const [answer, right] = [
        inAnyOrder(await ask(client, statement)),
        inAnyOrder(await ask(theirs.client, { ...statement, sql: statement.right })),
      ];
      // What an analyst doesn't see can't be named; what they are answered is of everybody's rows.
      const isRefused = !isAnswered(answer) && /^(0A000|42501|42703)$/.test(answer.code);
      if (!isRefused && JSON.stringify(answer) !== JSON.stringify(right))
        wrong.push({
          sql: statement.sql,
          served: isAnswered(answer) ? answer.rows.slice(0, 3) : answer,
          right: isAnswered(right) ? right.rows.slice(0, 3) : right,
        });
    }
    expect(wrong).toEqual([]);
  });
});
