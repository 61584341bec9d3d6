import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CreateOptions } from '@cubejs-backend/server';
import { timeZonesOfRollups } from 'cube-fixes';
import { answerBadRequests, isDevelopment, protect, readLimits, signInOptions } from 'cube-guard';
import getPort from 'get-port';
import { ActionableError } from '../actionable-error.ts';
import { rollupSettings, secondsOf } from '../config/rollup-settings.ts';
import { isMcpOn, serveMcp } from '../mcp/http-route.ts';
import { isPageOn, openPage } from '../page/page-route.ts';
import { dropContradictingAdvice } from './advice.ts';
import { cubeOptions } from './cube-options.ts';
import type { ModelRepository } from './model-repository.ts';
import { openPlayground } from './playground.ts';

/** The server can't listen where it is told to. */
export class PortError extends ActionableError {
  override readonly name = 'PortError';
}

/** A Cube server in this process. */
export interface CubeServer {
  /** Where it listens, e.g. `http://localhost:4000`. */
  url: string;
  /** The REST API below that, e.g. `http://localhost:4000/cubejs-api/v1`. */
  apiUrl: string;
  /** Finishes what it began, closes its connections and gives the port free. */
  stop(): Promise<void>;
}

/**
 * The port that the variable `PORT` names, or 4000.
 *
 * @throws {PortError} where it is no port, or the server can't listen there on {@link listeningHost}
 */
export async function findPort(): Promise<number> {
  const port = Number(process.env.PORT || 4000);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new PortError(`PORT is ${process.env.PORT}, which is no port number (1 to 65535).`);
  }
  await tryToListen(port, listeningHost());
  // Somebody may listen on the other addresses of the machine, whom a client would meet there.
  if ((await getPort({ port })) !== port) throw portInUse(port);
  return port;
}

const portInUse = (port: number): PortError =>
  new PortError(
    `Something listens on port ${port} already. Stop it, or choose another port: PORT=${port + 1} npm start`,
  );

async function tryToListen(port: number, host: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((done, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') failed(portInUse(port));
      const step =
        error.code === 'EACCES'
          ? 'This user may not listen there: choose a port from 1024 up with PORT.'
          : 'HOST names an address of this machine; 0.0.0.0 is all of them.';
      failed(new PortError(`The server can't listen on ${host}, port ${port}: ${error.message}. ${step}`));
    });
    server.listen(port, host, done);
  });
  await new Promise((closed) => server.close(closed));
}

const loopback = '127.0.0.1';

/** The address that the variable `HOST` names; without it, development mode is on this machine alone. */
export const listeningHost = (): string => process.env.HOST || (isDevelopment() ? loopback : '0.0.0.0');

/** Cube looks twice a minute for rollups that are due; here sooner, where they are due sooner. */
const secondsBetweenRefreshes = (): number => Math.min(30, secondsOf(rollupSettings().refreshEvery));

/** Seconds that a production server has to finish what it began. */
const gracefulShutdown = 25;

export interface ServerOptions {
  port: number;
  /** Whether it is one command's alone: it then listens on the loopback only, and tells what went wrong as it is. */
  isPrivate?: boolean;
}

/**
 * Starts Cube's own server in this process, with the `cube.js` of the current folder as Cube's own command would.
 * Cube reads the environment: set its variables before.
 */
export async function startCubeServer({ port, isPrivate = false }: ServerOptions): Promise<CubeServer> {
  const url = `http://${isPrivate ? loopback : 'localhost'}:${port}`;
  const { cube, basePath } = await makeCube(url, isPrivate);
  listenOn(cube, isPrivate ? loopback : listeningHost());
  await cube.listen();
  return {
    url,
    apiUrl: `${url}${basePath}/v1`,
    stop: () => cube.stop(),
  };
}

/** A Cube that builds rollups and listens nowhere. */
export interface RollupBuilder {
  /**
   * Builds each rollup that isn't there and each part of one that has changed.
   *
   * @throws {ActionableError} with Postgres' own words where one can't be built
   */
  build(): Promise<void>;
  /** Closes its connections. */
  stop(): Promise<void>;
}

/** Cube reads the environment: set its variables before. */
export async function startRollupBuilder(): Promise<RollupBuilder> {
  const { cube } = await makeCube();
  await cube.openOnePool();
  return { build: () => cube.buildRollups(), stop: () => cube.stop() };
}

/**
 * @param url where it is going to listen; without it, it is to build rollups alone
 * @param isPrivate see {@link ServerOptions.isPrivate}
 */
