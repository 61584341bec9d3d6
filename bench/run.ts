import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { Listr } from 'listr2';
import { ActionableError } from '../src/actionable-error.ts';
import { loadConfig } from '../src/config/config.ts';
import { configFile } from '../src/cube/cube-options.ts';
import { transpileModel } from '../src/cube/model-repository.ts';
import { EmbeddedPostgres } from '../src/database/embedded.ts';
import { loadSyntheticWorld } from '../src/synthetic/load-world.ts';
import { numberOfUsers } from '../src/synthetic/world.ts';
import { CompiledModel } from '../test/harness/compiled-model.ts';
import { htmlReport } from './html-report.ts';
import { describeMachine } from './machine.ts';
import { writeMarkdown } from './markdown-report.ts';
import type { ReportTable } from './report-tables.ts';
import type { Results } from './results.ts';
import { SizeBenchmark } from './size.ts';
import { terminalReport, terminalTable } from './terminal-report.ts';
import { sampleInTurn } from './timing.ts';
import { triedTable } from './tried.ts';

const folder = fileURLToPath(new URL('./results', import.meta.url));

const program = new Command('bench')
  .description('The headline KPIs by hand-written SQL, the published reference, Cube and drizzle-cube.')
  .option('--sizes <numbers>', 'how many users, separated by commas', '10000,100000,1000000')
  .option('--breakdowns', 'time each view by each of its dimensions and granularities too')
  .option('--tried', 'time what was tried and left beside what stands instead, and nothing else')
  .option('--markdown', 'write the tables to docs/performance.md too');

interface Options {
  sizes: string;
  breakdowns?: boolean;
  tried?: boolean;
  markdown?: boolean;
}

/** `npm run bench`: measures at each size, and reports in the terminal, as JSON and as HTML. */
async function bench({
  sizes: text,
  breakdowns = false,
  tried = false,
  markdown = false,
}: Options): Promise<void> {
  // The day before yesterday, so that one more day isn't in the future.
  const until = new Date(Date.now() - 2 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
  const worlds = text
    .split(',')
    .map((size) => ({ users: numberOfUsers('--sizes', size.trim()), seed: 1, until }))
    .toSorted((one, other) => one.users - other.users);
  const startedAt = new Date();
  const home = join(process.env.ACTIVATION_HOME || '.activation', 'bench');
  let postgres: EmbeddedPostgres | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));

  const triedTables: ReportTable[] = [];
  const results: Partial<Results> & Pick<Results, 'sizes'> = { sizes: [] };
  const tasks = new Listr(
    [
      {
        title: 'Embedded Postgres',
        task: async () => {
          postgres = await EmbeddedPostgres.start(home);
          results.machine = await describeMachine(postgres);
        },
      },
      {
        title: 'Model compile time',
        enabled: () => !tried,
        task: async () => {
          results.modelCompileMs = await modelCompileMs();
        },
      },
      ...worlds.map((world) => ({
        title: `${world.users.toLocaleString('en')} users`,
        task: async (_: unknown, task: { output: string }) => {
          if (!postgres) return;
          const name = `bench_${world.users}`;
          const drop = `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`;
          await postgres.query(drop);
          await postgres.ensureDatabase(name);
          const database = postgres.connection(name);
          const onProgress = (progress: string): void => {
            task.output = progress;
          };
          if (tried) {
            await loadSyntheticWorld(database, world, onProgress);
            triedTables.push(await triedTable(database, world.users, onProgress));
          } else {
            const log = resolve(home, 'postgres.log');
            results.sizes.push(await SizeBenchmark.run(database, log, { ...world, breakdowns }, onProgress));
          }
          await postgres.query(drop);
        },
      })),
    ],
    { registerSignalListeners: false, fallbackRenderer: 'simple' },
  );
  await tasks.run();
  await postgres?.stop();
  postgres = undefined;
  if (tried) {
    for (const table of triedTables) console.log(terminalTable(table));
    return;
  }
  await report(
    {
      startedAt: startedAt.toISOString(),
      seconds: (Date.now() - startedAt.getTime()) / 1000,
      ...(results as Omit<Results, 'startedAt' | 'seconds'>),
    },
    markdown,
  );
}

async function report(results: Results, markdown: boolean): Promise<void> {
  console.log(terminalReport(results));
  await mkdir(folder, { recursive: true });
  const name = join(folder, results.startedAt.replaceAll(':', '-').slice(0, 19));
  await writeFile(`${name}.json`, `${JSON.stringify(results, null, 2)}\n`);
  await writeFile(`${name}.html`, htmlReport(results));
  console.log(`\nReport  ${name}.html\nJSON    ${name}.json`);
  if (markdown) console.log(`Tables  ${await writeMarkdown(results)}`);
}

/** Transpiling and compiling, in a process that has done it before. */
async function modelCompileMs(): Promise<number> {
  const config = await loadConfig(configFile());
  const compile = async (): Promise<unknown> => CompiledModel.compile(await transpileModel(config));
  const timings = await sampleInTurn(
    new Map([['compile', compile]]),
    { fewest: 5, most: 5, budgetMs: 0 },
    (_, error) => {
      throw error;
    },
  );
  return timings.get('compile')?.median ?? Number.NaN;
}

try {
  await program.action(bench).parseAsync();
} catch (error) {
  console.error(error instanceof ActionableError ? `\nError: ${error.message}` : error);
  process.exit(1);
}
