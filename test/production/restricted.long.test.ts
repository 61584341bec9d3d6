/**
 * Whoever sees some accounts gets the answers of a database that holds those accounts alone: every member that `/meta`
 * names, and random queries, asked of one server with their token and of another as an admin.
 *
 * `QUERIES=5000 SEED=… npx vitest run test/production/restricted.long.test.ts` asks more, and others.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tokenOf } from '../../packages/cube-guard/test/tokens.ts';
import { loadCsvFolder } from '../../src/database/load-csv.ts';
import definitions from '../activation.config.ts';
import type { RunningStart } from '../harness/cube.ts';
import { createScratchDatabase, type ScratchDatabase } from '../harness/scratch-database.ts';
import { type Answer, get, post } from './apis.ts';
import { startProduction } from './production-server.ts';

const { QUERIES = '200', SEED = '20260104' } = process.env;

/** `accounts` doesn't know the last one, whose users, logs and eligibilities are the token's all the same. */
const accountIds = ['account-0001', 'account-0002', 'account-0007', 'account-0013', 'account-9001'];
const listed = accountIds.map((id) => `'${id}'`).join(', ');

/** What the worked example lacks: null attributes, unknown accounts, and users of both. */
const hostile = `
  UPDATE accounts SET use_case = NULL, user_type = NULL WHERE id IN ('account-0001', 'account-0005');
  UPDATE users SET persona = NULL WHERE user_id LIKE '%7';
  UPDATE users SET account_id = NULL WHERE user_id LIKE '%3';
  UPDATE users SET account_id = 'account-9001' WHERE user_id LIKE '%11';
  UPDATE users SET account_id = 'account-9005' WHERE user_id LIKE '%12';
  UPDATE milestone_completion_logs SET account_id = 'account-9001' WHERE id LIKE '%21';
  UPDATE expansion_activation SET account_id = 'account-9001' WHERE id LIKE '%31';`;

const ofTheOthers = `
  DELETE FROM users WHERE account_id IS NULL OR account_id NOT IN (${listed});
  DELETE FROM session_history WHERE user_id NOT IN (SELECT user_id FROM users);
  DELETE FROM activated_users WHERE user_id NOT IN (SELECT user_id FROM users);
  DELETE FROM key_actions WHERE user_id NOT IN (SELECT user_id FROM users);
  DELETE FROM accounts WHERE id NOT IN (${listed});
  DELETE FROM milestone_completion_logs WHERE account_id NOT IN (${listed});
  DELETE FROM expansion_activation WHERE account_id NOT IN (${listed});
  DELETE FROM subscriptions WHERE account_id NOT IN (${listed});
  DELETE FROM payments WHERE account_id NOT IN (${listed});
  DELETE FROM leads WHERE user_id IS NULL OR user_id NOT IN (SELECT user_id FROM users);
  DELETE FROM contacts
  WHERE (user_id IS NULL OR user_id NOT IN (SELECT user_id FROM users))
    AND (lead_id IS NULL OR lead_id NOT IN (SELECT id FROM leads));
  DELETE FROM survey_responses WHERE user_id NOT IN (SELECT user_id FROM users);`;

interface Member {
  name: string;
  type: string;
}
interface Cube {
  name: string;
  measures: Member[];
  dimensions: Member[];
  segments: Member[];
}

let folder: string;
const databases: ScratchDatabase[] = [];
const servers: RunningStart[] = [];
let cubes: Cube[];
let admin: string;
let theirs: string;
let analyst: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'restricted-'));
  const config = join(folder, 'activation.config.mjs');
  const productAreas = {
    Messaging: { keyAction: 'first_message', keyMilestones: ['first_message_sent', 'teammate_invited'] },
  };
  // A referral is of the users of two accounts, so that neither's rows alone tell it: access.long.test.ts asks for those.
  const sources = { ...definitions.sources, referrals: null };
  await writeFile(config, `export default ${JSON.stringify({ ...definitions, sources, productAreas })}`);
  for (const change of [hostile, hostile + ofTheOthers]) {
    const database = await createScratchDatabase();
    databases.push(database);
    await loadCsvFolder(
      database.connection,
      fileURLToPath(new URL('../../seeds/worked-example', import.meta.url)),
    );
    await database.query(change);
  }
  const env = {
    ACTIVATION_CONFIG: config,
    ACTIVATION_HEAVY_QUERIES_PER_MINUTE: '1000000',
    // Each waits for the other, longer than Node keeps a connection by itself.
    CUBEJS_SERVER_KEEP_ALIVE_TIMEOUT: '600000',
  };
  servers.push(...(await Promise.all(databases.map(({ connection }) => startProduction(connection, env)))));
  [admin, theirs, analyst] = (await Promise.all(
    [{ role: 'admin' }, { account_ids: accountIds }, { role: 'analyst' }].map(tokenOf),
  )) as [string, string, string];
  cubes = await meta(admin);
}, 180_000);
afterAll(async () => {
  for (const server of servers) expect(await server.stop()).toBe(0);
  for (const database of databases) await database.drop();
  await rm(folder, { recursive: true, force: true });
});

