import { setTimeout as sleep } from 'node:timers/promises';
import type { Query } from '@cubejs-client/core';
import pg from 'pg';
import { validateConfig } from '../src/config/config.ts';
import type { PostgresConnection } from '../src/database/postgres-connection.ts';
import { SOURCE_TABLES } from '../src/database/source-tables.ts';
import { appendSyntheticDay, loadSyntheticWorld } from '../src/synthetic/load-world.ts';
import type { SyntheticWorld } from '../src/synthetic/world.ts';
import { asRollupsAnswer, breakdowns } from '../test/differential/breakdowns.ts';
import { compileModel } from '../test/harness/model.ts';
import { modelMembers } from '../test/oracle/askable.ts';
import chosen from './activation.config.ts';
import { type Answer, answerOfRest, answerOfSql, difference, type Question } from './answer.ts';
import { type Case, cases, headlines, restQuery } from './cases.ts';
import { type KeptOutcomes, keptOutcomes } from './kept-outcomes.ts';
import { type PastRollups, pastRollups } from './past-rollups.ts';
import { publishedReferenceSql } from './published-reference.ts';
import { questionOf } from './questions.ts';
import { rowLimit } from './rest-client.ts';
import type { CaseResult, Contestant, SizeResult } from './results.ts';
import { RollupWorker, rollupSchema, rollupTables } from './rollup-tables.ts';
import { installDrizzleCube, type Server, startCube, startDrizzleCube } from './servers.ts';
import { type Statement, statementsDuring } from './statement-log.ts';
import { answersInARow, type SampleOptions, sampleInTurn, throughput } from './timing.ts';

const definitions = validateConfig(chosen, 'activation.config.ts');

const sampling: SampleOptions = { fewest: 3, most: 40, budgetMs: 2500 };

/** The cubes that the views of the four KPIs are made of. Their rollups hold measures of other views, too. */
const headlineCubes = ['Users', 'Accounts', 'AccountMilestones', 'ExpansionActivation'];

