/**
 * An attribute of any type that Postgres has breaks every KPI down and filters it, with rollups and without them, and
 * before and after the rows change.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Filter } from '@cubejs-client/core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import type { ExtraDimension, Sources } from '../../src/config/sources.ts';
import definitions from '../activation.config.ts';
import { type RunningStart, startCli } from '../harness/cube.ts';
import { createScratchDatabase, type ScratchDatabase } from '../harness/scratch-database.ts';
import { ask, servingWithoutOutcomes } from './served.ts';

type Served = string | number | boolean | null;

interface Attribute {
  /** The type of the column; without it there is none, and the dimension is an expression. */
  column?: string;
  type: NonNullable<ExtraDimension['type']>;
  sql?: string;
  /** Values as SQL, each with what the REST API makes of it. The last one is that of most rows at first. */
  values: [sql: string, served: Served][];
}

const string = (column: string, ...values: Attribute['values']): Attribute => ({
  column,
  type: 'string',
  values,
});
const number = (column: string, ...values: Attribute['values']): Attribute => ({
  column,
  type: 'number',
  values,
});
const time = (column: string, ...values: Attribute['values']): Attribute => ({
  column,
  type: 'time',
  values,
});
const missing: [string, null] = ['NULL', null];

const attributes: Record<string, Attribute> = {
  text: string('TEXT', ["''", ''], missing, [`'it''s "1" (2,)'`, `it's "1" (2,)`]),
  varchar: string('VARCHAR(9)', ["'a'", 'a'], missing, ["'b'", 'b']),
  char: string('CHAR(4)', ["'ab'", 'ab'], missing, ["'abcd'", 'abcd']),
  uuid: string(
    'UUID',
    ["'00000000-0000-4000-8000-00000000000a'", '00000000-0000-4000-8000-00000000000a'],
    missing,
    ["'00000000-0000-4000-8000-00000000000B'", '00000000-0000-4000-8000-00000000000b'],
  ),
  enum: string('mood', ["'good'", 'good'], missing, ["'so so'", 'so so']),
  json: string('JSON', [`'{"a":  1}'`, '{"a":  1}'], missing, [`'[null]'`, '[null]'], [`'"x"'`, '"x"']),
  jsonb: string('JSONB', [`'{"a":  1}'`, '{"a": 1}'], missing, [`'"x"'`, '"x"'], ["'null'", 'null']),
  array: string(
    'TEXT[]',
    [`'{}'`, '{}'],
    missing,
    [`'{a,NULL}'`, '{a,NULL}'],
    [`'{a,"NULL"}'`, '{a,"NULL"}'],
  ),
  inet: string('INET', ["'10.0.0.0/8'", '10.0.0.0/8'], missing, ["'10.0.0.1'", '10.0.0.1/32']),
  bytes: string('BYTEA', [`'\\x'`, '\\x'], missing, [`'\\xff'`, '\\xff']),
  digits: string('INTEGER', ['7', '7'], missing, ['10', '10']),
  integer: number('INTEGER', ['0', 0], missing, ['-2147483648', -2147483648]),
  bigint: number('BIGINT', ['9007199254740992', 9007199254740992], missing, ['-1', -1]),
  numeric: number('NUMERIC', ['0.1', 0.1], missing, ['12.5', 12.5]),
  real: number('REAL', ['0.5', 0.5], missing, ['-1.25', -1.25]),
  // Told apart by their last bit alone.
  double: number('DOUBLE PRECISION', ['0.3', 0.3], missing, ["'0.30000000000000004'", 0.30000000000000004]),
  boolean: { column: 'BOOLEAN', type: 'boolean', values: [['TRUE', true], missing, ['FALSE', false]] },
  late: {
    type: 'boolean',
    sql: `"integer" < 0`,
    values: [
      ['', false],
      ['', null],
      ['', true],
    ],
  },
  date: time('DATE', ["'2024-02-29'", '2024-02-29T00:00:00.000'], missing, [
    "'2023-12-31'",
    '2023-12-31T00:00:00.000',
  ]),
  timestamp: time('TIMESTAMP', ["'2024-02-29 01:02:03'", '2024-02-29T01:02:03.000'], missing, [
    "'2023-12-31 23:59:59.999'",
    '2023-12-31T23:59:59.999',
  ]),
  timestamptz: time('TIMESTAMPTZ', ["'2024-02-29 01:02:03+01'", '2024-02-29T00:02:03.000'], missing, [
    "'2023-12-31 23:59:59Z'",
    '2023-12-31T23:59:59.000',
  ]),
};

/** How many there are: a number that the attributes' values don't share out evenly. */
const people = 11;
/** The place in an attribute's values that a row has its value from. After the change, each has another. */
const place = (row: number, count: number, change: number): number =>
  (Math.max(0, row - 3) < count - 1 ? Math.max(0, row - 3) : count - 1) + change;

