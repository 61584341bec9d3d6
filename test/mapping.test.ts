import { parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type ActivationConfig, validateConfig } from '../src/config/config.ts';
import { mapSources, type Sources } from '../src/config/sources.ts';
import { loadCsvFolder } from '../src/database/load-csv.ts';
import { SOURCE_TABLES } from '../src/database/source-tables.ts';
import { kpisOf } from '../src/doctor/kpi-sources.ts';
import { listedViews, transpileModel } from '../src/model-files.ts';
import defaults from './activation.config.ts';
import { type AskableModel, compileModel } from './harness/model.ts';
import { createScratchDatabase, type ScratchDatabase } from './harness/scratch-database.ts';

/**
 * A warehouse that shares no table and no column name with the canonical schema: another schema with a dash, capitals,
 * reserved words, a query instead of a table, text instead of columns.
 */
const warehouse = `
  CREATE SCHEMA "raw-events";
  CREATE TABLE "raw-events"."Person" AS
    SELECT user_id AS "Id", account_id AS "order", signed_up_at AS "createdAt", persona AS "select",
      plan_type || '' AS "Tier", length(user_id) AS "size"
    FROM users;
  CREATE TABLE "raw-events"."visit" AS
    SELECT session_id AS "key", user_id AS "who", session_start_time AS "from" FROM session_history;
  CREATE TABLE "raw-events"."onboarding" AS
    SELECT user_id AS "Person", activation_milestone_completion_timestamp AS "done on" FROM activated_users;
  CREATE TABLE "raw-events"."event" AS
    SELECT id AS "message id", jsonb_build_object('actor', user_id, 'name', action_name) AS payload, occurred_at AS "ts"
    FROM key_actions;
  CREATE TABLE "raw-events"."group" AS
    SELECT id AS "gid", created_at AS "born", product_plan AS "plan", use_case AS "purpose" FROM accounts;
  CREATE TABLE "raw-events"."progress" AS
    SELECT id AS "pid", account_id AS "gid", milestone_name AS "step", completion_date AS "at"
    FROM milestone_completion_logs;
  CREATE TABLE "raw-events"."offer" AS
    SELECT id AS "oid", account_id AS "gid", expansion_feature AS "what", eligible_date AS "since",
      activation_date AS "taken"
    FROM expansion_activation;
`;

const sources: Sources = {
  users: {
    schema: 'raw-events',
    table: 'Person',
    columns: {
      userId: 'Id',
      accountId: 'order',
      signedUpAt: 'createdAt',
      persona: 'select',
      planType: 'Tier',
    },
    extraDimensions: {
      nameLength: { column: 'size', type: 'number', title: 'Length of the name' },
      isFree: { sql: `"Tier" = 'free'`, type: 'boolean' },
    },
  },
  sessionHistory: {
    schema: 'raw-events',
    table: 'visit',
    columns: { sessionId: 'key', userId: 'who', sessionStartTime: 'from' },
  },
  activatedUsers: {
    schema: 'raw-events',
    table: 'onboarding',
    columns: { userId: 'Person', activationMilestoneCompletionTimestamp: 'done on' },
  },
  keyActions: {
    sql: `SELECT "message id" AS id, payload, ts -- every event
      FROM "raw-events"."event";`,
    columns: {
      userId: { sql: `payload ->> 'actor'` },
      actionName: { sql: `payload ->> 'name'` },
      occurredAt: 'ts',
    },
  },
  accounts: {
    schema: 'raw-events',
    table: 'group',
    columns: { id: 'gid', createdAt: 'born', productPlan: 'plan', useCase: 'purpose' },
    extraDimensions: { bornIn: { sql: `EXTRACT(YEAR FROM "born")::text` } },
  },
  milestoneCompletionLogs: {
    schema: 'raw-events',
    table: 'progress',
    columns: { id: 'pid', accountId: 'gid', milestoneName: 'step', completionDate: 'at' },
  },
  expansionActivation: {
    schema: 'raw-events',
    table: 'offer',
    columns: {
      id: 'oid',
      accountId: 'gid',
      expansionFeature: 'what',
      eligibleDate: 'since',
      activationDate: 'taken',
    },
  },
};

const config = (change: Partial<ActivationConfig>): ActivationConfig =>
  validateConfig({ ...defaults, ...change }, 'my.config.ts');
