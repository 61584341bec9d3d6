import { requireBesideServerCore } from '../cube-packages.ts';
import { type Fix, methodsOf } from '../fix.ts';

interface PromiseTimeout {
  timeout<Result>(promise: Promise<Result>, milliseconds: number): Promise<Result>;
  TimeoutError: new () => Error;
}

const promiseTimeout = (): PromiseTimeout => requireBesideServerCore('promise-timeout') as PromiseTimeout;

/** It is made when a query is late. */
export const slowQueryError: Fix = {
  name: 'slow-query-error',
  defect:
    'The error of a query that takes longer than Cube waits for it is made for each query beforehand, with a stack of calls whose every place is looked up in source maps.',
  places: methodsOf('promise-timeout', promiseTimeout, { timeout: '673d21734147' }),
  patch() {
    const library = promiseTimeout();
    library.timeout = async (promise, milliseconds) => {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, failed) => {
        timer = setTimeout(() => failed(new library.TimeoutError()), milliseconds);
      });
      return Promise.race([promise, late]).finally(() => clearTimeout(timer));
    };
  },
};
