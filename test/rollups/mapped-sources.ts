/**
 * Has the tests of presets and mappings that are imported next ask servers with rollups: as these first build them, when
 * the rows have left, and when they are back.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Query } from '@cubejs-client/core';
import type pg from 'pg';
import { afterAll, expect, vi } from 'vitest';
import type { ActivationConfig } from '../../src/config/config.ts';
import { loadCsvFolder } from '../../src/database/load-csv.ts';
import { type RunningStart, startCli } from '../harness/cube.ts';
import { cubeApi } from '../harness/query.ts';
import { createScratchDatabase, type ScratchDatabase } from '../harness/scratch-database.ts';
import type { ServedRow } from '../oracle/differences.ts';
import type { Question } from '../oracle/question.ts';
import { ask, servingWithoutOutcomes } from './served.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const folder = await mkdtemp(join(tmpdir(), 'mapped-'));

/** The databases of the tests, by name, each with the servers over it. */
const databases = new Map<string, { scratch: ScratchDatabase; servers: FollowedServer[] }>();

async function openDatabase(): Promise<ScratchDatabase> {
  const scratch = await createScratchDatabase();
  const servers: FollowedServer[] = [];
  databases.set(scratch.connection.database, { scratch, servers });
  return {
    ...scratch,
    drop: async () => {
      try {
        if (servers.length > 0) await expectFollowed(scratch, servers);
      } finally {
        for (const { server } of servers) await server.stop();
        await scratch.drop();
      }
    },
  };
}

/** A server with rollups. */
class FollowedServer {
  /** What it was asked as it had built its rollups, as JSON. */
  readonly answers = new Map<string, ServedRow[]>();

  private constructor(
    readonly server: RunningStart,
    private readonly views: Set<string>,
  ) {}

  static async start(scratch: ScratchDatabase, config: ActivationConfig): Promise<FollowedServer> {
    const file = join(folder, `${randomUUID()}.config.mjs`);
    await writeFile(file, `export default ${JSON.stringify(config)};`);
    const server = await startCli([], {
      ...servingWithoutOutcomes(scratch.connection),
      ACTIVATION_CONFIG: file,
      ACTIVATION_REFRESH_EVERY: '1 second',
      ACTIVATION_UPDATE_WINDOW: '1000 weeks',
    });
    const { cubes } = await cubeApi(server.url).meta();
    return new FollowedServer(
      server,
      new Set(cubes.filter(({ type }) => type === 'view').map(({ name }) => name)),
    );
  }

  /** Any measure of a view must come from a rollup, whichever of the view's dimensions it is by. */
  async read(question: Question): Promise<ServedRow[]> {
    const { rows, rollups } = await ask(question as Query, this.server.url);
    const members = [...(question.measures ?? []), ...(question.dimensions ?? [])];
    const isOfView = members.every((member) => this.views.has(member.split('.')[0] ?? ''));
    if (isOfView && question.measures) expect(rollups, JSON.stringify(question)).not.toEqual([]);
    return rows;
  }

  /** The answer as soon as the rollup is whole, which is when it answers. */
  async ask(question: Question): Promise<ServedRow[]> {
    const rows = await soon(() => this.read(question));
    this.answers.set(JSON.stringify(question), rows);
    return rows;
  }
}

const soon = <T>(expected: () => Promise<T>): Promise<T> =>
  vi.waitFor(expected, { timeout: 120_000, interval: 500 });

async function expectFollowed({ query }: ScratchDatabase, servers: FollowedServer[]): Promise<void> {
  const tables = (
    await query(`
      SELECT format('%I.%I', schemaname, tablename) AS "table"
      FROM pg_tables
      WHERE schemaname !~ '^pg_|^information_schema$|^rollups$'`)
  ).map(({ table }) => String(table));
  const expectAll = async (check: (rows: ServedRow[], before: ServedRow[], question: Question) => void) => {
    for (const server of servers)
      for (const [asked, before] of server.answers) {
        const question = JSON.parse(asked) as Question;
        await soon(async () => check(await server.read(question), before, question));
      }
  };
  for (const [place, table] of tables.entries())
    await query(`CREATE TABLE pg_temp.kept_${place} AS TABLE ${table}`);
  await query(`TRUNCATE ${tables.join(', ')}`);
  await expectAll((rows, _, question) => {
    for (const row of rows)
      for (const measure of question.measures ?? [])
        expect(Number(row[measure]), JSON.stringify(question)).toBe(0);
  });
  for (const [place, table] of tables.entries())
    await query(`INSERT INTO ${table} TABLE pg_temp.kept_${place}`);
  await expectAll((rows, before, question) => expect(rows, JSON.stringify(question)).toEqual(before));
}

vi.doMock('../harness/scratch-database.ts', () => ({ createScratchDatabase: openDatabase }));

vi.doMock('../harness/model.ts', async (original) => {
  const { compileModel } = await original<typeof import('../harness/model.ts')>();
  return {
    compileModel: async (config: ActivationConfig) => {
      let server: Promise<FollowedServer> | undefined;
      return {
        ...(await compileModel(config)),
        ask: async ({ database }: pg.Client, question: Question) => {
          server ??= startOver(database ?? '', config);
          return (await server).ask(question);
        },
      };
    },
  };
});

async function startOver(name: string, config: ActivationConfig): Promise<FollowedServer> {
  const { scratch, servers } = databases.get(name) ?? (await copyWorkedExample(name));
  const server = await FollowedServer.start(scratch, config);
  servers.push(server);
  return server;
}

/** The run's worked example is read only. */
async function copyWorkedExample(name: string) {
  const scratch = await openDatabase();
  copies.push(scratch);
  await loadCsvFolder(
    scratch.connection,
    fileURLToPath(new URL('../../seeds/worked-example', import.meta.url)),
  );
  const copy = databases.get(scratch.connection.database);
  if (!copy) throw new Error('A database of a test is not listed.');
  databases.set(name, copy);
  return copy;
}

const copies: ScratchDatabase[] = [];
afterAll(async () => {
  for (const copy of copies) await copy.drop();
  await rm(folder, { recursive: true });
});