async function makeCube(url = '', isPrivate = false) {
  dropContradictingAdvice();
  const { CubejsServer } = await import('@cubejs-backend/server');
  const options = await readCubeConfiguration();
  const basePath = options.basePath ?? '/cubejs-api';
  const repository = options.repositoryFactory?.({} as never);
  // By what it has: the project's own cube.js may have another instance of the class.
  const outcomes =
    repository && 'refreshOutcomes' in repository ? (repository as ModelRepository) : undefined;
  const isRefreshWorker = !isPrivate && process.env.CUBEJS_REFRESH_WORKER === 'true';
  const cube = new (class extends CubejsServer {
    override async listen() {
      // Cube's types keep the gateway to itself.
      const core = this.core as unknown as Parameters<typeof answerBadRequests>[0] &
        Parameters<typeof openPlayground>[0] &
        Parameters<typeof serveMcp>[0] &
        Parameters<typeof openPage>[0] &
        Parameters<typeof protect>[0];
      if (isMcpOn() && !isPrivate) serveMcp(core, options, basePath);
      answerBadRequests(core, basePath, readLimits().queriesPerRequest);
      if (!isPrivate && isPageOn(isDevelopment()))
        openPage(core, { apiPath: `${basePath}/v1`, needsToken: !isDevelopment() });
      if (isDevelopment()) openPlayground(core, options, `${url}${basePath}/v1`);
      else if (!isPrivate) protect(core, basePath);
      await this.openOnePool();
      this.keepOutcomes();
      return super.listen();
    }

    /** Outcomes follow the source tables from the start on, and rollups the outcomes: before each turn of Cube's scheduler. */
    keepOutcomes(): void {
      const { core } = this;
      const refreshRollups = core.handleScheduledRefreshInterval;
      core.handleScheduledRefreshInterval = async (given) => {
        await this.refreshOutcomes();
        return refreshRollups(given);
      };
      if (isRefreshWorker) void this.refreshOutcomes();
    }

    /** When rows that stand against outcomes are looked at again, which is to read all of them. */
    private nextTry = 0;

    /** What goes wrong is for the log: queries go on as they were, and a later turn tries again. */
    async refreshOutcomes(): Promise<void> {
      if (performance.now() < this.nextTry) return;
      const { refreshEvery, keptEvery } = rollupSettings();
      await outcomes?.refreshOutcomes(secondsOf(refreshEvery)).catch((error) => {
        if (isOfRows(error)) this.nextTry = performance.now() + secondsOf(keptEvery) * 1000;
        this.core.logger('Outcomes not refreshed', { error: String(error) });
      });
    }

    /**
     * Cube's scheduler gives up a turn where a build takes very long; the next turn goes on with it. Where a build fails
     * it goes on with the others, and tells nobody but the log.
     */
    async buildRollups(): Promise<void> {
      await outcomes?.refreshOutcomes(0).catch((error) => {
        throw isOfRows(error) ? outcomesError(error) : rollupError(error);
      });
      const orchestrator = await this.core.getOrchestratorApi({ securityContext: {}, requestId: 'rollups' });
      const rollups = orchestrator.getQueryOrchestrator().getPreAggregations();
      const failed = new Set<string>();
      const putOff = rollups.updatePreAggBackoff;
      rollups.updatePreAggBackoff = (table, ...until) => {
        failed.add(table);
        return putOff.call(rollups, table, ...until);
      };
      const options = {
        preAggregationsWarmup: true,
        timezones: timeZonesOfRollups(),
        throwErrors: true,
        concurrency: partitionsAtOnce,
      };
      try {
        for (let isDone = false; !isDone; ) isDone = await this.refreshOnce(options);
      } finally {
        rollups.updatePreAggBackoff = putOff;
      }
      if (failed.size > 0)
        throw rollupError(new Error(`${[...failed].join(', ')} failed, as the lines above say`));
    }

    /** @returns whether the turn came to its end */
    async refreshOnce(options: object): Promise<boolean> {
      try {
        await this.core.runScheduledRefresh({ securityContext: {} }, options);
        return true;
      } catch (error) {
        if ((error as { error?: string }).error !== 'Continue wait') throw rollupError(error);
        return false;
      }
    }

    /**
     * Cube 1.7.43 shares one pool between queries and rollups where the first to need one is a query, and otherwise
     * makes two, of which it closes one.
     */
    async openOnePool(): Promise<void> {
      const context = { securityContext: {}, requestId: 'start' };
      const orchestrator = (await this.core.getOrchestratorApi(context)) as unknown as {
        driverFactory(dataSource: string): Promise<object>;
      };
      // A database that isn't there yet is no reason not to start.
      await orchestrator.driverFactory('default').catch(() => undefined);
    }

    /** Cube 1.7.43 closes the pools of the data sources it was told of at shutdown, and nothing in it tells. */
    async tellDataSource(): Promise<void> {
      const context = { securityContext: {}, requestId: 'shutdown' };
      (await this.core.getOrchestratorApi(context)).addDataSeenSource('default');
    }

    async stop(): Promise<void> {
      await this.tellDataSource();
      this.leaveWebSockets();
      await this.shutdown('SIGTERM', true);
    }

    /** Cube waits for clients of WebSocket until they leave by themselves. */
    leaveWebSockets(): void {
      const { wsServer } = (this.socketServer ?? {}) as unknown as { wsServer?: WebSockets };
      for (const client of wsServer?.clients ?? []) client.close(goingAway);
    }
  })({
    ...(isDevelopment() ? {} : { gracefulShutdown: shutdownSeconds() }),
    scheduledRefreshConcurrency: partitionsAtOnce,
    scheduledRefreshTimer: isRefreshWorker && secondsBetweenRefreshes(),
    ...options,
    ...(url === '' && { orchestratorOptions: patient(options.orchestratorOptions) }),
    // Whoever asks is told, and signs in by what this process made up, whatever the project's own cube.js says.
    ...(isPrivate ? { ...signInOptions(), logger: () => undefined, scheduledRefreshTimer: false } : {}),
  });
  return { cube, basePath };
}