async function meta(token: string): Promise<Cube[]> {
  const response = await fetch(`${servers[0]?.url}/cubejs-api/v1/meta`, {
    headers: { authorization: token },
  });
  return ((await response.json()) as { cubes: Cube[] }).cubes;
}

/** An answer's rows in an order of their own, numbers with what floating point leaves of them. */
function sorted({ status, rows, text }: Answer): unknown {
  if (!rows) return status === 400 ? 'refused' : text;
  const cell = (value: unknown): unknown =>
    typeof value === 'string' && /^-?\d+\.\d+$/.test(value) ? Number(Number(value).toPrecision(12)) : value;
  return rows
    .map((row) => JSON.stringify(Object.entries(row).map(([name, value]) => [name, cell(value)])))
    .sort();
}

const all = (server: RunningStart | undefined, token: string, query: object): Promise<Answer> =>
  (JSON.stringify(query).length > 3000 ? post() : get)(server?.url ?? '', token, { limit: 50_000, ...query });

/** The queries that the two answer differently, with what they say. */
async function differences(queries: object[]): Promise<string[]> {
  const found: string[] = [];
  for (const query of queries) {
    const [right, served] = await Promise.all([
      all(servers[1], admin, query),
      all(servers[0], theirs, query),
    ]);
    const [expected, actual] = [sorted(right), sorted(served)];
    if (JSON.stringify(expected) !== JSON.stringify(actual)) {
      found.push(
        `${JSON.stringify(query)}\n  right: ${JSON.stringify(expected)?.slice(0, 300)}\n  served: ${JSON.stringify(actual)?.slice(0, 300)}`,
      );
    }
  }
  return found.slice(0, 5);
}

const named = (members: Member[]): string[] => members.map(({ name }) => name);

/** Each member that `/meta` names, alone, ungrouped, and with the measures beside it. */
const everyMember = (): object[] =>
  cubes.flatMap(({ measures, dimensions, segments }) => [
    { measures: named(measures) },
    ...dimensions.flatMap(({ name, type }): object[] => [
      { dimensions: [name] },
      { dimensions: [name], ungrouped: true },
      { measures: named(measures), dimensions: [type === 'time' ? `${name}.month` : name] },
      ...(type === 'time' ? [{ timeDimensions: [{ dimension: name, granularity: 'second' }] }] : []),
    ]),
    ...named(segments).map((segment) => ({ measures: named(measures), segments: [segment] })),
  ]);

test('the token sees every cube, view and member that an admin sees', async () => {
  expect(await meta(theirs)).toEqual(cubes);
  expect(cubes.map(({ name }) => name)).toEqual(expect.arrayContaining(['ActivationRateMessaging']));
});

test('the row of a unit is its account’s, when only what is joined to it is asked for', async () => {
  const [count] = (await databases[1]?.query('SELECT count(*)::int AS users FROM users')) ?? [];
  const queries = [
    { dimensions: ['ActivationRate.useCase'], ungrouped: true },
    { dimensions: ['Users.persona'], ungrouped: true, joinHints: [['Users', 'UserAccounts']] },
  ];
  for (const query of queries) {
    expect((await all(servers[0], theirs, query)).rows).toHaveLength(count?.users as number);
  }
  const orphans = { dimensions: ['Accounts.useCase'], joinHints: [['MilestoneCompletionLogs', 'Accounts']] };
  expect(await differences([{ ...orphans, ungrouped: true }, orphans])).toEqual([]);
});

test('every member', { timeout: 600_000 }, async () => {
  expect(await differences(everyMember())).toEqual([]);
});

test(`${QUERIES} random queries`, { timeout: 7_200_000 }, async () => {
  const queries = fc.sample(fc.constantFrom(...cubes).chain(randomQuery), {
    seed: Number(SEED),
    numRuns: Number(QUERIES),
  });
  expect(await differences(queries)).toEqual([]);
});

