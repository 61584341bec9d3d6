#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { actionableText } from './actionable-error.ts';
import type { CheckCommandOptions } from './check/command.ts';
import type { BuildOptions } from './commands/build.ts';
import type { DataOptions } from './commands/command-session.ts';
import type { DiagnoseOptions } from './commands/diagnose.ts';
import type { KpisOptions } from './commands/kpis.ts';
import type { McpOptions } from './commands/mcp.ts';
import type { ReportOptions } from './commands/report.ts';
import type { StartOptions } from './commands/start.ts';
import type { TypesOptions } from './commands/types.ts';
import type { SyntheticOptions } from './synthetic/world.ts';

/** What a command ends with that couldn't do what it was asked to. 1 is for what was found. */
const couldNot = 2;

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

// Each command is read when it is called for: what a server takes is seconds of work.
const program = new Command('activation')
  .description('Activation metrics for Cube, counted right.')
  .version(version)
  .addHelpText(
    'after',
    `
Without a command it starts. Exit codes: 0 it is done; 1 check or doctor found something; 2 it couldn't be done;
130 Ctrl-C and 143 SIGTERM ended it before. A server that is told to stop ends with 0.`,
  )
  .exitOverride();

/** A command over a database: the one that CUBEJS_DB_* names, or what its options load. */
const overData = (name: string): Command =>
  program
    .command(name)
    .option('--data <folder>', 'the CSV files in this folder instead of the worked example')
    .addOption(
      new Option('--synthetic', 'what load --synthetic made instead of the worked example').conflicts('data'),
    )
    .option(
      '--config <file>',
      'the configuration to use (default: ACTIVATION_CONFIG or activation.config.ts)',
    );

/** Another server than one of the command's own, and how to sign in there. */
const elsewhere = (
  command: Command,
  otherwise = 'a server of its own',
  without = ['data', 'synthetic', 'config'],
): Command =>
  command
    .addOption(
      new Option('--url <url>', `the REST API of a running server (default: ${otherwise})`).conflicts(
        without,
      ),
    )
    .addOption(new Option('--token <jwt>', 'a token that server accepts').env('ACTIVATION_CHECK_TOKEN'));

overData('start')
  .description('serve the metrics: a Cube server with its Playground, over Postgres')
  .option('--reset', 'delete the embedded database first; asks before, where there is a terminal')
  .option('--yes', "don't ask")
  .addHelpText(
    'after',
    '\nWith CUBEJS_DB_HOST set, that Postgres is served as it is and no embedded one is started.\nThe variables are in .env.example.',
  )
  .action(async (options: StartOptions) => (await import('./commands/start.ts')).start(options));

program
  .command('load')
  .description(
    'make data to try the metrics at scale, in the embedded Postgres; start --synthetic serves them',
  )
  .requiredOption('--synthetic', 'make synthetic data: the one kind there is')
  .option('--users <number>', 'how many users sign up', '100000')
  .option('--seed <number>', 'another seed makes other rows of the same shapes', '1')
  .option('--until <day>', 'the last day with data, as 2026-03-31 (default: yesterday)')
  .action(async (options: SyntheticOptions) => (await import('./commands/load.ts')).load(options));

elsewhere(overData('check'))
  .description('compare KPIs with a committed baseline, and fail where one moved that should not')
  .option('--baseline <file>', 'the committed numbers (default: activation-baseline.json)')
  .option('--queries <file>', 'a JSON file of queries instead of the headline KPIs')
  .option('--update', 'write the baseline anew')
  .option('--json', 'print JSON for machines')
  .option('--junit <file>', 'write JUnit XML too')
  .option('--tolerance <points>', 'percentage points by which an open period may differ (default: 1)')
  .option('--closed-after <days>', 'days after which a period must match exactly (default: 30)')
  .action(async ({ data, synthetic, config, ...options }: CheckCommandOptions & DataOptions) => {
    const { checkCommand } = await import('./check/command.ts');
    const { startPrivateServer } = await import('./commands/private-server.ts');
    const withServer = () => startPrivateServer({ data, synthetic, config, quiet: options.json === true });
    process.exitCode = await checkCommand({ ...options, withServer });
  });