/** The cubes and views of a mapping. That Cube compiles each such model is in `mapping.long.test.ts`. */
const namesWith = async (sources: Sources): Promise<string[]> =>
  (await transpileModel(config({ sources }))).map(({ fileName }) => parse(fileName).name);
const membersOf = (model: AskableModel, name: string) => model.members.find((cube) => cube.name === name);

test('events of a source whose ids are unique are counted without telling them apart', async () => {
  const sortsOf = async (unique: boolean): Promise<string[]> => {
    const sessionHistory = { unique };
    const files = await transpileModel(config({ sources: { ...defaults.sources, sessionHistory } }));
    return files.flatMap(({ content }) => content.match(/DISTINCT (event\.)?session_id/g) ?? []);
  };
  expect((await sortsOf(false)).length).toBeGreaterThan(0);
  expect(await sortsOf(true)).toEqual([]);
});

describe('a mapped warehouse', () => {
  let scratch: ScratchDatabase;
  let database: pg.Client;
  let model: AskableModel;

  beforeAll(async () => {
    scratch = await createScratchDatabase();
    await loadCsvFolder(
      scratch.connection,
      fileURLToPath(new URL('../seeds/worked-example', import.meta.url)),
    );
    database = new pg.Client(scratch.connection);
    await database.connect();
    await database.query(warehouse);
    await database.query(`DROP TABLE ${SOURCE_TABLES.map(({ name }) => name).join(', ')}`);
    model = await compileModel(config({ sources }));
  });
  afterAll(async () => {
    await database.end();
    await scratch.drop();
  });

  test.each([
    ['MultiSessionActivationCompletionRate.newUserCount', 1000],
    ['MultiSessionActivationCompletionRate.multiSessionActivatedUserCount', 470],
    ['MultiSessionActivationCompletionRate.multiSessionActivationCompletionRate', 47],
    ['MultiSessionActivationCompletionRate.singleSessionActivationCompletionRate', 18],
    ['SessionHistory.multiSessionUserCount', 750],
    ['ActivationRate.activationRate1d', 25],
    ['ActivationRate.activationRate', 42],
    ['ActivationRate.activationRateAnytime', 53],
    ['MilestoneCompletion.percentQualified', 75],
    ['MilestoneCompletion.percentFullyQualified', 42],
    ['ExpansionActivationRate.totalEligibleAccounts', 160],
    ['ExpansionActivationRate.expansionActivationRate', 25],
    ['KeyActions.actionCount', 2338],
  ])('%s is %d, as in the worked example', async (measure, expected) => {
    const [row] = await model.ask(database, { measures: [measure] });
    expect(Number(row?.[measure])).toBe(expected);
  });

  test('attributes that do not exist disappear from cubes and views', () => {
    for (const name of ['Users', 'ActivationRate', 'MultiSessionActivationCompletionRate']) {
      expect(membersOf(model, name)?.dimensions).toEqual(expect.arrayContaining(['persona', 'planType']));
      expect(membersOf(model, name)?.dimensions).not.toContain('signupSource');
    }
    for (const name of [
      'Accounts',
      'MilestoneCompletion',
      'MilestoneFunnel',
      'ExpansionActivationRate',
      'ActivationRate',
    ]) {
      expect(membersOf(model, name)?.dimensions).toEqual(expect.arrayContaining(['productPlan', 'useCase']));
      expect(membersOf(model, name)?.dimensions).not.toContain('planTier');
      expect(membersOf(model, name)?.dimensions).not.toContain('userType');
    }
  });

  test('extra attributes break the KPIs down', async () => {
    const measure = 'ActivationRate.newSignUps';
    const free = await model.ask(database, { measures: [measure], dimensions: ['ActivationRate.isFree'] });
    const byPlan = await model.ask(database, {
      measures: [measure],
      dimensions: ['ActivationRate.planType'],
    });
    const freeUsers = byPlan.find((row) => row['ActivationRate.planType'] === 'free');
    expect(free.find((row) => row['ActivationRate.isFree'] === true)?.[measure]).toBe(freeUsers?.[measure]);
    const [byLength] = await model.ask(database, { measures: [measure], dimensions: ['Users.nameLength'] });
    // All users of the worked example are named like user-0001.
    expect(Number(byLength?.['Users.nameLength'])).toBe(9);
    expect(byLength?.[measure]).toBe('1000');
    for (const view of [
      'MilestoneCompletion',
      'MilestoneFunnel',
      'ExpansionActivationRate',
      'ActivationRate',
    ]) {
      const rows = await model.ask(database, { dimensions: [`${view}.bornIn`] });
      expect(rows.map((row) => row[`${view}.bornIn`])).toContain('2026');
    }
  });
});