/** Who is asked for what a server has in its cache of results, too. */
const cachedOf: Partial<Record<Contestant, Contestant>> = {
  cube: 'cube-cache',
  'drizzle-cube': 'drizzle-cube-cache',
};

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
  /** Where outcomes are kept, if they are. */
  private kept: KeptOutcomes | undefined;
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
    if (rollups) await this.attempt('cube-rollups', () => this.refreshRollups(rollups));
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
    const headlinesMs = await this.worker.build(headlineCubes);
    const buildMs = headlinesMs + (await this.worker.build());
    this.result.rollups = { headlinesMs, buildMs, ...(await rollupTables(this.database)) };
    this.worker.stop();
    this.kept = await keptOutcomes(this.client, rollupSchema);
  }

  /** Those servers that can be started. */
  private async startServers(): Promise<Map<Contestant, Server>> {
    const servers = new Map<Contestant, Server>();
    const start = (contestant: Contestant, server: () => Promise<Server>): Promise<boolean> =>
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
    const question = questionOf(each);
    const { name, query } = question;
    const cube = servers.get('cube-rollups');
    const works = await this.whoAgree(question, servers);
    const published = publishedReferenceSql(each);
    if (published !== undefined) works.set('published', () => this.client.query(published));
    for (const [contestant, server] of servers) {
      if (!works.has(contestant)) continue;
      const asksPostgres = await this.attempt(
        contestant,
        async () => {
          const statement = await this.statementOf(contestant, question, server);
          if (contestant !== 'cube-rollups') return;
          works.set('rollup-table', () => this.client.query(statement.sql, statement.parameters));
        },
        name,
      );
      if (!asksPostgres) works.delete(contestant);
      const cached = cachedOf[contestant];
      if (cached) works.set(cached, () => server.client.load(query, 'stale-if-slow'));
    }
    const timings = await this.sample(name, works);
    this.result.cases.push({
      kpi: each.kpi.name,
      shape: each.shape,
      timings,
      ...(cube && timings['cube-rollups'] && { processorMs: await processorMsOf(cube, query) }),
    });
  }

  /** Times a question that no rollup answers, with those whose answer is that of the SQL by hand. */
  private async timePastRollups(asked: PastRollups, servers: Map<Contestant, Server>): Promise<void> {
    const cubes = [...servers].filter(([contestant]) => contestant !== 'drizzle-cube');
    const works = await this.whoAgree(asked, new Map(cubes));
    this.result.pastRollups[asked.name] = await this.sample(asked.name, works);
  }

  /** Those who answer a question as the SQL by hand does. */
  private async whoAgree(
    question: Question,
    servers: Map<Contestant, Server>,
  ): Promise<Map<Contestant, () => Promise<unknown>>> {
    const { name, query, sql, fromOutcomes } = question;
    this.onProgress(`${name}: the same answers?`);
    const expected = answerOfSql(question, (await this.client.query(sql)).rows);
    const works = new Map<Contestant, () => Promise<unknown>>([
      ['hand-written', () => this.client.query(sql)],
    ]);
    const take = (
      contestant: Contestant,
      ask: () => Promise<unknown>,
      answer: () => Promise<Answer>,
    ): Promise<boolean> =>
      this.attempt(
        contestant,
        async () => {
          const differs = difference(expected, await answer(), question.isOfNow);
          if (differs !== undefined) throw new Error(`another answer: ${differs}`);
          works.set(contestant, ask);
        },
        name,
      );
    if (this.kept && fromOutcomes) {
      const kept = fromOutcomes(this.kept);
      const ask = (): Promise<pg.QueryResult> => this.client.query(kept);
      await take('outcomes', ask, async () => answerOfSql(question, (await ask()).rows));
    }
    for (const [contestant, { client }] of servers) {
      const ask = (): ReturnType<typeof client.load> => client.load(query);
      await take(contestant, ask, async () => answerOfRest(question, await ask()));
    }
    return works;
  }

  private async sample(
    name: string,
    works: Map<Contestant, () => Promise<unknown>>,
  ): Promise<CaseResult['timings']> {
    this.onProgress(`${name}: ${[...works.keys()].join(', ')}`);
    return Object.fromEntries(
      await sampleInTurn(
        works,
        sampling,
        (contestant, error) => this.note(contestant, error, name),
        () => this.settled(),
      ),
    );
  }

  /**
   * Until no other session runs a statement: after an answer Cube may renew it behind the scenes, which another contestant
   * would run beside, and the next request for it would wait for in place of a statement of its own.
   */
  private async settled(): Promise<void> {
    let running: unknown[];
    do {
      await sleep(10);
      const { rows } = await this.client.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()`,
      );
      running = rows;
    } while (running.length > 0);
  }

  /** Times the headline question of every view by month. */
  private async timeHeadlines({ client }: Server): Promise<void> {
    this.onProgress('every headline, from rollups');
    const works = new Map(
      headlines.map(([view, query]): [string, () => Promise<unknown>] => [view, () => client.load(query)]),
    );
    this.result.headlines = Object.fromEntries(
      await sampleInTurn(works, sampling, (view, error) => this.note('cube-rollups', error, view)),
    );
  }

  /** Times every view by each of its dimensions and granularities. */
  private async timeBreakdowns({ client }: Server): Promise<void> {
    this.onProgress('every breakdown, from rollups');
    const members = modelMembers((await compileModel(definitions)).members);
    const questions = breakdowns(definitions, members).map(asRollupsAnswer);
    const works = new Map(questions.map((question) => [question, () => client.load(question as Query)]));
    const timings = await sampleInTurn(
      works,
      { fewest: 3, most: 3, budgetMs: 0 },
      ({ measures, dimensions }, error) =>
        this.note('cube-rollups', error, [...measures, ...(dimensions ?? [])].join(' ')),
    );
    for (const [{ measures }, { median }] of timings) {
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
  private async refreshRollups(rollups: NonNullable<SizeResult['rollups']>): Promise<void> {
    this.onProgress('one more day of data');
    await appendSyntheticDay(this.database, this.world, 1);
    this.onProgress('rollups: refresh after one more day');
    // A new process looks at every month, however old.
    this.worker = RollupWorker.start(this.database);
    rollups.refreshMs = await this.worker.build();
    this.onProgress('rollups: the same answers after the refresh?');
    const server = await startCube(this.database, true);
    try {
      for (const question of cases.map(questionOf)) {
        const isSame = await this.attempt(
          'cube-rollups',
          async () => {
            const expected = answerOfSql(question, (await this.client.query(question.sql)).rows);
            const found = answerOfRest(question, await server.client.load(question.query));
            const differs = difference(expected, found);
            if (differs !== undefined) throw new Error(`another answer after one more day: ${differs}`);
          },
          question.name,
        );
        // A refresh that answers something else is none.
        if (!isSame) delete rollups.refreshMs;
      }
    } finally {
      await server.stop();
    }
  }

  /**
   * The statement that Postgres ran for each of two requests.
   *
   * @throws where a cache has answered, or something else than it should
   */
  private async statementOf(
    contestant: Contestant,
    { query, values }: Question,
    { client }: Server,
  ): Promise<Statement> {
    // The answers were compared before, and may be renewed yet.
    await this.settled();
    const statements = await statementsDuring(this.client, this.logFile, async () => {
      await client.load(query);
      await this.settled();
      await client.load(query);
    });
    const found = statements.filter(
      ({ sql }) => sql.endsWith(`LIMIT ${rowLimit}`) || sql.includes(`"${values[0]}"`),
    );
    const statement = found.at(-1);
    if (!statement || found.length < 2) {
      throw new Error(`2 requests were ${found.length} statements: a cache has answered`);
    }
    if (contestant === 'cube-rollups') {
      if (!statement.sql.includes(`${rollupSchema}.`)) throw new Error('its SQL reads no rollup');
    } else if (statement.sql.includes(rollupSchema)) throw new Error('its SQL reads what is kept');
    return statement;
  }

  /**
   * A contestant that fails is noted, and the others go on.
   *
   * @returns whether it does not
   */
  private async attempt(contestant: Contestant, work: () => Promise<void>, name?: string): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      this.note(contestant, error as Error, name);
      return false;
    }
  }

  private note(contestant: Contestant, { message, cause }: Error, name?: string): void {
    // What fetch fails of is in its cause alone.
    const reason = cause ? `${message}: ${cause}` : message;
    this.result.absent.push({ contestant, ...(name === undefined ? {} : { case: name }), reason });
  }
}

/** The processor time of a server for an answer, in milliseconds: the mean of {@link answersInARow}, so that what it does beside is little. */
async function processorMsOf(server: Server, query: Query): Promise<number> {
  const before = await server.processorMs();
  for (let answer = 0; answer < answersInARow; answer += 1) await server.client.load(query);
  return ((await server.processorMs()) - before) / answersInARow;
}
