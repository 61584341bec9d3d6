import pg from 'pg';
import type { PostgresConnection } from '../src/database/connection.ts';
import { SOURCE_TABLES } from '../src/database/tables.ts';
import { appendSyntheticDay, loadSyntheticWorld } from '../src/synthetic/load.ts';
import type { SyntheticWorld } from '../src/synthetic/world.ts';
import { type Answer, answerOfRest, answerOfSql, difference } from './answer.ts';
import { type Case, cases, restQuery } from './cases.ts';
import { handWrittenSql } from './hand-written.ts';
import { publishedReferenceSql } from './published-reference.ts';
import { rowLimit } from './rest-client.ts';
import type { CaseResult, Contestant, SizeResult } from './results.ts';
import { buildRollups, rollupSchema, rollupTables } from './rollups.ts';
import { installDrizzleCube, type Server, startCube, startDrizzleCube } from './servers.ts';
import { type Statement, statementsDuring } from './statement-log.ts';
import { type SampleOptions, sample, throughput } from './timing.ts';

const sampling: SampleOptions = { fewest: 3, most: 40, budgetMs: 2500 };

const clientCounts = [1, 8, 32];
const throughputSeconds = 5;

/** Everything that is measured over one synthetic world in a database of its own, which is empty at first. */
export class SizeBenchmark {
  private readonly result: SizeResult;
  private readonly expected = new Map<Case, Answer>();

  private constructor(
    private readonly database: PostgresConnection,
    private readonly client: pg.Client,
    private readonly logFile: string,
    private readonly world: SyntheticWorld,
    private readonly onProgress: (text: string) => void,
  ) {
    this.result = {
      users: world.users,
      rows: {},
      loadSeconds: 0,
      cases: cases.map(({ kpi, shape }): CaseResult => ({ kpi: kpi.name, shape, timings: {} })),
      absent: [],
      servers: {},
      throughput: [],
    };
  }

  /**
   * @param logFile the log of the Postgres server
   * @throws where a part of the benchmark itself fails; a contestant that fails is noted in the result
   */
  static async run(
    database: PostgresConnection,
    logFile: string,
    world: SyntheticWorld,
    onProgress: (text: string) => void,
  ): Promise<SizeResult> {
    const client = new pg.Client({ ...database, options: '-c TimeZone=UTC' });
    await client.connect();
    try {
      return await new SizeBenchmark(database, client, logFile, world, onProgress).run();
    } finally {
      await client.end();
    }
  }

  private async run(): Promise<SizeResult> {
    await this.load();
    await this.byHand();
    await this.published();
    await this.attempt('cube', () => this.cube('cube', false));
    await this.attempt('drizzle-cube', () => this.drizzleCube());
    await this.attempt('cube-rollups', () => this.rollups());
    return this.result;
  }

  private async load(): Promise<void> {
    const start = performance.now();
    await loadSyntheticWorld(this.database, this.world, (step) => this.onProgress(`rows: ${step}`));
    this.result.loadSeconds = (performance.now() - start) / 1000;
    for (const { name } of SOURCE_TABLES) {
      const { rows } = await this.client.query(`SELECT COUNT(*) FROM ${name}`);
      this.result.rows[name] = Number(rows[0]?.count);
    }
  }

  private async byHand(): Promise<void> {
    for (const each of cases) {
      const sql = handWrittenSql(each);
      this.expected.set(each, answerOfSql((await this.client.query(sql)).rows));
      await this.time('hand-written', each, () => this.client.query(sql));
    }
  }

  private async published(): Promise<void> {
    for (const each of cases) {
      const sql = publishedReferenceSql(each);
      if (sql === undefined) continue;
      await this.client.query(sql);
      await this.time('published', each, () => this.client.query(sql));
    }
  }

  /** A Cube server, over all cases. Its answers must be those of the SQL by hand, and none from a cache. */
  private async cube(
    contestant: 'cube' | 'cube-rollups',
    withRollups: boolean,
    andThen: (server: Server) => Promise<void> = async () => undefined,
  ): Promise<void> {
    this.onProgress(`${contestant}: start`);
    const server = await startCube(this.database, withRollups);
    try {
      for (const each of cases) {
        let agrees = false;
        const statements = await statementsDuring(this.client, this.logFile, async () => {
          agrees = await this.agrees(contestant, each, server);
          if (agrees) await server.client.load(restQuery(each));
        });
        if (!agrees) continue;
        const statement = this.statementOf(contestant, each, statements);
        await this.time(contestant, each, () => server.client.load(restQuery(each)));
        if (withRollups && statement) {
          const { sql, parameters } = statement;
          await this.client.query(sql, parameters);
          await this.time('rollup-table', each, () => this.client.query(sql, parameters));
        }
      }
      this.result.servers[contestant] = { startMs: server.startMs, memoryBytes: await server.memory() };
      await andThen(server);
    } finally {
      await server.stop();
    }
  }

