import { readVariablesOnce } from 'cube-fixes';
import { keepFailuresToTheLog } from './failures.ts';
import type { Gateway } from './gateway.ts';
import { type Core, Readiness } from './health.ts';
import { limitQueries, readLimits } from './limits.ts';
import { type LoggingCore, tendLog } from './log.ts';
import { guardVisibility } from './visibility.ts';

/** What is used here of Cube's core. */
interface ProtectedCore extends Core, LoggingCore {
  apiGateway(): Gateway;
  initApp(app: App): Promise<void>;
}

/** What is used here of Express, which Cube brings without its types. */
interface App {
  disable(setting: string): void;
  get(path: string, handler: Handler): void;
  use(paths: string[], handler: Handler): void;
}
type Handler = (request: unknown, response: Response) => void;
interface Response {
  status(code: number): Response;
  json(body: object): void;
}

/** Routes that serve Playground and the rollup designer. */
const developmentRoutes = ['v1/graphql-to-json', 'v1/pre-aggregations/can-use'];

/**
 * Makes a Cube server fit for customers: each sees only what is theirs, asks only so much, and is told of failures only
 * what helps them; probes tell the truth, and no token reaches the log.
 *
 * @param core where Cube is going to set up its routes
 * @param basePath the part of the data routes' path before `/v1`
 */
export function protect(core: ProtectedCore, basePath: string): void {
  readVariablesOnce();
  tendLog(core);
  const gateway = core.apiGateway();
  guardVisibility(gateway);
  limitQueries(gateway, readLimits());
  keepFailuresToTheLog(gateway);

  const readiness = new Readiness(core);
  const initApp = core.initApp.bind(core);
  core.initApp = async (app) => {
    app.disable('x-powered-by');
    // Alive is whoever answers. A database that is away is no reason to start anew.
    app.get('/livez', (_, response) => response.status(200).json({ health: 'HEALTH' }));
    app.get('/readyz', async (_, response) => {
      const obstacle = await readiness.check();
      if (obstacle) core.logger('Not ready', { error: String(obstacle) });
      response.status(obstacle ? 503 : 200).json({ health: obstacle ? 'DOWN' : 'HEALTH' });
    });
    app.use(
      developmentRoutes.map((route) => `${basePath}/${route}`),
      (_, response) => response.status(404).json({ error: 'This route is there in development mode only.' }),
    );
    await initApp(app);
  };
}
