import { requireBesideServerCore } from './cube-packages.ts';

interface PromiseTimeout {
  timeout<Result>(promise: Promise<Result>, milliseconds: number): Promise<Result>;
  TimeoutError: new () => Error;
}

/**
 * Has the error of a query that takes longer than Cube waits for it made when one does. Cube 1.7.43 has it made for
 * each query beforehand, with a stack of calls whose every place is looked up in source maps.
 */
export function mendSlowQueryError(): void {
  const promiseTimeout = requireBesideServerCore('promise-timeout') as PromiseTimeout;
  promiseTimeout.timeout = async (promise, milliseconds) => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, failed) => {
      timer = setTimeout(() => failed(new promiseTimeout.TimeoutError()), milliseconds);
    });
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
  };
}
