import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CreateOptions } from '@cubejs-backend/server';
import getPort from 'get-port';
import { ActionableError } from '../actionable-error.ts';
import { answerBadRequests } from './bad-requests.ts';
import { cubeOptions } from './cube-options.ts';
import { timeZonesOfRollups } from './rollup-matching.ts';

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
  /**
   * Builds each rollup that isn't there and each part of one that has changed.
   *
   * @throws {ActionableError} with Postgres' own words where one can't be built
   */
  buildRollups(): Promise<void>;
  /** Finishes what it began, closes its connections and gives the port free. */
  stop(): Promise<void>;
}

/**
 * The port that the variable `PORT` names, or 4000.
 *
 * @throws {PortError} where it is no port, or something listens there already
 */
export async function findPort(): Promise<number> {
  const port = Number(process.env.PORT || 4000);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new PortError(`PORT is ${process.env.PORT}, which is no port number (1 to 65535).`);
  }
  if ((await getPort({ port })) !== port) {
    throw new PortError(
      `Something listens on port ${port} already. Stop it, or choose another port: PORT=${port + 1} npm start`,
    );
  }
  return port;
}

/**
 * Starts Cube's own server in this process, with the `cube.js` of the current folder as Cube's own command would.
 * Cube reads the environment: set its variables before.
 */
export async function startCubeServer(port: number): Promise<CubeServer> {
  const { CubejsServer } = await import('@cubejs-backend/server');
  const options = await readCubeConfiguration();
  const basePath = options.basePath ?? '/cubejs-api';
  const server = new (class extends CubejsServer {
    override async listen() {
      answerBadRequests(this.core, basePath);
      return super.listen();
    }

    /** Cube's scheduler gives up a turn where a build takes long; the next turn goes on with it. */
    async buildRollups(): Promise<void> {
      const options = { preAggregationsWarmup: true, timezones: timeZonesOfRollups(), throwErrors: true };
      for (;;) {
        try {
          await this.core.runScheduledRefresh({ securityContext: {} }, options);
          return;
        } catch (error) {
          if ((error as { error?: string }).error !== 'Continue wait') throw rollupError(error);
        }
      }
    }

    /** Cube 1.7.43 closes the pools of the data sources it was told of at shutdown, and nothing in it tells. */
    async tellDataSource(): Promise<void> {
      const context = { securityContext: {}, requestId: 'shutdown' };
      (await this.core.getOrchestratorApi(context)).addDataSeenSource('default');
    }
  })(options);
  await server.listen();
  const url = `http://localhost:${port}`;
  return {
    url,
    apiUrl: `${url}${basePath}/v1`,
    buildRollups: () => server.buildRollups(),
    stop: async () => {
      await server.tellDataSource();
      await server.shutdown('SIGTERM', true);
    },
  };
}

const rollupError = (error: unknown): ActionableError =>
  new ActionableError(
    `A rollup could not be built: ${error instanceof Error ? error.message : String(error)}. Rollups built before stay in use; mend what it names and build again.`,
    { cause: error },
  );

async function readCubeConfiguration(): Promise<CreateOptions> {
  const file = resolve('cube.js');
  if (!existsSync(file)) return cubeOptions();
  const { default: options } = (await import(pathToFileURL(file).href)) as { default: CreateOptions };
  return options;
}