  private async drizzleCube(): Promise<void> {
    this.onProgress('drizzle-cube: install');
    await installDrizzleCube();
    const server = await startDrizzleCube(this.database);
    try {
      for (const each of cases) {
        if (!(await this.agrees('drizzle-cube', each, server))) continue;
        await this.time('drizzle-cube', each, () => server.client.load(restQuery(each)));
      }
      this.result.servers['drizzle-cube'] = { startMs: server.startMs, memoryBytes: await server.memory() };
    } finally {
      await server.stop();
    }
  }

  /** Rollups from nothing, what they answer, and their refresh after a day more of data. */
  private async rollups(): Promise<void> {
    this.onProgress('rollups: build from nothing');
    const buildMs = await buildRollups(this.database);
    this.result.rollups = { buildMs, ...(await rollupTables(this.database)) };
    await this.cube('cube-rollups', true, async (server) => {
      for (const clients of clientCounts) {
        this.onProgress(`throughput with ${clients} clients`);
        this.result.throughput.push(
          await throughput(clients, throughputSeconds, (question) =>
            server.client.load(restQuery(cases[question % cases.length] as Case)),
          ),
        );
      }
    });
    this.onProgress('one more day of data');
    await appendSyntheticDay(this.database, this.world, 1);
    this.onProgress('rollups: refresh after one more day');
    const refreshMs = await buildRollups(this.database);
    this.result.rollups.refreshMs = refreshMs;
    this.onProgress('rollups: answers after the refresh');
    const server = await startCube(this.database, true);
    try {
      for (const each of cases) {
        this.expected.set(each, answerOfSql((await this.client.query(handWrittenSql(each))).rows));
        await this.agrees('cube-rollups', each, server, ' after one more day');
      }
    } finally {
      await server.stop();
    }
  }

  /** Whether a server answers a case as the SQL by hand does. */
  private async agrees(contestant: Contestant, each: Case, server: Server, when = ''): Promise<boolean> {
    this.onProgress(`${contestant}: ${nameOf(each)}: the same answer?`);
    const differs = await server.client.load(restQuery(each)).then(
      (rows) => difference(this.expected.get(each) ?? new Map(), answerOfRest(each, rows)),
      (error: Error) => error.message,
    );
    if (differs !== undefined) {
      this.result.absent.push({
        contestant,
        case: nameOf(each),
        reason: `another answer${when}: ${differs}`,
      });
    }
    return differs === undefined;
  }

  /**
   * The statement that Postgres ran for each of two requests, which no cache has answered; Cube now and then runs one
   * a second time, to renew its cache.
   */
  private statementOf(contestant: Contestant, each: Case, statements: Statement[]): Statement | undefined {
    const found = statements.filter(({ sql }) => sql.endsWith(`LIMIT ${rowLimit}`));
    const statement = found.at(-1);
    const isOfRollup = statement?.sql.includes(`${rollupSchema}.`) ?? false;
    const problem =
      found.length < 2
        ? `2 requests were ${found.length} statements: a cache has answered`
        : isOfRollup && contestant === 'cube'
          ? 'its SQL reads a rollup'
          : !isOfRollup && contestant === 'cube-rollups'
            ? 'its SQL reads no rollup'
            : undefined;
    if (problem === undefined) return statement;
    this.result.absent.push({ contestant, case: nameOf(each), reason: problem });
    return undefined;
  }

  private async time(contestant: Contestant, each: Case, work: () => Promise<unknown>): Promise<void> {
    this.onProgress(`${contestant}: ${nameOf(each)}`);
    const timing = await sample(work, sampling);
    const found = this.result.cases.find(({ kpi, shape }) => kpi === each.kpi.name && shape === each.shape);
    if (found) found.timings[contestant] = timing;
  }

  /** A contestant that fails is noted, and the others go on. */
  private async attempt(contestant: Contestant, work: () => Promise<void>): Promise<void> {
    await work().catch((error: Error) => {
      this.result.absent.push({ contestant, reason: error.message });
    });
  }
}

const nameOf = ({ kpi, shape }: Case): string => `${kpi.name} ${shape}`;
