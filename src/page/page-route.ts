import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { declaredViews } from '../kpis/declared.ts';
import type { DeclaredViews } from '../kpis/status.ts';
import { Html, html } from './html.ts';
import { style } from './style.ts';

/** What the server tells the page. */
export interface PageSettings {
  /** Where the REST API is, from the server's root. */
  apiPath: string;
  /** Whether who asks has to show a token. */
  needsToken: boolean;
  /** The views of the KPIs that there could be. */
  declared: DeclaredViews;
}

/** What is used here of Express, which Cube brings without its types. */
interface Response {
  type(name: string): Response;
  set(headers: Record<string, string>): Response;
  redirect(code: number, path: string): void;
  send(body: string): void;
}
interface Request {
  path: string;
}
type Handler = (request: Request, response: Response, next: (error?: unknown) => void) => void;
interface App {
  get(path: string, handler: Handler): void;
}

/** What is used here of Cube's core. */
interface Core {
  initApp(app: App): Promise<void>;
}

/** Where the page is. */
export const pagePath = '/activation/';

/** Nothing runs, loads or is asked but what this server has. Charts set the style of their texts. */
const headers = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-cache',
};

/** Whether there is a page: in development mode, and where `ACTIVATION_PAGE` is `true`. */
export const isPageOn = (isDevelopment: boolean): boolean =>
  isDevelopment || process.env.ACTIVATION_PAGE === 'true';

/**
 * Has a Cube server show the page of charts.
 *
 * @param core where Cube is going to set up its routes
 */
export function openPage(core: Core, settings: Omit<PageSettings, 'declared'>): void {
  const initApp = core.initApp.bind(core);
  let declared: Promise<DeclaredViews> | undefined;
  let script: Promise<string> | undefined;
  core.initApp = async (app) => {
    app.get(pagePath, ({ path }, response, next) => {
      // Express takes both for the same, and the page's own files are below the second.
      if (path !== pagePath) {
        response.redirect(301, pagePath);
        return;
      }
      declared ??= declaredViews();
      declared.then(
        (views) =>
          response
            .set(headers)
            .type('html')
            .send(pageHtml({ ...settings, declared: views })),
        next,
      );
    });
    app.get(`${pagePath}page.css`, (_, response) => response.set(headers).type('css').send(style));
    app.get(`${pagePath}page.js`, (_, response, next) => {
      script ??= bundledScript();
      script.then(
        (text) => response.set(headers).type('js').send(text),
        (error) => {
          script = undefined;
          next(error);
        },
      );
    });
    await initApp(app);
  };
}

const pageHtml = (settings: PageSettings): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Activation</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="page.css">
</head>
<body>
<header><h1>Activation</h1><div id="controls-of"></div></header>
<main id="page"><noscript>The page needs JavaScript. The same as a file: npx activation report</noscript></main>
<script type="application/json" id="settings">${new Html(JSON.stringify(settings).replaceAll('<', '\\u003c'))}</script>
<script type="module" src="page.js"></script>
</body>
</html>
`.text;

/** The page's script with all that it imports, from the sources or from what is published. */
async function bundledScript(): Promise<string> {
  const entry = fileURLToPath(new URL(`./browser${extname(import.meta.url)}`, import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}
