/**
 * Keeps the rollups, as the one process of a deployment that does: for each line of its input it builds those that
 * there are not and those whose rows have changed, of the cubes that the line names or of all, and prints
 * `built in 1234 ms`.
 */
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { openRollupSession } from '../src/commands/rollups.ts';

interface CompilerApi {
  preAggregations(filter: { scheduled: boolean; cubes: string[] }): Promise<unknown>;
  scheduledPreAggregations(): Promise<unknown>;
}

let cubes: string[] = [];
const server = createRequire(import.meta.url).resolve('@cubejs-backend/server');
const core: { CompilerApi: { prototype: CompilerApi } } = createRequire(server)(
  '@cubejs-backend/server-core',
);
core.CompilerApi.prototype.scheduledPreAggregations = function () {
  return this.preAggregations({ scheduled: true, cubes });
};

const session = await openRollupSession();
for await (const line of createInterface({ input: process.stdin })) {
  cubes = line.split(' ').filter(Boolean);
  const start = performance.now();
  await session.builder?.build();
  console.log(`built in ${Math.round(performance.now() - start)} ms`);
}
await session.stop();
