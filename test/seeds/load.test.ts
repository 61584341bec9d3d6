import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { canonicalSources, type Sources } from '../../src/config/sources.ts';
import { DataFileError, type LoadProgress, loadCsvFolder } from '../../src/database/load-csv.ts';
import { SOURCE_TABLES, type TableName } from '../../src/database/source-tables.ts';
import { createScratchDatabase, type ScratchDatabase } from '../harness/scratch-database.ts';

type Files = Record<TableName, string | Buffer>;

/** A small data set; `mark` tells the rows of one from those of another. */
const dataSet = (mark: string): Files => ({
  users: [
    'user_id,account_id,signed_up_at,persona,plan_type,signup_source',
    `${mark}-u1,${mark}-a1,2026-01-05T09:30:00.000Z,developer,pro,referral`,
    `${mark}-u2,,2026-01-06T09:30:00.000Z,,,`,
    '',
  ].join('\n'),
  session_history: `session_id,user_id,session_start_time\n${mark}-s1,${mark}-u1,2026-01-05T09:25:00.000Z\n`,
  activated_users: `user_id,activation_milestone_completion_timestamp\n${mark}-u1,2026-01-05T10:00:00.000Z\n${mark}-u2,\n`,
  key_actions: `id,user_id,action_name,occurred_at\n${mark}-k1,${mark}-u1,project_created,2026-01-05T11:00:00.000Z\n`,
  accounts: `id,created_at,product_plan,plan_tier,use_case,user_type\n${mark}-a1,2026-01-05T09:30:00.000Z,growth,annual,support,\n`,
  milestone_completion_logs: `id,account_id,milestone_name,completion_date\n${mark}-l1,${mark}-a1,workspace_created,2026-01-05T12:00:00.000Z\n`,
  expansion_activation: `id,account_id,expansion_feature,eligible_date,activation_date\n${mark}-e1,${mark}-a1,automation,2026-02-01T00:00:00.000Z,\n`,
  subscriptions: `id,account_id,plan,kind,is_self_serve,started_at,ended_at\n${mark}-b1,${mark}-a1,pro,paid,true,2026-02-01T00:00:00.000Z,\n`,
  payments: `id,account_id,amount,currency,paid_at\n${mark}-p1,${mark}-a1,-10.10,USD,2026-02-01T00:00:00.000Z\n`,
  referrals: `id,referrer_user_id,invited_at,clicked_at,referred_user_id\n${mark}-r1,${mark}-u1,2026-02-01T00:00:00.000Z,,\n`,
  leads: `id,created_at,source,user_id\n${mark}-d1,2026-02-01T00:00:00.000Z,,\n`,
  contacts: `id,lead_id,user_id,kind,occurred_at,responded_at\n${mark}-c1,,${mark}-u1,outreach,2026-02-01T00:00:00.000Z,\n`,
  survey_responses: `id,user_id,survey,score,answered_at\n${mark}-v1,${mark}-u1,ces,6,2026-02-01T00:00:00.000Z\n`,
});

const isOptional = (table: TableName): boolean =>
  Object.values(canonicalSources).some((source) => source.isOptional && source.table === table);

let scratch: ScratchDatabase;
let work: string;
beforeAll(async () => {
  scratch = await createScratchDatabase();
  work = await mkdtemp(join(tmpdir(), 'load-test-'));
});
afterAll(async () => {
  await scratch.drop();
  await rm(work, { recursive: true });
});

let folders = 0;
async function folderWith(files: Partial<Files>): Promise<string> {
  const folder = join(work, `folder-${++folders}`);
  await mkdir(folder);
  for (const [table, text] of Object.entries(files)) await writeFile(join(folder, `${table}.csv`), text);
  return folder;
}

async function load(files: Partial<Files>) {
  return loadCsvFolder(scratch.connection, await folderWith(files));
}

async function contents(): Promise<Record<string, unknown>> {
  await scratch.query("SET TimeZone = 'UTC'");
  const tables: Record<string, unknown> = {};
  for (const { name, primaryKey } of SOURCE_TABLES) {
    const rows = await scratch.query(`SELECT to_jsonb(t) AS row FROM ${name} AS t ORDER BY ${primaryKey}`);
    tables[name] = rows.map(({ row }) => row);
  }
  return tables;
}

