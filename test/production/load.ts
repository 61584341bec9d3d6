/**
 * Many clients at once on a production server, over the worked example:
 *
 *     npm run test:load                        200 clients for a minute
 *     SECONDS_=600 CLIENTS=20 npm run test:load   a soak
 *     ROLLUPS=built npm run test:load          with the rollups there from the start, as where a worker keeps them
 *     ROLLUPS=false npm run test:load          every answer from the source tables
 *
 * It fails where a request does, where the server's memory exceeds its bound, or, in runs of five minutes and more,
 * where it goes on growing once the caches are full.
 */
import { readFile } from 'node:fs/promises';
import { tokenOf } from '../../packages/cube-guard/test/tokens.ts';
import { workedExample } from '../../seeds/worked-example.ts';
import definitions from '../activation.config.ts';
import { breakdowns } from '../differential/breakdowns.ts';
import type { RunningStart } from '../harness/cube.ts';
import { compileModel } from '../harness/model.ts';
import { modelMembers } from '../oracle/askable.ts';
import { get } from './apis.ts';
import { withProductionServer } from './own-server.ts';

const clients = Number(process.env.CLIENTS ?? 200);
const seconds = Number(process.env.SECONDS_ ?? 60);
const rollups = process.env.ROLLUPS ?? 'true';
const isBuilt = rollups === 'built';
const members = modelMembers((await compileModel(definitions)).members);
const questions = breakdowns(definitions, members, ['day', 'week', 'month']);
/** What the server may take, in MB. */
const mostMemory = 1536;
const accounts = workedExample().accounts.map(({ id }) => id);

const megabytes = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024);
};

/** A third of the clients each sees everything, numbers alone, or one account. */
const claimsOf = (client: number): object => {
  const sub = `client ${client}`;
  const account = accounts[client % accounts.length];
  return (
    [
      { role: 'admin', sub },
      { role: 'analyst', sub },
      { account_ids: [account], sub },
    ][client % 3] ?? {}
  );
};

const took: number[] = [];
const failures: string[] = [];
const memory: number[] = [];
let rollupStore = '';

const env = { CUBEJS_CONCURRENCY: '4', ACTIVATION_ROLLUPS: isBuilt ? 'true' : rollups };
const load = async (server: RunningStart): Promise<void> => {
  const pid = server.process.pid ?? 0;
  rollupStore = /Rollups +(.*)/.exec(server.output())?.[1] ?? 'unknown';
  const end = performance.now() + seconds * 1000;
  const watch = setInterval(async () => memory.push(await megabytes(pid)), 2000);
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      const token = await tokenOf({
        ...claimsOf(client),
        exp: Math.floor(Date.now() / 1000) + seconds + 600,
      });
      for (let asked = client; performance.now() < end; asked += 1) {
        const question = questions[(asked * 7919) % questions.length] ?? {};
        const begun = performance.now();
        const { status, rows, text } = await get(server.url, token, question).catch((error: Error) => ({
          status: 0,
          rows: undefined,
          text: String(error.cause ?? error),
        }));
        took.push(performance.now() - begun);
        if (status !== 200 || !rows) failures.push(`${status} ${text.slice(0, 200)}`);
      }
    }),
  );
  clearInterval(watch);
};
await withProductionServer(env, load, { isBuilt });

took.sort((one, other) => one - other);
const at = (share: number): string =>
  `${Math.round(took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0)} ms`;
const average = (numbers: number[]): number =>
  numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
// By the second quarter of a long run the caches are about full.
const quarter = Math.max(1, Math.floor(memory.length / 4));
const [early, late] = [average(memory.slice(quarter, 2 * quarter)), average(memory.slice(-quarter))];
console.log(
  [
    `${clients} clients, ${seconds} s: ${took.length} requests, ${(took.length / seconds).toFixed(1)} a second, ${failures.length} failed`,
    `rollups: ${rollupStore}${isBuilt ? ', built before' : ''}`,
    `latency: median ${at(0.5)}, 95 % ${at(0.95)}, 99 % ${at(0.99)}, longest ${at(1)}`,
    `memory of the server: at most ${Math.max(...memory)} MB; ${Math.round(early)} MB in the second quarter, ${Math.round(late)} MB in the last`,
    ...new Set(failures.slice(0, 10)),
  ].join('\n'),
);
const isGrowing = seconds >= 300 && late > early * 1.25;
if (failures.length > 0 || isGrowing || Math.max(...memory) > mostMemory) process.exitCode = 1;