const inRow = ({ values }: Attribute, row: number, change: number): [sql: string, served: Served] =>
  values[place(row, values.length, change) % values.length] ?? missing;

const columns = Object.entries(attributes).filter(([, { column }]) => column !== undefined);

/** A dimension of users and one of accounts can't share a name. */
const named = (owner: 'user' | 'account', name: string): string =>
  `${owner}${name.charAt(0).toUpperCase()}${name.slice(1)}`;

const extraDimensions = (owner: 'user' | 'account'): Record<string, ExtraDimension> =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, { type, sql }]) => [
      named(owner, name),
      { type, ...(sql ? { sql } : { column: name }) },
    ]),
  );

const sources: Sources = {
  users: { table: 'people', extraDimensions: extraDimensions('user') },
  accounts: { table: 'companies', extraDimensions: extraDimensions('account') },
};

const created = (table: string, keys: string): string =>
  `CREATE TABLE ${table} (${keys}, ${columns.map(([name, { column }]) => `"${name}" ${column}`).join(', ')});`;

const inserted = (table: string, keys: (row: number) => string): string =>
  Array.from(
    { length: people },
    (_, row) =>
      `INSERT INTO ${table} VALUES (${keys(row)}, ${columns.map(([, attribute]) => inRow(attribute, row, 0)[0]).join(', ')});`,
  ).join('\n');

const changed = (table: string, key: string): string =>
  Array.from(
    { length: people },
    (_, row) =>
      `UPDATE ${table} SET ${columns
        .map(([name, attribute]) => `"${name}" = ${inRow(attribute, row, 1)[0]}`)
        .join(', ')} WHERE ${key} = '${row}';`,
  ).join('\n');

/** Of the account views and the user views, each with the attributes of accounts; the user views with those of users. */
const counts: { measure: string; owner: 'user' | 'account' }[] = [
  { measure: 'ActivationRate.newSignUps', owner: 'user' },
  { measure: 'MultiSessionActivationCompletionRate.newUserCount', owner: 'user' },
  // Each user has an account of their own.
  { measure: 'ActivationRate.newSignUps', owner: 'account' },
  { measure: 'MilestoneCompletion.totalAccounts', owner: 'account' },
  { measure: 'MilestoneFunnel.totalAccounts', owner: 'account' },
  { measure: 'ExpansionActivationRate.totalEligibleAccounts', owner: 'account' },
];

let database: ScratchDatabase;
let folder: string;
const servers: Record<string, RunningStart> = {};

beforeAll(async () => {
  database = await createScratchDatabase();
  await database.query(`
    CREATE TYPE mood AS ENUM ('good', 'so so');
    CREATE TABLE session_history (session_id TEXT, user_id TEXT, session_start_time TIMESTAMPTZ);
    CREATE TABLE activated_users (user_id TEXT, activation_milestone_completion_timestamp TIMESTAMPTZ);
    CREATE TABLE key_actions (id TEXT, user_id TEXT, action_name TEXT, occurred_at TIMESTAMPTZ);
    CREATE TABLE milestone_completion_logs (id TEXT, account_id TEXT, milestone_name TEXT, completion_date TIMESTAMPTZ);
    CREATE TABLE expansion_activation (id TEXT, account_id TEXT, expansion_feature TEXT, eligible_date TIMESTAMPTZ, activation_date TIMESTAMPTZ);
    ${created('people', 'user_id TEXT, account_id TEXT, signed_up_at TIMESTAMPTZ, persona TEXT, plan_type TEXT, signup_source TEXT')}
    ${created('companies', 'id TEXT, created_at TIMESTAMPTZ, product_plan TEXT, plan_tier TEXT, use_case TEXT, user_type TEXT')}
    ${inserted('people', (row) => `'${row}', '${row}', '2024-01-1${row % 10}', NULL, NULL, NULL`)}
    ${inserted('companies', (row) => `'${row}', '2024-01-1${row % 10}', NULL, NULL, NULL, NULL`)}
    INSERT INTO expansion_activation SELECT id, id, 'sso', created_at, NULL FROM companies;`);
  folder = await mkdtemp(join(tmpdir(), 'attributes-'));
  const config = join(folder, 'activation.config.mjs');
  await writeFile(config, `export default ${JSON.stringify({ ...definitions, sources })};`);
  const env = {
    ...servingWithoutOutcomes(database.connection),
    ACTIVATION_CONFIG: config,
    ACTIVATION_REFRESH_EVERY: '1 second',
    ACTIVATION_UPDATE_WINDOW: '1000 weeks',
  };
  servers.rollups = await startCli([], env);
  servers['source tables'] = await startCli([], { ...env, ACTIVATION_ROLLUPS: 'false' });
}, 120_000);

