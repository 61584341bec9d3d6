import type { Query } from '@cubejs-client/core';
import pg from 'pg';
import chosen from '../activation.config.ts';
import { validateConfig } from '../src/config/config.ts';
import type { PostgresConnection } from '../src/database/postgres-connection.ts';
import { SOURCE_TABLES } from '../src/database/source-tables.ts';
import { appendSyntheticDay, loadSyntheticWorld } from '../src/synthetic/load-world.ts';
import type { SyntheticWorld } from '../src/synthetic/world.ts';
import { asRollupsAnswer, breakdowns } from '../test/differential/breakdowns.ts';
import { compileModel } from '../test/harness/model.ts';
import { modelMembers } from '../test/oracle/askable.ts';
import { type Answer, answerOfRest, answerOfSql, difference } from './answer.ts';
import { type Case, cases, headlines, restQuery } from './cases.ts';
import { handWrittenSql } from './hand-written.ts';
import { numbersDiffer, numbersOfRest, numbersOfSql, type PastRollups, pastRollups } from './past-rollups.ts';
import { publishedReferenceSql } from './published-reference.ts';
import { rowLimit } from './rest-client.ts';
import type { Contestant, SizeResult } from './results.ts';
import { RollupWorker, rollupSchema, rollupTables } from './rollup-tables.ts';
import { installDrizzleCube, type Server, startCube, startDrizzleCube } from './servers.ts';
import { type Statement, statementsDuring } from './statement-log.ts';
import { type SampleOptions, sampleInTurn, throughput } from './timing.ts';

const definitions = validateConfig(chosen, 'activation.config.ts');

const sampling: SampleOptions = { fewest: 3, most: 40, budgetMs: 2500 };

const clientCounts = [1, 8, 32];
const throughputSeconds = 5;

/** The users of a size, and what more than the usual is asked about them. */
export interface BenchmarkWorld extends SyntheticWorld {
  /** Each view by each of its dimensions and granularities: some 860 questions. */
  breakdowns: boolean;
}

/** Everything that is measured over one synthetic world in a database of its own, which is empty at first. */
export class SizeBenchmark {
  private readonly result: SizeResult;
  private readonly expected = new Map<Case, Answer>();
  private worker: RollupWorker | undefined;

