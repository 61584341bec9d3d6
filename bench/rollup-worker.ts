/**
 * Keeps the rollups, as the one process of a deployment that does: for each line of its input it builds those that
 * there are not and those whose rows have changed, and prints `built in 1234 ms`.
 */
import { createInterface } from 'node:readline';
import { openRollupSession } from '../src/commands/rollups.ts';

const session = await openRollupSession();
for await (const _ of createInterface({ input: process.stdin })) {
  const start = performance.now();
  await session.builder?.build();
  console.log(`built in ${Math.round(performance.now() - start)} ms`);
}
await session.stop();
