import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { PostgresConnection } from '../src/database/postgres-connection.ts';
import { cubeVariables } from './servers.ts';

/** The schema that rollups are in, as `src/cube/environment.ts` names it. */
export const rollupSchema = 'rollups';

/** The tables of the rollups, and of what else is kept. */
export interface RollupTables {
  tables: number;
  rows: number;
  /** With their indexes. */
  bytes: number;
}

/** A process that keeps the rollups. */
export class RollupWorker {
  private output = '';

  private constructor(private readonly child: ChildProcessWithoutNullStreams) {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        this.output += chunk;
      });
    }
  }

  /** @param database where the rows are, and the rollups shall be */
  static start(database: PostgresConnection): RollupWorker {
    const child = spawn(process.execPath, ['--import', 'tsx', file], {
      env: {
        ...process.env,
        ...cubeVariables(database, true),
        CUBEJS_REFRESH_WORKER: 'false',
        CUBEJS_PRE_AGGREGATIONS_BUILDER: 'true',
      },
    });
    return new RollupWorker(child);
  }

  /**
   * Builds the rollups that there are not, and refreshes those whose rows have changed; before them, the outcomes.
   *
   * @param cubes whose rollups, if not those of all
   * @returns how long it took, in milliseconds, without the start of the process
   * @throws with what the process printed, where it fails
   */
  async build(cubes: readonly string[] = []): Promise<number> {
    this.output = '';
    this.child.stdin.write(`${cubes.join(' ')}\n`);
    for (;;) {
      const [, milliseconds] = /built in (\d+) ms/.exec(this.output) ?? [];
      if (milliseconds !== undefined) return Number(milliseconds);
      if (this.child.exitCode !== null) throw new Error(`The rollups weren't built: ${this.output.trim()}`);
      await new Promise((later) => setTimeout(later, 50));
    }
  }

  stop(): void {
    this.child.kill();
  }
}

const file = fileURLToPath(new URL('./rollup-worker.ts', import.meta.url));

/** How much is kept. */
export async function rollupTables(database: PostgresConnection): Promise<RollupTables> {
  const client = new pg.Client(database);
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string; bytes: string }>(
      `SELECT oid::regclass::text AS name, pg_total_relation_size(oid) AS bytes
       FROM pg_class WHERE relkind = 'r' AND relnamespace = to_regnamespace($1)`,
      [rollupSchema],
    );
    let rows = 0;
    for (const { name } of tables) {
      const { rows: counted } = await client.query(`SELECT COUNT(*) FROM ${name}`);
      rows += Number(counted[0]?.count);
    }
    return { tables: tables.length, rows, bytes: tables.reduce((sum, { bytes }) => sum + Number(bytes), 0) };
  } finally {
    await client.end();
  }
}