describe('a load', () => {
  test('creates the tables, fills them and counts the rows; an empty field is null', async () => {
    expect(await scratch.query("SELECT to_regclass('users') AS users")).toEqual([{ users: null }]);
    expect(await load(dataSet('first'))).toEqual({
      users: 2,
      session_history: 1,
      activated_users: 2,
      key_actions: 1,
      accounts: 1,
      milestone_completion_logs: 1,
      expansion_activation: 1,
      subscriptions: 1,
      payments: 1,
      referrals: 1,
      leads: 1,
      contacts: 1,
      survey_responses: 1,
    });
    expect(await contents()).toMatchObject({
      users: [
        {
          user_id: 'first-u1',
          account_id: 'first-a1',
          signed_up_at: '2026-01-05T09:30:00+00:00',
          persona: 'developer',
        },
        { user_id: 'first-u2', account_id: null, persona: null, plan_type: null, signup_source: null },
      ],
      accounts: [{ id: 'first-a1', plan_tier: 'annual', user_type: null }],
      expansion_activation: [
        { id: 'first-e1', eligible_date: '2026-02-01T00:00:00+00:00', activation_date: null },
      ],
      subscriptions: [{ id: 'first-b1', is_self_serve: true, ended_at: null }],
      // Exact, with its places.
      payments: [{ id: 'first-p1', amount: -10.1 }],
    });
    expect(await scratch.query('SELECT amount::text FROM payments')).toEqual([{ amount: '-10.10' }]);
  });

  test('a source that is optional may have no file, and then no rows', async () => {
    await load(dataSet('whole'));
    const { payments: _, contacts: __, ...files } = dataSet('part');
    expect(await load(files)).not.toHaveProperty('payments');
    expect(await contents()).toMatchObject({ payments: [], contacts: [], leads: [{ id: 'part-d1' }] });
  });

  test('replaces what was there', async () => {
    await load(dataSet('other'));
    await load(dataSet('next'));
    expect(await scratch.query('SELECT user_id FROM users ORDER BY 1')).toEqual([
      { user_id: 'next-u1' },
      { user_id: 'next-u2' },
    ]);
  });

  test('leaves statistics for the planner, and pages fit for index-only scans', async () => {
    const empty = await createScratchDatabase();
    try {
      await loadCsvFolder(empty.connection, await folderWith(dataSet('analyzed')));
      const tables = SOURCE_TABLES.map((table) => table.name).sort();
      expect(await empty.query('SELECT DISTINCT tablename::text AS name FROM pg_stats ORDER BY 1')).toEqual(
        expect.arrayContaining(tables.map((name) => ({ name }))),
      );
      expect(
        await empty.query(`
          SELECT relname::text AS name FROM pg_class
          WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relallvisible > 0
          ORDER BY relname COLLATE "C"`),
      ).toEqual(tables.map((name) => ({ name })));
    } finally {
      await empty.drop();
    }
  });

  describe('reads the same rows from', () => {
    beforeEach(() => load(dataSet('before')));
    const variations: [string, (text: string) => string | Buffer][] = [
      ['columns in another order', (text) => reversed(text)],
      ['a byte order mark', (text) => `\uFEFF${text}`],
      ['a byte order mark before a quoted name', (text) => `\uFEFF${quoted(text)}`],
      ['quotes around every field, empty ones too', (text) => quoted(text)],
      ['CRLF line ends', (text) => text.replaceAll('\n', '\r\n')],
      ['CR line ends', (text) => text.replaceAll('\n', '\r')],
      ['no line end after the last row', (text) => text.replace(/\n$/, '')],
      ['timestamps with an offset', (text) => text.replaceAll('T09:30:00.000Z', 'T11:30:00+02:00')],
      ['timestamps without a zone, which are in UTC', (text) => text.replaceAll('.000Z', '')],
    ];
    test.each(variations)('%s', async (_, vary) => {
      const set = dataSet('varied');
      await load(set);
      const plain = await contents();
      await load(dataSet('before'));
      const varied = Object.entries(set).map(([table, text]) => [table, vary(String(text))]);
      await load(Object.fromEntries(varied));
      expect(await contents()).toEqual(plain);
    });
    const lines = (text: string) =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => line.split(','));
    const joined = (records: string[][]) => records.map((record) => `${record.join(',')}\n`).join('');
    const reversed = (text: string) => joined(lines(text).map((record) => record.reverse()));
    const quoted = (text: string) => joined(lines(text).map((record) => record.map((field) => `"${field}"`)));
  });

  test("the server's own time zone and date style change nothing", async () => {
    const [{ name } = {}] = await scratch.query('SELECT current_database() AS name');
    await scratch.query(`ALTER DATABASE ${name} SET TimeZone = 'Asia/Tokyo'`);
    await scratch.query(`ALTER DATABASE ${name} SET DateStyle = 'SQL, DMY'`);
    const set = dataSet('zone');
    await load({
      ...set,
      session_history: 'session_id,user_id,session_start_time\ns,u,2026-03-04 05:06:07\n',
    });
    expect(await contents()).toMatchObject({
      session_history: [{ session_start_time: '2026-03-04T05:06:07+00:00' }],
    });
    const ambiguous = load({
      ...set,
      session_history: 'session_id,user_id,session_start_time\ns,u,03/04/2026\n',
    });
    await expect(ambiguous).rejects.toThrow('"03/04/2026" is not a timestamp');
    await scratch.query(`ALTER DATABASE ${name} RESET ALL`);
  });

  test('keeps commas, quotes, line ends, spaces and microseconds', async () => {
    const set = dataSet('odd');
    await load({
      ...set,
      key_actions:
        'id,user_id,action_name,occurred_at\nk," u ","a ""b"", c\nd ",2026-01-05T11:00:00.000001Z\n',
    });
    expect(await contents()).toMatchObject({
      key_actions: [
        { user_id: ' u ', action_name: 'a "b", c\nd ', occurred_at: '2026-01-05T11:00:00.000001+00:00' },
      ],
    });
  });

  test('of header lines alone empties the tables', async () => {
    const headers = SOURCE_TABLES.map(({ name, columns }) => [
      name,
      columns.map((column) => column.name).join(','),
    ]);
    const loaded = await load(Object.fromEntries(headers));
    expect(Object.values(loaded)).toEqual(SOURCE_TABLES.map(() => 0));
    expect(Object.values(await contents()).flat()).toEqual([]);
  });

  test('reports its progress: ever more rows of a table, at last all of them', async () => {
    const rows = Array.from(
      { length: 200_000 },
      (_, row) => `s${row},u${row % 999},2026-01-05T09:25:00.000Z\n`,
    );
    const folder = await folderWith({
      ...dataSet('progress'),
      session_history: `session_id,user_id,session_start_time\n${rows.join('')}`,
    });
    const events: LoadProgress[] = [];
    await loadCsvFolder(scratch.connection, folder, { onProgress: (event) => events.push(event) });
    expect(new Set(events.map((event) => event.table))).toEqual(
      new Set(SOURCE_TABLES.map((table) => table.name)),
    );
    const sessions = events.filter((event) => event.table === 'session_history').map((event) => event.rows);
    expect(sessions).toEqual([...sessions].sort((one, other) => one - other));
    expect(sessions.at(-1)).toBe(200_000);
    expect(sessions.length).toBeLessThan(100);
    expect(events.filter((event) => event.table === 'users')).toEqual([{ table: 'users', rows: 2 }]);
  });

  test('at the same time as another: one after the other, never a mixture', async () => {
    const [one, other] = [await folderWith(dataSet('one')), await folderWith(dataSet('other'))];
    await Promise.all([one, other, one, other].map((folder) => loadCsvFolder(scratch.connection, folder)));
    const marks = JSON.stringify(await contents()).match(/(one|other)-[a-z]\d/g) ?? [];
    expect(marks.length).toBeGreaterThan(10);
    expect(new Set(marks.map((mark) => mark.split('-')[0])).size).toBe(1);
  });

  test('into a database that has no tables yet, twice at the same time', async () => {
    const empty = await createScratchDatabase();
    try {
      const folder = await folderWith(dataSet('empty'));
      await Promise.all([loadCsvFolder(empty.connection, folder), loadCsvFolder(empty.connection, folder)]);
      expect(await empty.query('SELECT count(*)::int AS users FROM users')).toEqual([{ users: 2 }]);
    } finally {
      await empty.drop();
    }
  });

  test('takes another schema file', async () => {
    const folder = await folderWith(dataSet('schema'));
    const schemaFile = join(work, 'schema.sql');
    await writeFile(schemaFile, 'CREATE TABLE planted_by_test ()');
    await loadCsvFolder(scratch.connection, folder, { schemaFile });
    expect(await scratch.query("SELECT to_regclass('planted_by_test')::text AS t")).toEqual([
      { t: 'planted_by_test' },
    ]);
  });
});

