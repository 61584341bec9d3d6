#!/usr/bin/env node
import { Command, Option } from 'commander';
import { ActionableError } from './actionable-error.ts';
import { checkCommand } from './check/command.ts';
import { type DiagnoseOptions, diagnose } from './commands/diagnose.ts';
import { load } from './commands/load.ts';
import { startPrivateServer } from './commands/private-server.ts';
import { type RollupsOptions, rollups } from './commands/rollups.ts';
import { type StartOptions, start } from './commands/start.ts';

const configOption = [
  '--config <file>',
  'the configuration to use (default: ACTIVATION_CONFIG or activation.config.ts)',
] as const;

const program = new Command('activation').description('Activation metrics for Cube, counted right.');

program
  .command('start', { isDefault: true })
  .description('serve the metrics: a Cube server with its Playground, over Postgres')
  .option('--data <folder>', 'load the CSV files in this folder instead of the worked example')
  .option('--synthetic', 'serve what load --synthetic made instead of the worked example')
  .option(...configOption)
  .option('--reset', 'delete the embedded database first')
  .addHelpText(
    'after',
    '\nWith CUBEJS_DB_HOST set, that Postgres is served as it is and no embedded one is started.\nThe variables are in .env.example.',
  )
  .action((options: StartOptions) => start(options));

program
  .command('load')
  .description(
    'make data to try the metrics at scale, in the embedded Postgres; start --synthetic serves them',
  )
  .requiredOption('--synthetic', 'make synthetic data: the one kind there is')
  .option('--users <number>', 'how many users sign up', '100000')
  .option('--seed <number>', 'another seed makes other rows of the same shapes', '1')
  .option('--until <day>', 'the last day with data, as 2026-03-31 (default: yesterday)')
  .action(load);

program
  .command('check')
  .description('compare KPIs with a committed baseline, and fail where one moved that should not')
  .option('--url <url>', 'the REST API of a running server (default: a server of its own for the check)')
  .addOption(new Option('--token <jwt>', 'a token that server accepts').env('ACTIVATION_CHECK_TOKEN'))
  .option('--baseline <file>', 'the committed numbers (default: activation-baseline.json)')
  .option('--queries <file>', 'a JSON file of queries instead of the headline KPIs')
  .option('--update', 'write the baseline anew')
  .option('--json', 'print JSON for machines')
  .option('--junit <file>', 'write JUnit XML too')
  .option('--tolerance <points>', 'percentage points by which an open period may differ (default: 1)')
  .option('--closed-after <days>', 'days after which a period must match exactly (default: 30)')
  .action(async (options) => {
    const withServer = () => startPrivateServer({ quiet: options.json === true });
    process.exitCode = await checkCommand({ ...options, withServer });
  });

program
  .command('rollups')
  .description('build the rollups that are missing or have changed, and list them')
  .option(...configOption)
  .action((options: RollupsOptions) => rollups(options));

program
  .command('doctor')
  .description('examine the data behind the metrics; it writes nothing')
  .option(...configOption)
  .option('--json', 'print JSON for machines')
  .option('--strict', 'fail for warnings too, and where a check did not finish')
  .option('--timeout <seconds>', 'how long one query may take', '30')
  .option('--stale-after <days>', "the age from which a source's newest row is a warning", '7')
  .action(async (options: DiagnoseOptions) => {
    process.exitCode = await diagnose(options).catch((error) => {
      printError(error);
      return 2;
    });
  });

// Cube leaves timers behind, which would keep a command for ten seconds after it is done.
program.hook('postAction', async (_, command) => {
  if (command.name() === 'start') return;
  await Promise.all([process.stdout, process.stderr].map(written));
  process.exit();
});

/** What was printed into a pipe is still on its way there, and `process.exit` would drop it. */
const written = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((done) => {
    // The reader may have gone.
    stream.once('error', () => done());
    stream.write('', () => done());
  });

function printError(error: unknown): void {
  console.error(error instanceof ActionableError ? `\nError: ${error.message}` : error);
}

try {
  await program.parseAsync();
} catch (error) {
  printError(error);
  process.exit(1);
}