/** Any query of one cube or view: grouped or not, with or without measures, filters, segments and times. */
function randomQuery({ measures, dimensions, segments }: Cube): fc.Arbitrary<object> {
  const some = (members: Member[], maxLength: number) =>
    fc.subarray(named(members), { maxLength: Math.min(maxLength, members.length) });
  const texts = dimensions.filter(({ type }) => type === 'string');
  const times = dimensions.filter(({ type }) => type === 'time');
  const values = [
    'developer',
    'free',
    'annual',
    'starter',
    'account-0001',
    'account-9001',
    'user-0011',
    '-',
    null,
  ];
  const filter = fc.oneof(
    fc.record({
      member: fc.constantFrom(...named(dimensions)),
      operator: fc.constantFrom('set', 'notSet'),
    }),
    ...(texts.length > 0
      ? [
          fc.record({
            member: fc.constantFrom(...named(texts)),
            operator: fc.constantFrom('equals', 'notEquals'),
            values: fc.subarray(values, { minLength: 1 }),
          }),
        ]
      : []),
    fc.record({
      member: fc.constantFrom(...named(times)),
      operator: fc.constantFrom('inDateRange', 'notInDateRange'),
      values: fc.constantFrom(['2026-01-10', '2026-02-20'], ['2026-03-01', '2026-03-01']),
    }),
  );
  const seldom = <Thing>(thing: fc.Arbitrary<Thing>, otherwise: Thing) =>
    fc.oneof({ weight: 2, arbitrary: fc.constant(otherwise) }, { weight: 1, arbitrary: thing });
  return fc
    .record({
      measures: seldom(some(measures, measures.length), []),
      dimensions: some(dimensions, 3),
      segments: seldom(some(segments, 2), []),
      timeDimensions: seldom(
        fc
          .record(
            {
              dimension: fc.constantFrom(...named(times)),
              granularity: fc.constantFrom('second', 'day', 'week', 'month'),
              dateRange: fc.constant(['2026-01-05', '2026-02-28']),
            },
            { requiredKeys: ['dimension'] },
          )
          .map((one) => [one]),
        [],
      ),
      filters: seldom(
        fc.array(fc.oneof(filter, fc.record({ or: fc.array(filter, { minLength: 1, maxLength: 3 }) })), {
          maxLength: 2,
        }),
        [],
      ),
      ungrouped: fc.boolean(),
      timezone: fc.constantFrom('UTC', 'Asia/Kolkata', 'America/New_York'),
    })
    .map((query) => (query.measures.length > 0 && query.ungrouped ? { ...query, ungrouped: false } : query));
}

/** What tells who a user is, or what they did when. */
const hiddenFromAnalysts = [
  'ActivatedUsers.userId',
  'KeyActions.id',
  'KeyActions.userId',
  'NewLeads.leadId',
  'NewLeads.userId',
  'SessionHistory.sessionId',
  'SessionHistory.userId',
  'SupportedUsers.userId',
  'SurveyAnswers.answerId',
  'SurveyAnswers.userId',
  'UsedFeatures.userId',
  'UserActivity.activityId',
  'UserActivity.userId',
  'UserBehaviours.userId',
  'UserDays.userId',
  'UserFeatures.userId',
  'Users.hoursToActivation',
  'Users.hoursToKeyAction',
  'Users.userId',
  'UsersAfterActivation.userId',
];

test('an analyst sees all members but what tells who a user is, and gets the numbers of all', {
  timeout: 600_000,
}, async () => {
  const members = (list: Cube[]): string[] =>
    list.flatMap((cube) => named([...cube.measures, ...cube.dimensions, ...cube.segments]));
  const seen = members(await meta(analyst));
  expect(
    members(cubes)
      .filter((name) => !seen.includes(name))
      .sort(),
  ).toEqual(hiddenFromAnalysts);

  const found: string[] = [];
  for (const query of everyMember()) {
    const isList =
      /"ungrouped":true|"granularity":"second"/.test(JSON.stringify(query)) ||
      hiddenFromAnalysts.some((name) => JSON.stringify(query).includes(`"${name}"`)) ||
      (query as { dimensions?: string[] }).dimensions?.some((name) => times().has(name));
    const [served, right] = await Promise.all([
      all(servers[0], analyst, query),
      isList ? 'refused' : all(servers[0], admin, query).then(sorted),
    ]);
    if (JSON.stringify(sorted(served)) !== JSON.stringify(right)) found.push(JSON.stringify(query));
  }
  expect(found).toEqual([]);
});

const times = (): Set<string> =>
  new Set(cubes.flatMap(({ dimensions }) => named(dimensions.filter(({ type }) => type === 'time'))));