describe('real folders', () => {
  test.each(['../../examples/contributors/', '../../seeds/worked-example/'])('%s', async (relative) => {
    const folder = fileURLToPath(new URL(relative, import.meta.url));
    const loaded = await loadCsvFolder(scratch.connection, folder);
    for (const { name } of SOURCE_TABLES) {
      if (isOptional(name) && loaded[name] === undefined) continue;
      // None of these files has a line end inside a field.
      const lines = (await readFile(join(folder, `${name}.csv`), 'utf8')).trimEnd().split('\n').length - 1;
      expect({ name, rows: loaded[name] }).toEqual({ name, rows: lines });
      expect(await scratch.query(`SELECT count(*)::int AS rows FROM ${name}`)).toEqual([{ rows: lines }]);
    }
  });
});

describe('a load is refused, and the data stays as it was, for', () => {
  let before: Record<string, unknown>;
  beforeAll(async () => {
    await load(dataSet('before'));
    before = await contents();
  });

  async function refusal(loading: Promise<unknown>): Promise<DataFileError> {
    const error = await loading.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(DataFileError);
    expect(await contents()).toEqual(before);
    const { message } = error as DataFileError;
    expect(message).toMatch(/\. Nothing was loaded; the data is as it was before\.$/);
    return error as DataFileError;
  }

  const SESSIONS = 'session_id,user_id,session_start_time\n';
  const EXPANSION = 'id,account_id,expansion_feature,eligible_date,activation_date\n';
  const A_TIME = 'Write the time like 2026-01-05T09:30:00.000Z.';

  test('a folder that is not there', async () => {
    const folder = join(work, 'nowhere');
    const { message } = await refusal(loadCsvFolder(scratch.connection, folder));
    expect(message).toContain(`${folder}: there is no such folder. Name a folder that holds users.csv, `);
  });

  test('a file in the place of a folder', async () => {
    const file = join(work, 'a-file');
    await writeFile(file, '');
    const { message } = await refusal(loadCsvFolder(scratch.connection, file));
    expect(message).toContain(`${file}: this is not a folder. Name a folder that holds users.csv, `);
  });

  test('a missing file', async () => {
    const { expansion_activation: _, ...files } = dataSet('after');
    const folder = await folderWith(files);
    const { message } = await refusal(loadCsvFolder(scratch.connection, folder));
    expect(message).toContain(
      `${join(folder, 'expansion_activation.csv')}: there is no such file. Add it; with no rows to load, ` +
        'its header line alone will do: id,account_id,expansion_feature,eligible_date,activation_date.',
    );
  });

  test('a folder in the place of a file', async () => {
    const { users: _, ...files } = dataSet('after');
    const folder = await folderWith(files);
    await mkdir(join(folder, 'users.csv'));
    const { message } = await refusal(loadCsvFolder(scratch.connection, folder));
    expect(message).toContain(`${join(folder, 'users.csv')}: the file can't be read (EISDIR`);
  });

  /** `says` is the message after the file's name; the file is `session_history.csv` where no table is named. */
  const refusals: { what: string; table?: TableName; text: string | Buffer; says: string }[] = [
    {
      what: 'an empty file',
      text: '',
      says: ': the file is empty. Begin it with the line session_id,user_id,session_start_time.',
    },
    {
      what: 'a file of a byte order mark alone',
      text: '\uFEFF',
      says: ': the file is empty. Begin it with the line session_id,user_id,session_start_time.',
    },
    {
      what: 'an empty first line',
      text: `\n${SESSIONS}`,
      says: ', line 1, column "": the table session_history has no such column. The columns are session_id,user_id,session_start_time.',
    },
    {
      what: 'a missing column',
      text: 'session_id,session_start_time\ns,2026-01-01\n',
      says: ", line 1, column user_id: the header line doesn't name this column. The columns are session_id,user_id,session_start_time.",
    },
    {
      what: 'an unknown column',
      text: 'session_id,user_id,session_start_time,device\ns,u,2026-01-01,x\n',
      says: ', line 1, column device: the table session_history has no such column. The columns are session_id,user_id,session_start_time.',
    },
    {
      what: 'semicolons for commas',
      text: 'session_id;user_id;session_start_time\n',
      says: ', line 1: the fields are separated by semicolons. Separate them by commas: session_id,user_id,session_start_time.',
    },
    {
      what: 'a column named twice',
      text: 'session_id,user_id,user_id,session_start_time\ns,u,u,2026-01-01\n',
      says: ', line 1, column user_id: the header line names this column twice. The columns are session_id,user_id,session_start_time.',
    },
    {
      what: 'a quote left open in the header line',
      text: 'session_id,"user_id,session_start_time\ns,u,2026-01-01\n',
      says: ", line 1: the header line can't be read (Quote Not Closed",
    },
    {
      what: 'a bad timestamp',
      table: 'expansion_activation',
      text: `${EXPANSION}e,a,f,2026-01-01,\ne2,a,f,2026-01-02,soon\n`,
      says: `, line 3, column activation_date: "soon" is not a timestamp. ${A_TIME}`,
    },
    {
      what: 'a day that does not exist',
      text: `${SESSIONS}s,u,2026-02-30\n`,
      says: `, line 2, column session_start_time: "2026-02-30" is not a timestamp. ${A_TIME}`,
    },
    {
      what: 'a time without a day',
      text: `${SESSIONS}s,u,10:00\n`,
      says: `, line 2, column session_start_time: "10:00" is not a timestamp. ${A_TIME}`,
    },
    {
      what: 'a time zone that does not exist',
      text: `${SESSIONS}s,u,2026-01-01 10:00 Mars/Olympus\n`,
      says: `, line 2, column session_start_time: "2026-01-01 10:00 Mars/Olympus" is not a timestamp. ${A_TIME}`,
    },
    {
      what: 'an offset that does not exist',
      text: `${SESSIONS}s,u,2026-01-01T10:00:00+99:00\n`,
      says: `, line 2, column session_start_time: "2026-01-01T10:00:00+99:00" is not a timestamp. ${A_TIME}`,
    },
    ...[
      'now',
      'TODAY',
      'today 10:00',
      'today10:00',
      '10:00 tomorrow',
      'yesterday',
      'infinity',
      '-infinity',
      'epoch',
    ].map((word) => ({
      what: `the word ${word} for a time`,
      text: `${SESSIONS}s,u,2026-01-01\ns2,u,${word}\n`,
      says: `, line 3, column session_start_time: "${word}" is a word of Postgres', not a time. ${A_TIME}`,
    })),
    {
      what: 'a null where none may be',
      text: `${SESSIONS}s,u,2026-01-01\ns2,,2026-01-01\n`,
      says: ', line 3, column user_id: this field is empty and may not be. Fill it in, or leave the row out.',
    },
    {
      what: 'a quoted null where none may be',
      text: `${SESSIONS}"s","u","2026-01-01"\n"s2","u",""\n`,
      says: ', line 3, column session_start_time: this field is empty and may not be. Fill it in, or leave the row out.',
    },
    {
      what: 'a null key',
      table: 'activated_users',
      text: 'user_id,activation_milestone_completion_timestamp\n"",\n',
      says: ', line 2, column user_id: this field is empty and may not be. Fill it in, or leave the row out.',
    },
    {
      what: 'a duplicate key',
      table: 'expansion_activation',
      text: `${EXPANSION}e,a,f,2026-01-01,\ne2,a,f,2026-01-01,\ne,b,f,2026-01-01,\n`,
      says: ', line 4, column id: the key "e" is on an earlier line already. Keep one row for each id.',
    },
    {
      what: 'a row with too few fields',
      text: `${SESSIONS}"s\n1",u,2026-01-01\ns2,u\n`,
      says: ', line 4, column session_start_time: the row ends before this field. Give every row the 3 fields that the header line names, and remove empty lines.',
    },
    {
      what: 'an empty line',
      text: `${SESSIONS}s,u,2026-01-01\n\n`,
      says: ', line 3, column user_id: the row ends before this field. Give every row the 3 fields that the header line names, and remove empty lines.',
    },
    {
      what: 'a row with too many fields',
      text: `${SESSIONS}s,u,2026-01-01\ns2,u,2026-01-01,more\n`,
      says: ', line 3: the row has more fields than the 3 that the header line names. Put quotes around a field that contains a comma.',
    },
    {
      what: 'invalid UTF-8',
      text: Buffer.from(`${SESSIONS}s,u,2026-01-01\ns2,M\xfcller,2026-01-01\n`, 'latin1'),
      says: ', line 3: this is not UTF-8 (invalid byte sequence for encoding "UTF8": 0xfc',
    },
    {
      what: 'a null character',
      text: `${SESSIONS}s,u\0,2026-01-01\n`,
      says: ', line 2: this is not UTF-8 (invalid byte sequence for encoding "UTF8": 0x00',
    },
    {
      what: 'UTF-16',
      text: Buffer.from(`\uFEFF${SESSIONS}s,u,2026-01-01\n`, 'utf16le'),
      says: ', line 1: this is not UTF-8 (invalid byte sequence for encoding "UTF8": 0xff',
    },
    {
      what: 'an unterminated quote',
      text: `${SESSIONS}"s\n1",u,2026-01-01\ns2,"u,2026-01-01\ns3,u,2026-01-01\n`,
      says: ', line 4: a quote is opened here and never closed. Close it; a quote inside a quoted field is written twice.',
    },
    {
      what: 'line ends of two kinds',
      text: `${SESSIONS}s,u,2026-01-01\rs2,u,2026-01-01\n`,
      says: ', line 2: unquoted carriage return found in data. Correct it and load again.',
    },
  ];

  test.each(refusals)('$what', async ({ table = 'session_history', text, says }) => {
    const folder = await folderWith({ ...dataSet('after'), [table]: text });
    const { message } = await refusal(loadCsvFolder(scratch.connection, folder));
    expect(message).toContain(`${join(folder, `${table}.csv`)}${says}`);
  });

  test('a mistake whose place the error also has as properties', async () => {
    const folder = await folderWith({ ...dataSet('after'), accounts: 'id\n' });
    const { file, line, column } = await refusal(loadCsvFolder(scratch.connection, folder));
    expect({ file, line, column }).toEqual({
      file: join(folder, 'accounts.csv'),
      line: 1,
      column: 'created_at',
    });
  });

  test('the line that ends a COPY in older versions of Postgres, with rows after it', async () => {
    const session_history = `${SESSIONS}s,u,2026-01-01\n\\.\ns2,u,2026-01-01\n`;
    await refusal(load({ ...dataSet('after'), session_history }));
  });

  test('a mistake far into a large file', async () => {
    const rows = Array.from({ length: 300_000 }, (_, row) => `s${row},u,2026-01-05T09:25:00.000Z\n`);
    rows[150_000] = 's,u,never\n';
    const error = await refusal(load({ ...dataSet('after'), session_history: SESSIONS + rows.join('') }));
    expect({ line: error.line, column: error.column }).toEqual({
      line: 150_002,
      column: 'session_start_time',
    });
  });

  test('the same files without the mistake are loaded', async () => {
    await load(dataSet('after'));
    expect(await contents()).not.toEqual(before);
  });
});

