import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { PostgresConnection } from '../../../src/database/postgres-connection.ts';

/** A client that isn't on npm. */
export interface Client {
  name: string;
  /** The packages of Debian that it is in. */
  packages: string[];
  /** What isn't on this machine; nothing where all is. */
  missing(): Promise<string | undefined>;
  /** What it prints of the tables, the columns, the rates and the rows, a line each. */
  run(server: PostgresConnection): Promise<string>;
}

const run = promisify(execFile);
const beside = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const jdbc = '/usr/share/java/postgresql.jar';

async function withoutCommand(command: string, ...args: string[]): Promise<string | undefined> {
  return run(command, args).then(
    () => undefined,
    () => `${[command, ...args].join(' ')} fails`,
  );
}

const kpis = [
  ['multiSessionActivationCompletionRate', 'MultiSessionActivationCompletionRate'],
  ['percentQualified', 'MilestoneCompletion'],
  ['expansionActivationRate', 'ExpansionActivationRate'],
  ['activationRate', 'ActivationRate'],
] as const;

const psql: Client = {
  name: 'psql',
  packages: ['postgresql-client'],
  missing: () => withoutCommand('psql', '--version'),
  run: async ({ host, port, user, password }) => {
    const ask = async (...args: string[]): Promise<string> => {
      const server = [
        '-h',
        host,
        '-p',
        String(port),
        '-U',
        user,
        '-d',
        'cube',
        '-X',
        '-A',
        '-t',
        '-v',
        'ON_ERROR_STOP=1',
      ];
      const { stdout } = await run('psql', [...server, ...args], {
        env: { ...process.env, PGPASSWORD: password },
      });
      return stdout.trim();
    };
    const tables = (await ask('-c', '\\dt')).split('\n');
    await ask('-c', '\\d');
    await ask('-c', '\\dn');
    const described = (await ask('-c', '\\d+ "MilestoneFunnel"')).split('\n').slice(0, 3);
    const columns = described.map((line) => {
      const [name, type = '', ...rest] = line.split('|');
      if (!rest.at(-1)) throw new Error(`${name} has no description`);
      return `${name}:${type.replace(/ without time zone$/, '')}`;
    });
    const rates = [];
    for (const [measure, view] of kpis) {
      rates.push(await ask('-c', `SELECT round(MEASURE("${measure}"), 2) FROM "${view}"`));
    }
    const folder = await mkdtemp(join(tmpdir(), 'psql-'));
    const script = join(folder, 'script.sql');
    // \bind would say more, and is psql's since version 16.
    await writeFile(
      script,
      `PREPARE by_persona AS SELECT MEASURE("newSignUps") FROM "ActivationRate" WHERE persona = $1;
EXECUTE by_persona('developer');
\\set FETCH_COUNT 300
SELECT coalesce(persona, 'none') FROM "ActivationRate";`,
    );
    const [, developers, ...rows] = (await ask('-f', script)).split('\n');
    await rm(folder, { recursive: true });
    return [
      `tables ${tables.length}`,
      `columns ${columns.join(' ')}`,
      `rates ${rates.join(' ')}`,
      `developers ${developers}`,
      `rows ${rows.length}`,
    ].join('\n');
  },
};

const jdbcClient: Client = {
  name: 'JDBC',
  packages: ['default-jdk-headless', 'libpostgresql-jdbc-java'],
  missing: async () => (existsSync(jdbc) ? withoutCommand('javac', '-version') : `no ${jdbc}`),
  run: async ({ host, port, user, password }) => {
    const { stdout } = await run('java', [
      '-cp',
      jdbc,
      beside('JdbcClient.java'),
      host,
      String(port),
      user,
      password,
    ]);
    return stdout.trim();
  },
};

const python = (name: string, packages: string[], modules: string, script: string): Client => ({
  name,
  packages,
  missing: () => withoutCommand('/usr/bin/python3', '-c', `import ${modules}`),
  run: async ({ host, port, user, password }) => {
    const { stdout } = await run('/usr/bin/python3', [beside(script), host, String(port), user, password]);
    return stdout.trim();
  },
});

const psycopg = python('psycopg', ['python3-psycopg'], 'psycopg', 'psycopg_client.py');
const sqlAlchemy = python(
  'SQLAlchemy',
  ['python3-sqlalchemy', 'python3-psycopg2'],
  'sqlalchemy, psycopg2',
  'sqlalchemy_client.py',
);

const odbc: Client = {
  name: 'ODBC (psqlodbc, isql)',
  packages: ['unixodbc', 'odbc-postgresql'],
  missing: async () =>
    (await withoutCommand('isql', '--version')) ??
    (await run('odbcinst', ['-q', '-d', '-n', 'PostgreSQL Unicode']).then(
      () => undefined,
      () => 'no driver PostgreSQL Unicode',
    )),
  run: async ({ host, port, user, password }) => {
    const source = `DRIVER=PostgreSQL Unicode;Server=${host};Port=${port};Database=cube;UID=${user};PWD=${password};SSLmode=disable;UseDeclareFetch=1;Fetch=300`;
    const ask = async (text: string): Promise<string[]> => {
      const asked = run('isql', ['-k', source, '-b', '-d|', '-v']);
      asked.child.stdin?.end(`${text}\n`);
      const { stdout } = await asked;
      return stdout
        .trim()
        .split('\n')
        .filter((line) => line !== '');
    };
    const tables = (await ask('help')).filter((line) => line.includes('|public|'));
    const columns = (await ask('help MilestoneFunnel')).slice(0, 3).map((line) => {
      const [, , , name, , type] = line.split('|');
      return `${name}:${type}`;
    });
    const rates = [];
    for (const [measure, view] of kpis) {
      rates.push(...(await ask(`SELECT round(MEASURE("${measure}"), 2) FROM "${view}"`)));
    }
    const developers = await ask(
      `SELECT MEASURE("newSignUps") FROM "ActivationRate" WHERE persona = 'developer'`,
    );
    const rows = await ask(`SELECT coalesce(persona, 'none') FROM "ActivationRate"`);
    return [
      `tables ${tables.length}`,
      `columns ${columns.join(' ')}`,
      `rates ${rates.join(' ')}`,
      `developers ${developers.join(' ')}`,
      `rows ${rows.length}`,
    ].join('\n');
  },
};

export const clients = [psql, jdbcClient, odbc, psycopg, sqlAlchemy];
