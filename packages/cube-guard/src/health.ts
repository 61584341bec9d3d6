import { methodsOf, type Reach } from 'cube-fixes';
import type { Context } from './gateway.ts';
import { orchestratorApi, serverCoreClass } from './places.ts';

/** What is used here of Cube's core. */
export interface Core {
  getCompilerApi(context: Context): Promise<{ getCompilers(): Promise<unknown> }>;
  getOrchestratorApi(context: Context): Promise<{
    addDataSeenSource(dataSource: string): void;
    testConnection(): Promise<unknown>;
    testOrchestratorConnections(): Promise<unknown>;
  }>;
}

/** How long the database may take to say that it is there. */
const patienceMs = 5000;

/** How long an answer holds, so that whoever asks often doesn't open connections as often. */
const freshMs = 1000;

export const readiness: Reach = {
  name: 'readiness',
  defect:
    'Its probe waits for a database that hangs for as long as it hangs, and keeps an answer from before the clock was set back until the clock is there again.',
  places: [
    ...methodsOf('CubejsServerCore', serverCoreClass, {
      initApp: '409fcaa8d936',
      getCompilerApi: '30b56ee38b55',
      getOrchestratorApi: '3125c886794c',
    }),
    ...methodsOf('OrchestratorApi', orchestratorApi, {
      addDataSeenSource: '71b5581ed198',
      testConnection: '692a850e1079',
      testOrchestratorConnections: '4914eba713a9',
    }),
  ],
};

/** Whether queries can be answered: the model compiles, and the database and the store of rollups accept connections. */
export class Readiness {
  private told = Number.NEGATIVE_INFINITY;
  private isAsking = false;
  private answer: Promise<Error | null> = Promise.resolve(null);

  constructor(private readonly core: Core) {}

  /** What stands in the way; null where nothing does. */
  check(): Promise<Error | null> {
    // Monotonic, unlike the clock.
    if (!this.isAsking && performance.now() - this.told > freshMs) {
      this.isAsking = true;
      this.answer = within(patienceMs, this.test())
        .then(
          () => null,
          (error: Error) => error,
        )
        .finally(() => {
          this.isAsking = false;
          this.told = performance.now();
        });
    }
    return this.answer;
  }

  private async test(): Promise<void> {
    const context: Context = { securityContext: {}, requestId: 'readiness' };
    await (await this.core.getCompilerApi(context)).getCompilers();
    const orchestrator = await this.core.getOrchestratorApi(context);
    orchestrator.addDataSeenSource('default');
    await orchestrator.testConnection();
    await orchestrator.testOrchestratorConnections();
  }
}

async function within<Result>(milliseconds: number, promise: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, failed) => {
    timer = setTimeout(() => failed(new Error(`No answer within ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
