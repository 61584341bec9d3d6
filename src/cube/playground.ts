import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CreateOptions } from '@cubejs-backend/server';
import cube from '@cubejs-client/core';
import { serverCore } from 'cube-fixes/cube-packages';
import { firstView, headlineKpis } from '../kpis/headline-kpis.ts';

/** What is used here of Express, which Cube brings without its types. */
interface Response {
  type(name: string): Response;
  status(code: number): Response;
  send(body: string): void;
  json(body: { error: string }): void;
}
type Handler = (request: unknown, response: Response, next: (error?: unknown) => void) => void;
interface App {
  get(path: string, handler: Handler): void;
  post(path: RegExp, handler: Handler): void;
}

/** What is used here of Cube's core. */
interface Core {
  repository: object;
  initApp(app: App): Promise<void>;
}

/**
 * Has Cube Playground open on a view of this model instead of a page that offers to generate one, list the model's
 * files, and change none of a project's: Cube's own routes empty folders of the model and write over `.env`.
 *
 * @param core where Cube is going to set up its routes
 * @param options what Cube is configured with: the model is read from there
 * @param apiUrl the server's REST API
 */
export function openPlayground(core: Core, options: CreateOptions, apiUrl: string): void {
  const initApp = core.initApp.bind(core);
  if (options.repositoryFactory) {
    core.repository = options.repositoryFactory({ securityContext: {}, requestId: 'playground' });
  }
  core.initApp = async (app) => {
    app.get('/', (_, response, next) => {
      startPage(apiUrl).then((page) => response.type('html').send(page), next);
    });
    // A token is for trying a security context.
    app.post(/^\/playground\/(?!token$)/, (_, response) => {
      response.status(403).json({
        error: 'Playground only reads here: edit the model and the configuration in their files.',
      });
    });
    await initApp(app);
  };
}

/** Playground's page, which opens with a query where its address has none. */
async function startPage(apiUrl: string): Promise<string> {
  const page = await readFile(join(dirname(serverCore), 'playground/index.html'), 'utf8');
  const route = `#/build?query=${encodeURIComponent(JSON.stringify(await firstQuery(apiUrl)))}`;
  return page.replace(
    '<head>',
    `<head><script>if (location.hash.length < 3) history.replaceState(null, '', ${JSON.stringify(route)})</script><style>${adviceOnExternalRollups} { display: none !important }</style>`,
  );
}

/**
 * The rate of {@link firstView} by month, or of the first view that has one where a mapping takes that away; nothing
 * where the model can't be read, as Playground says.
 */
async function firstQuery(apiUrl: string): Promise<object> {
  const { cubes } = await cube('', { apiUrl })
    .meta()
    .catch(() => ({ cubes: [] }));
  const rates = (await headlineKpis()).map(({ rate }) => rate);
  const isFirst = (rate: string): boolean => rate.startsWith(`${firstView}.`);
  for (const rate of [...rates.filter(isFirst), ...rates]) {
    const view = cubes.find(({ measures }) => measures.some(({ name }) => name === rate));
    const cohort = view?.dimensions.find(({ type }) => type === 'time');
    if (cohort) {
      return { measures: [rate], timeDimensions: [{ dimension: cohort.name, granularity: 'month' }] };
    }
  }
  return {};
}

/** Playground's advice to keep rollups outside of Postgres, which is where they are meant to be here. */
const adviceOnExternalRollups = '[data-qa="Alert"]:has(> b), .ant-alert:has(.ant-alert-message > b)';
