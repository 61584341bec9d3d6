import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { CubejsServer } from '@cubejs-backend/server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { prepareNativeAddon } from '../src/addon.ts';

// Cube's real server in production mode, where hidden members are hidden (development mode shows them), with a driver
// that makes its rows up. Everything between the driver and the HTTP client is real, the stand-in included.

const model = `
cube('SignUps', {
  sql: 'SELECT 1',
  measures: {
    total: { type: 'count' },
    secret: { type: 'count', public: false },
  },
  dimensions: {
    id: { sql: 'id', type: 'number', primaryKey: true },
    at: { sql: 'at', type: 'time' },
  },
});`;

/** The rows of the fake database, by a word in the SQL that asks for them. */
const rows = {
  date_trunc: { sign_ups__at_month: '2026-01-01 00:00:00', sign_ups__total: '1000' },
  secret: { sign_ups__secret: '7' },
};

/** Finds the packages that Cube's server brings along, as the same instances. */
const fromServer = createRequire(createRequire(import.meta.url).resolve('@cubejs-backend/server'));
const native = fromServer('@cubejs-backend/native') as typeof import('@cubejs-backend/native');

let server: CubejsServer;
let base: string;

beforeAll(async () => {
  vi.stubEnv('NODE_ENV', 'production');
  vi.stubEnv('CUBEJS_API_SECRET', 'a secret of this test');
  vi.stubEnv('CUBEJS_DB_TYPE', 'postgres');
  vi.stubEnv('CUBEJS_TELEMETRY', 'false');
  vi.stubEnv('CUBEJS_CACHE_AND_QUEUE_DRIVER', 'memory');
  vi.stubEnv('CUBEJS_SCHEDULED_REFRESH_TIMER', 'false');
  vi.stubEnv('CUBEJS_PG_SQL_PORT', '15999');
  vi.stubEnv('CUBEJS_SQL_USER', 'cube');
  vi.stubEnv('CUBEJS_SQL_PASSWORD', 'cube');
  vi.stubEnv('PORT', '0');
  // So that the stand-in serves on a machine with the add-on, too.
  vi.spyOn(native, 'loadNative').mockImplementation(() => {
    throw new Error('No binary');
  });
  expect(await prepareNativeAddon({ download: false })).toMatchObject({ kind: 'stand-in' });

  const { CubejsServer } = await import('@cubejs-backend/server');
  const { PostgresDriver } = await import('@cubejs-backend/postgres-driver');
  class FakeDriver extends PostgresDriver {
    override async testConnection() {}
    override async query<Row>(sql: string): Promise<Row[]> {
      return (sql.includes('date_trunc') ? [rows.date_trunc] : [rows.secret]) as Row[];
    }
  }
  server = new CubejsServer({
    driverFactory: () => new FakeDriver(),
    repositoryFactory: () => ({
      localPath: () => '.',
      dataSchemaFiles: async () => [{ fileName: 'SignUps.js', content: model }],
    }),
    checkAuth: () => {},
    logger: () => {},
  });
  const { server: http } = (await server.listen()) as { server: Server };
  base = `http://127.0.0.1:${(http.address() as AddressInfo).port}/cubejs-api`;
});

afterAll(async () => {
  await server?.shutdown('SIGTERM');
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

async function request(
  route: string,
  body: unknown,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${base}${route}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: 'any' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

it('the modules of Cube that call the add-on all got the stand-in', () => {
  const fromCore = createRequire(fromServer.resolve('@cubejs-backend/server-core'));
  for (const sibling of ['api-gateway', 'schema-compiler']) {
    const require = createRequire(fromCore.resolve(`@cubejs-backend/${sibling}`));
    expect(require('@cubejs-backend/native').isFallbackBuild()).toBe(true);
  }
});

describe('POST /v1/load', () => {
  it('answers with the rows', async () => {
    const { status, body } = await request('/v1/load', {
      query: {
        measures: ['SignUps.total'],
        timeDimensions: [{ dimension: 'SignUps.at', granularity: 'month' }],
      },
    });
    expect(status).toBe(200);
    expect(body.data).toEqual([
      {
        'SignUps.at.month': '2026-01-01T00:00:00.000',
        'SignUps.at': '2026-01-01T00:00:00.000',
        'SignUps.total': '1000',
      },
    ]);
    expect(body).toMatchObject({ slowQuery: false, dbType: 'postgres', dataSource: 'default' });
    expect(body).not.toHaveProperty('requestId');
    expect(body.query).not.toHaveProperty('cacheMode');
  });

  it('refuses a hidden member', async () => {
    const { status, body } = await request('/v1/load', { query: { measures: ['SignUps.secret'] } });
    expect(status).toBe(500);
    expect(body.error).toContain("You requested hidden member: 'SignUps.secret'");
  });
});

describe('the SQL API over HTTP', () => {
  it.each([
    ['/v1/cubesql', { query: 'SELECT 1' }],
    ['/v1/sql', { format: 'sql', query: 'SELECT 1' }],
    ['/v1/convert-query', { input: 'sql', output: 'rest', query: 'SELECT 1' }],
  ])('is refused at %s with the reason', async (route, body) => {
    const answer = await request(route, body);
    expect(answer.status).toBe(501);
    expect(answer.body.error).toMatch(
      /^The SQL API over HTTP is not available here: it needs Cube's native add-on/,
    );
  });
});

describe('a model with templates', () => {
  const { NativeInstance } = native;

  it('is refused for Jinja, but only once a template is used', async () => {
    const engine = new NativeInstance().newJinjaEngine({ filters: {}, workers: 1 });
    const refusal = "users.yml: Jinja templates in the data model need Cube's native add-on";
    expect(() => engine.loadTemplate('users.yml', '')).toThrow(refusal);
    await expect(engine.renderTemplate('users.yml', {}, null)).rejects.toThrow(refusal);
  });

  it('is refused for Python', async () => {
    await expect(new NativeInstance().loadPythonContext('globals.py', '')).rejects.toThrow(
      "globals.py: Python in the data model needs Cube's native add-on",
    );
  });
});