elsewhere(overData('kpis'))
  .description('list the 54 KPIs of the onboarding catalogue, and the value of each')
  .option('--json', 'print JSON for machines')
  .action(async (options: KpisOptions) => {
    process.exitCode = await (await import('./commands/kpis.ts')).kpis(options);
  });

elsewhere(overData('mcp'))
  .description('serve the KPIs to an agent: MCP over standard input and output')
  .action(async (options: McpOptions) => (await import('./commands/mcp.ts')).mcp(options));

elsewhere(overData('report'))
  .description('write the page of charts as one HTML file, to send or to keep')
  .option('--out <file>', 'the file to write', 'activation.html')
  .option('--from-rollups', 'leave out what no rollup of that server holds: medians, the curve, the drivers')
  .option('--show <address>', "what it shows, as the page's address says it after the question mark")
  .action(async (options: ReportOptions) => {
    process.exitCode = await (await import('./commands/report.ts')).report(options);
  });

overData('rollups')
  .description('build the rollups that are missing or have changed, and list them')
  .action(async (options: DataOptions) => (await import('./commands/rollups.ts')).rollups(options));

overData('doctor')
  .description('examine the data behind the metrics; it writes nothing')
  .option('--json', 'print JSON for machines')
  .option('--strict', 'fail for warnings too, and where a check did not finish')
  .option('--timeout <seconds>', 'how long one query may take', '30')
  .option('--stale-after <days>', "the age from which a source's newest row is a warning", '7')
  .action(async (options: DiagnoseOptions) => {
    process.exitCode = await (await import('./commands/diagnose.ts')).diagnose(options);
  });

program
  .command('build')
  .description('write the model as plain JavaScript, for a stock Cube to load')
  .option('--config <file>', 'the configuration to use (default: ACTIVATION_CONFIG or activation.config.ts)')
  .option(
    '--out <folder>',
    'the folder to write to; what else is in it is not touched (default: dist/model, or dist/dbt)',
  )
  .addOption(
    new Option(
      '--dbt [schema]',
      "write a dbt project that keeps the outcomes of units in a warehouse, and the model that reads them there: in the schema of dbt's profile, analytics unless named",
    ).preset('analytics'),
  )
  .action(async (options: BuildOptions) => (await import('./commands/build.ts')).build(options));

elsewhere(program.command('types'), 'the configuration', ['config'])
  .description("write TypeScript types of the model's members, for Cube's own client")
  .requiredOption('--out <file>', 'the file to write to, such as cube.d.ts')
  .option('--config <file>', 'the configuration to use (default: ACTIVATION_CONFIG or activation.config.ts)')
  .action(async (options: TypesOptions) => (await import('./commands/types.ts')).types(options));

// Cube leaves timers behind, which would keep a command for ten seconds after it is done.
program.hook('postAction', async (_, command) => {
  if (command.name() !== 'start') await exit();
});

/** Ends the process when what it printed is out: a pipe takes it later than it is written. */
async function exit(code = process.exitCode): Promise<never> {
  await Promise.all([process.stdout, process.stderr].map(written));
  process.exit(code);
}

const written = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((done) => {
    // The reader may have gone.
    stream.once('error', () => done());
    stream.write('', () => done());
  });

// Who reads may leave first, as `head` does: a command goes on without them. Cube would print that it couldn't print, for ever.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const args = process.argv.slice(2);
const asksAboutItself = ['-h', '--help', '-V', '--version'].includes(args[0] ?? '');
// As a default command of commander's, start would take a mistyped command for an argument of its own.
if (!asksAboutItself && (args[0] ?? '-').startsWith('-')) args.unshift('start');
try {
  await program.parseAsync(args, { from: 'user' });
} catch (error) {
  // Commander has printed its own.
  if (error instanceof CommanderError) await exit(error.exitCode === 0 ? 0 : couldNot);
  console.error(actionableText(error) ?? error);
  await exit(couldNot);
}