afterAll(async () => {
  for (const server of Object.values(servers)) await server.stop();
  await database.drop();
  await rm(folder, { recursive: true });
});

/** How many rows have each value, by hand. */
function expected(attribute: Attribute, change: number): Map<Served, number> {
  const groups = new Map<Served, number>();
  for (let row = 0; row < people; row += 1) {
    const [, served] = inRow(attribute, row, change);
    groups.set(served, (groups.get(served) ?? 0) + 1);
  }
  return groups;
}

/** A number's text may differ. */
const asValue = (type: Attribute['type'], served: unknown): Served =>
  type === 'number' && served !== null ? Number(served) : (served as Served);

/** The filters that have just the rows with the value. */
function filtersOf(member: string, { type }: Attribute, value: Served): Filter[] {
  if (value === null) return [{ member, operator: 'notSet' }];
  if (type === 'time') return [{ member, operator: 'inDateRange', values: [String(value), String(value)] }];
  if (type === 'number')
    return [
      { member, operator: 'gte', values: [String(value)] },
      { member, operator: 'lte', values: [String(value)] },
      { member, operator: 'equals', values: [String(value)] },
    ];
  return [
    { member, operator: 'equals', values: [String(value)] },
    ...(type === 'string' && value !== ''
      ? [{ member, operator: 'contains' as const, values: [String(value)] }]
      : []),
  ];
}

async function expectServed(server: string, change: number): Promise<void> {
  const url = servers[server]?.url;
  const found: string[] = [];
  for (const { measure, owner } of counts) {
    const [view] = measure.split('.');
    const dimensionOf = (name: string): string => `${view}.${named(owner, name)}`;
    for (const isTime of [false, true]) {
      const asked = Object.entries(attributes).filter(([, { type }]) => (type === 'time') === isTime);
      // All of them in one query: none can hide behind another one's groups.
      const { rows, rollups } = await ask(
        { measures: [measure], dimensions: asked.map(([name]) => dimensionOf(name)) },
        url,
      );
      if (rollups.length > 0 !== (server === 'rollups' && !isTime))
        found.push(`${measure} was read from ${rollups.join(', ') || 'the source tables'}`);
      for (const [name, attribute] of asked) {
        const served = new Map<Served, number>();
        for (const row of rows) {
          const value = asValue(attribute.type, row[dimensionOf(name)]);
          served.set(value, (served.get(value) ?? 0) + Number(row[measure]));
        }
        const [one, other] = [listed(served), listed(expected(attribute, change))];
        if (one !== other) found.push(`${measure} by ${name}: ${one} instead of ${other}`);
      }
    }
  }
  expect(found).toEqual([]);
}

/** Each attribute as a filter: by the first value, by the last one, and by none. */
async function expectFiltered(server: string): Promise<void> {
  const found: string[] = [];
  const asked = Object.entries(attributes).flatMap(([name, attribute]) =>
    [...expected(attribute, 0)].slice(0, 3).map(([value, count]) => ({ name, attribute, value, count })),
  );
  const askOneByOne = async (): Promise<void> => {
    for (let one = asked.pop(); one; one = asked.pop()) {
      const { name, attribute, value, count } = one;
      const [measure, owner] =
        asked.length % 2
          ? (['ActivationRate.newSignUps', 'user'] as const)
          : (['MilestoneCompletion.totalAccounts', 'account'] as const);
      const filters = filtersOf(`${measure.split('.')[0]}.${named(owner, name)}`, attribute, value);
      const { rows } = await ask({ measures: [measure], filters }, servers[server]?.url);
      if (Number(rows[0]?.[measure]) !== count)
        found.push(`${measure} of ${JSON.stringify(filters)}: ${rows[0]?.[measure]} instead of ${count}`);
    }
  };
  await Promise.all(Array.from({ length: 4 }, askOneByOne));
  expect(found).toEqual([]);
}

/** The groups as one text. */
const listed = (groups: Map<Served, number>): string =>
  [...groups]
    .map((group) => JSON.stringify(group))
    .sort()
    .join(' ');

describe.each(['source tables', 'rollups'])('from %s', (server) => {
  test('each value by itself', { timeout: 180_000 }, () => expectServed(server, 0));
  test('each value as a filter', { timeout: 180_000 }, () => expectFiltered(server));
});

describe('after the rows changed', () => {
  beforeAll(async () => {
    await database.query(changed('people', 'user_id'));
    await database.query(changed('companies', 'id'));
  });

  test('from source tables', { timeout: 180_000 }, () =>
    vi.waitFor(() => expectServed('source tables', 1), { timeout: 60_000, interval: 1000 }),
  );

  test('from rollups', { timeout: 180_000 }, () =>
    vi.waitFor(() => expectServed('rollups', 1), { timeout: 90_000, interval: 1000 }),
  );
});