/**
 * How many partitions are looked at in a refresh at once. Unless told, Cube looks at one after the other in its first
 * turn, and then at as many as it builds at once (`CUBEJS_CONCURRENCY`), though some wait for another one's build.
 */
const partitionsAtOnce = 8;

/** The longest that Cube lets anybody wait for a query or a build, in seconds. */
const longestWait = 90;

/**
 * Nobody else waits where rollups alone are built. Unless told, Cube's scheduler gives up a turn after ten seconds of one
 * build, and the next turn goes on beside what the former one still has made, and may make it once more.
 */
const patient =
  (given: CreateOptions['orchestratorOptions']): NonNullable<CreateOptions['orchestratorOptions']> =>
  async (context) => ({
    ...(typeof given === 'function' ? await given(context) : given),
    continueWaitTimeout: longestWait,
  });

const rollupError = (error: unknown): ActionableError =>
  new ActionableError(
    `A rollup could not be built: ${error instanceof Error ? error.message : String(error)}. Rollups built before stay in use; mend what it names and build again.`,
    { cause: error },
  );

const outcomesError = (error: Error): ActionableError =>
  new ActionableError(
    `The outcomes of some units can't be kept: ${error.message}. "activation doctor" finds what is wrong with the rows; with ACTIVATION_OUTCOMES=false rollups are built without outcomes.`,
    { cause: error },
  );

/** Whether Postgres refuses rows: a data exception, or what a constraint is against. */
const isOfRows = (error: Error & { code?: string }): boolean => /^2[23]/.test(error.code ?? '');

/** What is used here of the `ws` package. */
interface WebSockets {
  clients: Iterable<{ close(code: number): void }>;
}
const goingAway = 1001;

const shutdownSeconds = (): number => Number(process.env.CUBEJS_GRACEFUL_SHUTDOWN || gracefulShutdown);

/** Has a Cube server listen on one address, where by itself it listens on each of the machine's. */
function listenOn(cube: object, host: string): void {
  let server: Server | null = null;
  Object.defineProperty(cube, 'server', {
    get: () => server,
    set: (made: Server | null) => {
      server = made;
      if (!made) return;
      // Longer than clients and load balancers keep a connection that idles, so that it's theirs to close: a request
      // on one that the server just closes is lost.
      made.keepAliveTimeout = 65_000;
      const listen = made.listen.bind(made);
      // Cube waits for it, and is ready then.
      const listening = async (port: number): Promise<void> => {
        listen(port, host);
        await once(made, 'listening');
      };
      Object.assign(made, { listen: listening });
    },
  });
}

async function readCubeConfiguration(): Promise<CreateOptions> {
  const file = resolve('cube.js');
  if (!existsSync(file)) return cubeOptions();
  const { default: options } = (await import(pathToFileURL(file).href)) as { default: CreateOptions };
  return options;
}
