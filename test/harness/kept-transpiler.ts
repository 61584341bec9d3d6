import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import type { Worker } from 'node:worker_threads';

/**
 * Has Cube's compiler keep the worker that transpiles model files, with its Babel, from one model to the next, and what
 * it made of a file. By itself it starts one for each model, which takes longer than all else of a compilation, and most
 * files of a model are those of another one.
 */
const requireOfCompiler = createRequire(
  createRequire(import.meta.url).resolve('@cubejs-backend/schema-compiler'),
);
const workerpool: typeof import('workerpool') = requireOfCompiler('workerpool');

const start = workerpool.pool;
type Pool = ReturnType<typeof start>;
const pools = new Map<string, Pool>();
const transpiled = new Map<string, ReturnType<Pool['exec']>>();

/** Has the workers of a pool keep the process from its end while they have something to do, and no longer. */
function endingWithTheProcess(pool: Pool): Pool {
  const { workers } = pool as unknown as { workers: { worker: Worker }[] };
  let running = 0;
  const ended = (): void => {
    running -= 1;
    if (running === 0) for (const { worker } of workers) worker.unref();
  };
  const exec: Pool['exec'] = (method, parameters) => {
    const call = pool.exec(method, parameters);
    running += 1;
    for (const { worker } of workers) worker.ref();
    call.then(ended, ended);
    return call;
  };
  return Object.assign(Object.create(pool), { exec });
}

Object.assign(workerpool, {
  pool: (script: string, options: object) => {
    const pool =
      pools.get(script) ?? endingWithTheProcess(start(script, { ...options, workerType: 'thread' }));
    pools.set(script, pool);
    const exec: Pool['exec'] = (method, parameters) => {
      const key = createHash('sha256')
        .update(JSON.stringify([script, method, parameters]))
        .digest('hex');
      const found = transpiled.get(key) ?? pool.exec(method, parameters);
      transpiled.set(key, found);
      return found;
    };
    return Object.assign(Object.create(pool), { exec, terminate: async () => [] });
  },
});