describe('a configuration', () => {
  const sources: Sources = {
    users: {
      extraDimensions: {
        country: {},
        seats: { column: 'Number of seats', type: 'number' },
        isInvited: { type: 'boolean' },
        renewedAt: { type: 'time' },
        initial: { sql: 'UPPER(LEFT(user_id, 1))' },
        role: { column: 'persona' },
      },
    },
    expansionActivation: null,
  };
  const users = [
    'country,user_id,account_id,signed_up_at,persona,plan_type,signup_source,Number of seats,isInvited,renewedAt',
    'NO,u1,,2026-01-05T09:30:00.000Z,developer,,,12.5,true,2026-02-01T00:00:00+02:00',
    ',u2,,2026-01-05T09:30:00.000Z,,,,,,',
    '',
  ].join('\n');
  const { expansion_activation: _, ...files } = dataSet('own');

  test('names columns of its own, and sources that have no file', async () => {
    const folder = await folderWith({ ...files, users });
    const loaded = await loadCsvFolder(scratch.connection, folder, { sources });
    expect(Object.keys(loaded)).not.toContain('expansion_activation');
    expect(loaded.users).toBe(2);
    const rows = await scratch.query(
      `SELECT user_id, country, "Number of seats", "isInvited", "renewedAt" FROM users ORDER BY user_id`,
    );
    expect(rows).toEqual([
      {
        user_id: 'u1',
        country: 'NO',
        'Number of seats': '12.5',
        isInvited: true,
        renewedAt: new Date('2026-01-31T22:00:00Z'),
      },
      { user_id: 'u2', country: null, 'Number of seats': null, isInvited: null, renewedAt: null },
    ]);
    expect(await scratch.query('SELECT * FROM expansion_activation')).toEqual([]);
  });

  test('may give a column another type, and leave it out again', async () => {
    const folder = await folderWith({ ...files, users });
    await loadCsvFolder(scratch.connection, folder, { sources });
    const texts: Sources = {
      ...sources,
      users: {
        extraDimensions: {
          country: {},
          seats: { column: 'Number of seats' },
          isInvited: {},
          renewedAt: {},
        },
      },
    };
    await loadCsvFolder(scratch.connection, folder, { sources: texts });
    expect(await scratch.query(`SELECT "Number of seats" AS seats FROM users WHERE user_id = 'u1'`)).toEqual([
      { seats: '12.5' },
    ]);
    await load(dataSet('plain'));
    expect(await scratch.query('SELECT DISTINCT country FROM users')).toEqual([{ country: null }]);
  });

  test.each([
    [
      'a column that nobody names',
      users,
      {},
      /line 1, column country: the table users has no such column.*extraDimensions: \{ country: \{\} \}/,
    ],
    [
      'a named column that the file lacks',
      users.replace('country', 'land'),
      sources,
      /line 1, column land: .*extraDimensions: \{ land: \{\} \}/,
    ],
    [
      'a value of another type',
      users.replace('12.5', 'many'),
      sources,
      /line 2, column "Number of seats": .*numeric/,
    ],
  ])('%s is refused by its place', async (_what, text, given, message) => {
    const folder = await folderWith({ ...dataSet('refused'), users: text });
    await expect(loadCsvFolder(scratch.connection, folder, { sources: given })).rejects.toThrow(message);
  });
});