describe('a source that is null takes away just the KPIs that need it', () => {
  const allViews = [
    'ActivationRate',
    'ExpansionActivationRate',
    'MilestoneCompletion',
    'MilestoneFunnel',
    'MultiSessionActivationCompletionRate',
  ];
  const allCubes = [
    'AccountMilestones',
    'Accounts',
    'ActivatedUsers',
    'ExpansionActivation',
    'KeyActions',
    'MilestoneCompletionLogs',
    'SessionHistory',
    'Users',
  ];

  test.each<[keyof Sources, string[], string[]]>([
    ['users', ['ActivationRate', 'MultiSessionActivationCompletionRate'], ['Users']],
    ['sessionHistory', ['MultiSessionActivationCompletionRate'], ['SessionHistory']],
    ['activatedUsers', ['MultiSessionActivationCompletionRate'], ['ActivatedUsers']],
    ['keyActions', ['ActivationRate'], ['KeyActions']],
    [
      'accounts',
      ['ExpansionActivationRate', 'MilestoneCompletion', 'MilestoneFunnel'],
      ['AccountMilestones', 'Accounts', 'ExpansionActivation'],
    ],
    [
      'milestoneCompletionLogs',
      ['MilestoneCompletion', 'MilestoneFunnel'],
      ['AccountMilestones', 'MilestoneCompletionLogs'],
    ],
    ['expansionActivation', ['ExpansionActivationRate'], ['ExpansionActivation']],
  ])('%s', async (source, views, cubes) => {
    const names = await namesWith({ ...defaults.sources, [source]: null });
    expect(names.filter((name) => allViews.includes(name)).sort()).toEqual(
      allViews.filter((view) => !views.includes(view)),
    );
    expect(names.filter((name) => allCubes.includes(name)).sort()).toEqual(
      allCubes.filter((cube) => !cubes.includes(cube)),
    );
    // The doctor tells them, and those of the catalogue.
    const told = await kpisOf(source, defaults);
    expect(told).toEqual(expect.arrayContaining(views));
    const known = (await listedViews(defaults)).map(({ view }) => view);
    expect(known.filter((view) => !names.includes(view))).toEqual(told);
  });

  test('users without their accounts take away what accounts are measured by their users', async () => {
    const names = await namesWith({ users: { columns: { userId: 'user_id', signedUpAt: 'signed_up_at' } } });
    const gone = (await listedViews(defaults))
      .map(({ view }) => view)
      .filter((view) => !names.includes(view));
    expect(gone).toEqual(expect.arrayContaining(['AccountActivation', 'ProductQualifiedAccounts']));
    for (const kept of [...allViews, 'Onboarding', 'FeatureAdoption']) expect(names).toContain(kept);
  });

  test('what is left still counts right', async () => {
    const database = new pg.Client(inject('workedExample'));
    await database.connect();
    const model = await compileModel(
      config({ sources: { expansionActivation: null, keyActions: null, accounts: null } }),
    );
    const measure = 'MultiSessionActivationCompletionRate.multiSessionActivationCompletionRate';
    const [row] = await model.ask(database, { measures: [measure] });
    expect(Number(row?.[measure])).toBe(47);
    expect(membersOf(model, 'MultiSessionActivationCompletionRate')?.dimensions).not.toContain('productPlan');
    await database.end();
  });
});

