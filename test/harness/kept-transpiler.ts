import { createRequire } from 'node:module';

/**
 * Has Cube's compiler keep the worker that transpiles model files, with its Babel, from one model to the next. By
 * itself it starts one for each model, which takes longer than all else of a compilation.
 */
const requireOfCompiler = createRequire(
  createRequire(import.meta.url).resolve('@cubejs-backend/schema-compiler'),
);
const workerpool: typeof import('workerpool') = requireOfCompiler('workerpool');

const start = workerpool.pool;
const pools = new Map<string, ReturnType<typeof start>>();
Object.assign(workerpool, {
  pool: (script: string, options: object) => {
    const kept = pools.get(script) ?? start(script, options);
    pools.set(script, kept);
    return Object.assign(Object.create(kept), { terminate: async () => [] });
  },
});
