import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ActivationConfig } from '../../src/config/config.ts';
import { loadCsvFolder } from '../../src/database/load-csv.ts';
import { dbtProject } from '../../src/dbt/dbt-project.ts';
import { modelName } from '../../src/dbt/models.ts';
import { type KeptTable, type Outcomes, outcomesOfModel } from '../../src/model-files.ts';
import { makeList, writeOutcomes } from '../../src/outcomes/refresh.ts';
import definitions from '../activation.config.ts';
import { fewDefinitions } from '../differential/hostile-definitions.ts';
import { createScratchDatabase, type ScratchDatabase } from '../harness/scratch-database.ts';
import { sequences, setRows } from '../outcomes/sequences.ts';
import { DbtProject } from './dbt-run.ts';

/** The schema that dbt makes its tables in; the server's are in `rollups`. */
export const schema = 'analytics';

/** What is kept of a configuration: by dbt, and as the server keeps it. */
export class Kept {
  private constructor(
    private readonly client: pg.Client,
    private readonly outcomes: Outcomes,
    readonly dbt: DbtProject,
    /** Each model with the table of the server's that is as it. */
    private readonly tables: { model: string; units: string; table: KeptTable }[],
  ) {}

  static async by(config: ActivationConfig, client: pg.Client): Promise<Kept> {
    const outcomes = await outcomesOfModel(config, 'rollups');
    const tables = outcomes.units.flatMap(({ tables }) =>
      tables.map((table) => {
        const [, units = ''] = /outcomes-(\w+)-/.exec(table.relation) ?? [];
        return { model: modelName(table.relation), units, table };
      }),
    );
    return new Kept(client, outcomes, new DbtProject(await dbtProject(config, schema), schema), tables);
  }

  /** Leaves nothing of what was kept, by whomever. */
  async drop(): Promise<void> {
    await this.client.query(`DROP SCHEMA IF EXISTS rollups, ${schema} CASCADE`);
    await this.client.query(`CREATE SCHEMA rollups; CREATE SCHEMA ${schema}`);
  }

  /** That dbt's rows are what the query of outcomes says now, and its own tests find nothing. */
  async expectCurrent(): Promise<void> {
    await this.client.query(`SET TIME ZONE 'UTC'`);
    for (const { model, table } of this.tables) {
      expect(await this.rows(this.dbt.ref(model)), model).toEqual(await this.rows(`(${table.sql})`));
    }
    await this.client.query('SET TIME ZONE DEFAULT');
    expect(await this.dbt.test(this.client)).toEqual([]);
  }

  /** That dbt's rows are those that the server keeps of the same. */
  async expectAsServer(): Promise<void> {
    await this.client.query(`BEGIN; SET LOCAL TIME ZONE 'UTC'`);
    await makeList(this.client, 'rollups');
    await writeOutcomes(this.client, 'rollups', this.outcomes);
    await this.client.query('COMMIT');
    for (const { model, table } of this.tables) {
      const rows = await this.rows(table.relation);
      expect(rows.length, model).toBeGreaterThan(50);
      expect(await this.rows(this.dbt.ref(model)), model).toEqual(rows);
    }
  }

  /** Has dbt run, and says of each model which units' rows were written or deleted, and whose fingerprint differs. */
  async changes(
    run: () => Promise<unknown> = () => this.dbt.run(this.client),
  ): Promise<Map<string, Changes>> {
    const before = await this.look();
    await run();
    const after = await this.look();
    return new Map(
      this.tables.map(({ model }, index) => {
        const [then, now] = [before[index], after[index]];
        if (!then || !now) throw new Error(`${model} is none of the tables.`);
        return [
          model,
          {
            written: differing(then.places, now.places),
            // Who isn't and wasn't in the cohort has no row.
            changed: differing(then.fingerprints, now.fingerprints).filter(
              (unit) => then.places.has(unit) || now.places.has(unit),
            ),
          },
        ];
      }),
    );
  }