describe('product areas', () => {
  test('count their own key action and milestones beside the company-wide ones', async () => {
    const database = new pg.Client(inject('workedExample'));
    await database.connect();
    const one = async (sql: string): Promise<string> => (await database.query(sql)).rows[0].count;
    const model = await compileModel(
      config({
        productAreas: {
          Files: { keyAction: 'file_uploaded' },
          Billing: { keyMilestones: ['billing_connected', 'profile_completed'] },
        },
      }),
    );
    const views = model.members.map(({ name }) => name).filter((name) => /Files|Billing/.test(name));
    expect(views.sort()).toEqual([
      'AccountMilestonesBilling',
      'AccountsBilling',
      'ActivationRateFiles',
      'MilestoneCompletionBilling',
      'MilestoneFunnelBilling',
      'UsersFiles',
    ]);
    const [files] = await model.ask(database, { measures: ['ActivationRateFiles.usersCompletingKeyAction'] });
    expect(files?.['ActivationRateFiles.usersCompletingKeyAction']).toBe(
      await one(`
        SELECT COUNT(DISTINCT user_id)
        FROM users
        JOIN key_actions USING (user_id)
        WHERE action_name = 'file_uploaded'
          AND occurred_at >= signed_up_at
          AND occurred_at < signed_up_at + INTERVAL '168 hours'`),
    );
    const [billing] = await model.ask(database, {
      measures: ['MilestoneCompletionBilling.qualifiedAccounts'],
    });
    expect(billing?.['MilestoneCompletionBilling.qualifiedAccounts']).toBe(
      await one(`
        SELECT COUNT(DISTINCT accounts.id)
        FROM accounts
        JOIN milestone_completion_logs AS logs ON logs.account_id = accounts.id
        WHERE milestone_name IN ('billing_connected', 'profile_completed')
          AND completion_date >= created_at`),
    );
    const [companyWide] = await model.ask(database, { measures: ['ActivationRate.activationRate'] });
    expect(Number(companyWide?.['ActivationRate.activationRate'])).toBe(42);
    await database.end();
  });
});

describe('a mapping that can not be used is refused by its path', () => {
  const refuse = (change: Record<string, unknown>) => () =>
    validateConfig({ ...defaults, ...change }, 'my.config.ts');

  test.each([
    ['an unknown source', { sources: { people: {} } }, /sources: .*people/],
    [
      'an unknown column',
      { sources: { users: { columns: { signedUp: 'x' } } } },
      /sources\.users\.columns: .*signedUp/,
    ],
    [
      'a number for a column',
      { sources: { users: { columns: { signedUpAt: 7 } } } },
      /sources\.users\.columns\.signedUpAt: is neither/,
    ],
    [
      'an empty column',
      { sources: { users: { columns: { signedUpAt: ' ' } } } },
      /sources\.users\.columns\.signedUpAt/,
    ],
    [
      'a table and a query',
      { sources: { users: { table: 'a', sql: 'b' } } },
      /sources\.users: names both a table and sql/,
    ],
    [
      'an attribute of another source',
      { sources: { users: { columns: { planTier: 'x' } } } },
      /sources\.users\.columns: .*planTier/,
    ],
    [
      'extra dimensions where there are none',
      { sources: { keyActions: { extraDimensions: {} } } },
      /sources\.keyActions: .*extraDimensions/,
    ],
    [
      'an extra dimension with a space',
      { sources: { users: { extraDimensions: { 'my size': {} } } } },
      /sources\.users\.extraDimensions.*my size/,
    ],
    [
      'an extra dimension with the name of another',
      { sources: { users: { extraDimensions: { persona: {} } } } },
      /sources\.users\.extraDimensions\.persona: is the name of another member/,
    ],
    [
      'one name on users and accounts',
      { sources: { users: { extraDimensions: { size: {} } }, accounts: { extraDimensions: { size: {} } } } },
      /sources\.accounts\.extraDimensions\.size/,
    ],
    [
      'an extra dimension with two places',
      { sources: { users: { extraDimensions: { size: { column: 'a', sql: 'b' } } } } },
      /sources\.users\.extraDimensions\.size: names both/,
    ],
    [
      'a product area without definitions',
      { productAreas: { Files: {} } },
      /productAreas\.Files: has neither/,
    ],
    [
      'a product area that is no name',
      { productAreas: { 'my files': { keyAction: 'x' } } },
      /productAreas.*my files/,
    ],
  ])('%s', (_, change, message) => {
    expect(refuse(change)).toThrow(message);
  });

  test('identifiers are quoted, whatever is in them', () => {
    const { users } = mapSources({
      users: { schema: 'a"b', table: 'c.d', columns: { userId: 'e"; DROP TABLE users; --' } },
    });
    expect(users?.relation).toBe(
      `(SELECT "e""; DROP TABLE users; --" AS user_id, "signed_up_at" AS signed_up_at FROM "a""b"."c.d")`,
    );
  });
});
