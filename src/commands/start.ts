import { existsSync } from 'node:fs';
import { isIPv4 } from 'node:net';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { isDevelopment, outliveFullDisk, readLimits, readTokenSettings } from 'cube-guard';
import type { Engine } from 'cube-stand-in';
import { ActionableError } from '../actionable-error.ts';
import { loadConfig } from '../config/config.ts';
import { configFile } from '../cube/cube-options.ts';
import { findPort, listeningHost } from '../cube/cube-server.ts';
import { setMode } from '../cube/environment.ts';
import type { PostgresConnection } from '../database/postgres-connection.ts';
import { headlineTable, servedKpis } from '../kpis/headline-kpis.ts';
import { isMcpOn, mcpPath } from '../mcp/http-route.ts';
import { isPageOn, pagePath } from '../page/page-route.ts';
import { type DataOptions, embeddedHome, readEnvironment, Session } from './command-session.ts';

export interface StartOptions extends DataOptions {
  /** Whether to delete the embedded database first. */
  reset?: boolean;
  /** Whether to do so without asking. */
  yes?: boolean;
}

/**
 * `activation start`: a database, a Cube server over it, and the headline KPIs read back through that server.
 * Returns when the server answers; it runs until a signal stops it.
 *
 * @throws {ActionableError} where the options, the configuration, the data or the machine don't allow it, or where it
 *   would let in whoever comes
 */
export async function start(options: StartOptions): Promise<void> {
  readEnvironment(options);
  setMode();
  if (isDevelopment()) {
    refuseOpenAddress();
  } else {
    outliveFullDisk();
    readTokenSettings();
    readLimits();
  }
  // What is wrong with it shows now rather than in the first query.
  await loadConfig(configFile());
  const port = await findPort();
  if (options.reset && !process.env.CUBEJS_DB_HOST) await confirmReset(options.yes ?? false);

  const session = new Session();
  session.stopOnSignals();
  try {
    // In production the log is for machines, and the database may come later than its clients.
    await session.open(
      { ...options, quiet: !isDevelopment(), mayBeAway: !isDevelopment() },
      { serve: { port } },
    );
    console.log(await report(session));
    session.isServing = true;
  } catch (error) {
    // What a stop interrupted isn't an error; the stop ends the process.
    if (session.isStopping) return;
    await session.stop();
    throw error;
  }
}

/** Development mode asks nobody who they are. */
function refuseOpenAddress(): void {
  const host = listeningHost();
  if (host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'))) return;
  throw new ActionableError(
    `HOST is ${process.env.HOST}, but in development mode nobody signs in, so the data are for this machine alone. Unset HOST, or set CUBEJS_DEV_MODE=false and CUBEJS_API_SECRET.`,
  );
}

/** Says what a reset deletes, and asks where somebody can answer. */
async function confirmReset(isConfirmed: boolean): Promise<void> {
  const folder = resolve(embeddedHome(), 'postgres');
  if (!existsSync(folder)) return;
  console.log(
    `--reset deletes ${folder}: the worked example, what --data loaded, what load --synthetic made, and whatever else was put there.`,
  );
  if (isConfirmed || !process.stdin.isTTY || !process.stdout.isTTY) return;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await new Promise<string>((answered) => {
    terminal.question('Delete it? [y/N] ', answered);
    // Ctrl-C and Ctrl-D are no answer.
    terminal.once('close', () => answered(''));
  });
  terminal.close();
  if (!/^y(es)?$/i.test(answer.trim()))
    throw new ActionableError('Nothing was deleted, and nothing started.');
}

async function report({ server, engine, embedded, database, rollups }: Session): Promise<string> {
  if (!server || !engine) throw new Error('The session has no server to report on.');
  const { url, apiUrl } = server;
  return [
    '',
    ...(isDevelopment()
      ? await invitation(url, apiUrl)
      : [...(isPageOn(false) ? [`Charts      ${url}${pagePath}`] : []), `REST API    ${apiUrl}`]),
    sqlApiLine(engine),
    ...(isMcpOn() ? [`MCP         ${url}${mcpPath}`] : []),
    `Rollups     ${rollups?.description}`,
    ...(embedded && database && isDevelopment() ? [`Postgres    ${postgresUrl(database)}`] : []),
    // Where "last 30 days" has nothing to show.
    ...(embedded && database?.database === 'worked_example'
      ? ['Data        January to March 2026; with sign-ups until yesterday: npm start -- --synthetic']
      : []),
    '',
    'Ctrl-C stops everything; the data stay.',
  ].join('\n');
}

/** What there is to see: the headline KPIs, and where to ask for more. */
async function invitation(url: string, apiUrl: string): Promise<string[]> {
  const kpis = await servedKpis(apiUrl);
  const query = JSON.stringify({ measures: kpis.slice(0, 1).map(({ rate }) => rate) });
  return [
    kpis.length > 0 ? await headlineTable(apiUrl, kpis) : 'The mapping of sources leaves no KPI.',
    '',
    `Charts      ${url}${pagePath}`,
    `Playground  ${url}`,
    `REST API    ${kpis.length > 0 ? `curl -G ${apiUrl}/load --data-urlencode 'query=${query}'` : apiUrl}`,
  ];
}

function sqlApiLine(engine: Engine): string {
  if (engine.kind === 'native') {
    const port = process.env.CUBEJS_PG_SQL_PORT || 'false';
    return port === 'false'
      ? 'SQL API     off: CUBEJS_PG_SQL_PORT names no port'
      : `SQL API     on at localhost:${port} (Cube's native add-on)`;
  }
  const state = engine.sqlApi();
  return state.kind === 'on'
    ? `SQL API     on at ${state.host}:${state.port} (the JavaScript stand-in: ${engine.reason})`
    : `SQL API     off: ${state.reason}`;
}

const postgresUrl = ({ user, password, host, port, database }: PostgresConnection): string =>
  `postgres://${user}:${password}@${host}:${port}/${database}`;