  private async look(): Promise<{ places: Map<string, string>; fingerprints: Map<string, string> }[]> {
    const looks = [];
    for (const { model, units, table } of this.tables) {
      looks.push({
        // A row that is written again is elsewhere in its table.
        places: await this.pairs(table.key, `ctid || ' ' || version`, model),
        fingerprints: await this.pairs('unit_id', `contents || ' ' || of_account`, `fingerprints_${units}`),
      });
    }
    return looks;
  }

  private async pairs(unit: string, value: string, model: string): Promise<Map<string, string>> {
    const { rows } = await this.client.query(
      `SELECT ${unit} AS unit, STRING_AGG(${value}, ', ' ORDER BY ${value}) AS value FROM ${this.dbt.ref(model)} GROUP BY 1`,
    );
    return new Map(rows.map(({ unit, value }) => [unit, value]));
  }

  /** Rows as text, in order, without what dbt's have and the server's haven't. */
  private async rows(relation: string): Promise<string[]> {
    const { rows } = await this.client.query<{ row: string }>(
      `SELECT (TO_JSONB(outcome) - 'version' - 'contents' - 'of_account')::text AS row FROM ${relation} AS outcome ORDER BY 1`,
    );
    return rows.map(({ row }) => row);
  }
}

/** The keys of units, in order. */
interface Changes {
  written: string[];
  changed: string[];
}

const differing = (one: Map<string, string>, other: Map<string, string>): string[] =>
  [...new Set([...one.keys(), ...other.keys()])].filter((key) => one.get(key) !== other.get(key)).sort();

/** A database whose time zone isn't that of Cube's connections, for the tests of a file. */
export function useDatabase(): { database: ScratchDatabase; client: pg.Client } {
  const used = {} as { database: ScratchDatabase; client: pg.Client };
  beforeAll(async () => {
    used.database = await createScratchDatabase();
    const { database } = used.database.connection;
    await used.database.query(
      `ALTER DATABASE ${database} SET TIME ZONE 'Asia/Kathmandu'; ALTER DATABASE ${database} SET jit = off`,
    );
    used.client = new pg.Client(used.database.connection);
    await used.client.connect();
  });
  afterAll(async () => {
    await used.client.end();
    await used.database.drop();
  });
  return used;
}

/** What is kept of the worked example, before anything is. */
export async function keptOfWorkedExample({
  database,
  client,
}: ReturnType<typeof useDatabase>): Promise<Kept> {
  await loadCsvFolder(
    database.connection,
    fileURLToPath(new URL('../../seeds/worked-example', import.meta.url)),
  );
  const kept = await Kept.by(definitions, client);
  await kept.drop();
  return kept;
}

/** Random rows that come, change and go in every table: each run leaves what is right, and writes that alone which changed. */
export function testSequences(seed: number, runs: number): void {
  const used = useDatabase();

  test(`${runs} sequences of random changes, SEED=${seed}`, { timeout: 24 * 3600_000 }, async () => {
    const { client } = used;
    await client.query(await readFile(new URL('../../seeds/schema.sql', import.meta.url), 'utf8'));
    const models = await Promise.all(
      fewDefinitions.map(async (definitions) => ({ definitions, kept: await Kept.by(definitions, client) })),
    );
    const cases = fc.record({ model: fc.constantFrom(...models), states: sequences });
    let written = 0;
    await fc.assert(
      fc.asyncProperty(cases, async ({ model: { definitions, kept }, states }) => {
        const [first, ...others] = states(definitions);
        if (!first) throw new Error('There are no rows.');
        await kept.drop();
        await setRows(client, first);
        await kept.dbt.run(client);
        await kept.expectCurrent();
        for (const rows of others) {
          await setRows(client, rows);
          for (const [model, changes] of await kept.changes()) {
            expect(changes.written, model).toEqual(changes.changed);
            written += changes.written.length;
          }
          await kept.expectCurrent();
        }
        await kept.dbt.run(client, { fullRefresh: true });
        await kept.expectCurrent();
      }),
      { seed, numRuns: runs },
    );
    expect(written).toBeGreaterThan(0);
  });
}