test.each([
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'bars'],
])('fields that %j separates are told as such', async (delimiter, name) => {
  const { users } = dataSet('other');
  const loading = load({ ...dataSet('other'), users: String(users).replaceAll(',', delimiter) });
  await expect(loading).rejects.toThrow(
    `users.csv, line 1: the fields are separated by ${name}. Separate them by commas: user_id,`,
  );
});

test.each([
  ['while a file is read', 'session_id', /session_history\.csv, line 2: index row /],
  ['while its rows move on', 'user_id', /session_history\.csv: index row /],
])("an error that is not about the data is passed on with the file's name, %s", async (_, column, message) => {
  const row = ['session_id', 'user_id'].map((name) => (name === column ? noise(20_000) : 'short'));
  const session_history = `session_id,user_id,session_start_time\n${row.join(',')},2026-01-01\n`;
  const error = await load({ ...dataSet('long'), session_history }).then(
    () => undefined,
    (thrown: unknown) => thrown as Error,
  );
  expect(error).not.toBeInstanceOf(DataFileError);
  expect(error?.message).toMatch(message);
});

/** Text that doesn't compress: too long a key for an index. */
function noise(length: number): string {
  let state = 1;
  return Array.from({ length }, () => {
    state = (state * 48271) % 2147483647;
    return (state % 36).toString(36);
  }).join('');
}