  private constructor(
    private readonly database: PostgresConnection,
    private readonly client: pg.Client,
    private readonly logFile: string,
    private readonly world: BenchmarkWorld,
    private readonly onProgress: (text: string) => void,
  ) {
    this.result = {
      users: world.users,
      rows: {},
      loadSeconds: 0,
      cases: [],
      breakdowns: {},
      headlines: {},
      pastRollups: {},
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
    world: BenchmarkWorld,
    onProgress: (text: string) => void,
  ): Promise<SizeResult> {
    const client = new pg.Client({ ...database, options: '-c TimeZone=UTC' });
    await client.connect();
    const benchmark = new SizeBenchmark(database, client, logFile, world, onProgress);
    try {
      return await benchmark.run();
    } finally {
      benchmark.worker?.stop();
      await client.end();
    }
  }

  private async run(): Promise<SizeResult> {
    await this.load();
    await this.attempt('cube-rollups', () => this.buildRollups());
    const servers = await this.startServers();
    try {
      for (const each of cases) await this.time(each, servers);
      for (const each of pastRollups) await this.timePastRollups(each, servers);
      for (const [contestant, server] of servers) {
        this.result.servers[contestant] = { startMs: server.startMs, memoryBytes: await server.memory() };
      }
      const withRollups = servers.get('cube-rollups');
      if (withRollups) {
        await this.attempt('cube-rollups', () => this.timeHeadlines(withRollups));
        if (this.world.breakdowns) {
          await this.attempt('cube-rollups', () => this.timeBreakdowns(withRollups));
        }
        await this.throughput(withRollups);
      }
    } finally {
      for (const server of servers.values()) await server.stop();
    }
    const { rollups } = this.result;
    const { worker } = this;
    if (rollups && worker) await this.attempt('cube-rollups', () => this.refreshRollups(rollups, worker));
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

  private async buildRollups(): Promise<void> {
    this.onProgress('rollups: build from nothing');
    this.worker = RollupWorker.start(this.database);
    const buildMs = await this.worker.build();
    this.result.rollups = { buildMs, ...(await rollupTables(this.database)) };
  }

  /** Those servers that can be started. */
  private async startServers(): Promise<Map<Contestant, Server>> {
    const servers = new Map<Contestant, Server>();
    const start = (contestant: Contestant, server: () => Promise<Server>): Promise<void> =>
      this.attempt(contestant, async () => {
        this.onProgress(`${contestant}: start`);
        servers.set(contestant, await server());
      });
    await start('cube', () => startCube(this.database, false));
    if (this.result.rollups) await start('cube-rollups', () => startCube(this.database, true));
    await start('drizzle-cube', async () => {
      await installDrizzleCube();
      return startDrizzleCube(this.database);
    });
    return servers;
  }

  /** Times a case with all who answer it, and who answers it as the SQL by hand does. */
  private async time(each: Case, servers: Map<Contestant, Server>): Promise<void> {
    const works = new Map<Contestant, () => Promise<unknown>>();
    this.onProgress(`${nameOf(each)}: the same answers?`);
    const byHand = handWrittenSql(each);
    this.expected.set(each, answerOfSql((await this.client.query(byHand)).rows));
    works.set('hand-written', () => this.client.query(byHand));
    const published = publishedReferenceSql(each);
    if (published !== undefined) {
      await this.client.query(published);
      works.set('published', () => this.client.query(published));
    }
    for (const [contestant, server] of servers) {
      let agrees = false;
      const statements = await statementsDuring(this.client, this.logFile, async () => {
        agrees = await this.agrees(contestant, each, server);
        if (agrees) await server.client.load(restQuery(each));
      });
      if (!agrees) continue;
      works.set(contestant, () => server.client.load(restQuery(each)));
      if (contestant === 'drizzle-cube') continue;
      const statement = this.statementOf(contestant, each, statements);
      if (contestant === 'cube-rollups' && statement) {
        const { sql, parameters } = statement;
        await this.client.query(sql, parameters);
        works.set('rollup-table', () => this.client.query(sql, parameters));
      }
    }
    this.onProgress(`${nameOf(each)}: ${[...works.keys()].join(', ')}`);
    this.result.cases.push({
      kpi: each.kpi.name,
      shape: each.shape,
      timings: Object.fromEntries(await sampleInTurn(works, sampling)),
    });
  }

  /** Times a question that no rollup answers, by those servers of Cube whose answer is that of the SQL by hand. */
  private async timePastRollups(asked: PastRollups, servers: Map<Contestant, Server>): Promise<void> {
    const { title, sql } = asked;
    const query: Query = { ...asked.query, timezone: 'UTC' };
    this.onProgress(title);
    const byHand = numbersOfSql((await this.client.query(sql)).rows);
    const works = new Map<Contestant, () => Promise<unknown>>([
      ['hand-written', () => this.client.query(sql)],
    ]);
    for (const contestant of ['cube', 'cube-rollups'] as const) {
      const client = servers.get(contestant)?.client;
      if (!client) continue;
      await this.attempt(contestant, async () => {
        const differs = numbersDiffer(byHand, numbersOfRest(asked, await client.load(query)));
        if (differs === undefined) works.set(contestant, () => client.load(query));
        else this.result.absent.push({ contestant, case: title, reason: `another answer: ${differs}` });
      });
    }
    this.result.pastRollups[title] = Object.fromEntries(await sampleInTurn(works, sampling));
  }

  /** Times the headline question of every view by month. */
  private async timeHeadlines({ client }: Server): Promise<void> {
    this.onProgress('every headline, from rollups');
    const works = new Map(
      headlines.map(([view, query]): [string, () => Promise<unknown>] => [view, () => client.load(query)]),
    );
    for (const work of works.values()) await work();
    this.result.headlines = Object.fromEntries(await sampleInTurn(works, sampling));
  }

  /** Times every view by each of its dimensions and granularities. */
  private async timeBreakdowns({ client }: Server): Promise<void> {
    this.onProgress('every breakdown, from rollups');
    const members = modelMembers((await compileModel(definitions)).members);
    const questions = breakdowns(definitions, members).map(asRollupsAnswer);
    const works = new Map(questions.map((question) => [question, () => client.load(question as Query)]));
    for (const work of works.values()) await work();
    for (const [{ measures }, { median }] of await sampleInTurn(works, { fewest: 3, most: 3, budgetMs: 0 })) {
      const [view = ''] = measures[0]?.split('.') ?? [];
      this.result.breakdowns[view] = [...(this.result.breakdowns[view] ?? []), median];
    }
  }

  private async throughput(server: Server): Promise<void> {
    for (const clients of clientCounts) {
      this.onProgress(`throughput with ${clients} clients`);
      this.result.throughput.push(
        await throughput(clients, throughputSeconds, (question) =>
          server.client.load(restQuery(cases[question % cases.length] as Case)),
        ),
      );
    }
  }

  /** The refresh of the rollups after one more day of data, and what they answer then. */
  private async refreshRollups(
    rollups: NonNullable<SizeResult['rollups']>,
    worker: RollupWorker,
  ): Promise<void> {
    this.onProgress('one more day of data');
    await appendSyntheticDay(this.database, this.world, 1);
    this.onProgress('rollups: refresh after one more day');
    rollups.refreshMs = await worker.build();
    worker.stop();
    // It has looked at the recent months. A new process looks at all of them.
    this.onProgress('rollups: refresh of every month, however old');
    this.worker = RollupWorker.start(this.database);
    rollups.fullRefreshMs = await this.worker.build();
    this.onProgress('rollups: the same answers after the refresh?');
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

  /** A contestant that fails is noted, and the others go on. */
  private async attempt(contestant: Contestant, work: () => Promise<void>): Promise<void> {
    await work().catch((error: Error) => {
      // What fetch fails of is in its cause alone.
      const { message, cause } = error;
      this.result.absent.push({ contestant, reason: cause ? `${message}: ${cause}` : message });
    });
  }
}

const nameOf = ({ kpi, shape }: Case): string => `${kpi.name} ${shape}`;
