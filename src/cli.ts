#!/usr/bin/env node
import { Command } from 'commander';
import { ActionableError } from './actionable-error.ts';
import { type StartOptions, start } from './start.ts';

const program = new Command('activation').description('Activation metrics for Cube, counted right.');

program
  .command('start', { isDefault: true })
  .description('serve the metrics: a Cube server with its Playground, over Postgres')
  .option('--data <folder>', 'load the CSV files in this folder instead of the worked example')
  .option('--config <file>', 'the configuration to use (default: ACTIVATION_CONFIG or activation.config.ts)')
  .option('--reset', 'delete the embedded database first')
  .addHelpText(
    'after',
    '\nWith CUBEJS_DB_HOST set, that Postgres is served as it is and no embedded one is started.\nThe variables are in .env.example.',
  )
  .action((options: StartOptions) => start(options));

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof ActionableError ? `\nError: ${error.message}` : error);
  process.exit(1);
}
