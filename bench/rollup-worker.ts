/**
 * Keeps the rollups, as the one process of a deployment that does: for each line of its input it builds those that
 * there are not and those whose rows have changed, and prints `built in 1234 ms`.
 */
import { createInterface } from 'node:readline';
import { openTemporarySession } from '../src/commands/temporary-server.ts';

const session = await openTemporarySession();
for await (const _ of createInterface({ input: process.stdin })) {
  const start = performance.now();
  await session.server?.buildRollups();
  console.log(`built in ${Math.round(performance.now() - start)} ms`);
}
await session.stop();
