import { once } from 'node:events';
import { createRequire } from 'node:module';
import cube, { type Query } from '@cubejs-client/core';
import { describe, expect, inject, it } from 'vitest';

// The shared server with the worked example, whichever engine serves it: what its clients get is the same.

declare module 'vitest' {
  interface ProvidedContext {
    cubeUrl: string;
  }
}

const base = inject('cubeUrl');
/** Finds the packages that Cube's server brings along. */
const fromServer = createRequire(createRequire(import.meta.url).resolve('@cubejs-backend/server'));
const client = cube('', { apiUrl: `${base}/cubejs-api/v1` });

const quarter: [string, string] = ['2026-01-01', '2026-03-31'];
const signUps = {
  measures: ['ActivationRate.newSignUps', 'ActivationRate.activationRate'],
  timeDimensions: [{ dimension: 'ActivationRate.signedUpAt', dateRange: quarter }],
} satisfies Query;
const signUpsByMonth = {
  measures: ['ActivationRate.newSignUps'],
  timeDimensions: [{ dimension: 'ActivationRate.signedUpAt', granularity: 'month', dateRange: quarter }],
} satisfies Query;
const accountsByMonth = {
  measures: ['MilestoneCompletion.totalAccounts'],
  timeDimensions: [{ dimension: 'MilestoneCompletion.createdAt', granularity: 'month', dateRange: quarter }],
} satisfies Query;

const months = ['2026-01-01T00:00:00.000', '2026-02-01T00:00:00.000', '2026-03-01T00:00:00.000'];

interface Body {
  error?: string;
  data?: unknown;
  results?: { data: Record<string, string>[] }[];
  [field: string]: unknown;
}

async function post(route: string, body: unknown): Promise<{ status: number; body: Body }> {
  const response = await fetch(`${base}/cubejs-api${route}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(20_000),
  });
  return { status: response.status, body: (await response.json()) as Body };
}

/** POST /v1/load, asked again for as long as Cube answers that it's still working. */
async function load(query: Query | Query[]): Promise<{ status: number; body: Body }> {
  const answer = await post('/v1/load', { query, queryType: 'multi' });
  return answer.body.error === 'Continue wait' ? load(query) : answer;
}

const firstResult = (body: Body): unknown => body.results?.[0]?.data;

const total = (rows: Record<string, unknown>[], member: string) =>
  rows.reduce((sum, row) => sum + Number(row[member]), 0);

describe("REST, through Cube's client", () => {
  it.each(['default', 'compact', 'columnar'] as const)('in the format %s', async (responseFormat) => {
    const [row] = (await client.load({ ...signUps, responseFormat })).rawData();
    expect(Number(row?.['ActivationRate.newSignUps'])).toBe(1000);
    expect(Number(row?.['ActivationRate.activationRate'])).toBe(42);

    const byMonth = (await client.load({ ...signUpsByMonth, responseFormat })).rawData();
    expect(byMonth.map((row) => row['ActivationRate.signedUpAt.month'])).toEqual(months);
    expect(byMonth.map((row) => row['ActivationRate.signedUpAt'])).toEqual(months);
    expect(total(byMonth, 'ActivationRate.newSignUps')).toBe(1000);
  });

  it('comparing date ranges', async () => {
    const compareDateRange: [string, string][] = [
      ['2026-01-01', '2026-01-31'],
      ['2026-02-01', '2026-02-28'],
    ];
    const resultSet = await client.load({
      measures: ['ActivationRate.newSignUps'],
      timeDimensions: [{ dimension: 'ActivationRate.signedUpAt', compareDateRange }],
    });
    expect(resultSet.decompose()).toHaveLength(2);

    const byMonth = (await client.load(signUpsByMonth)).rawData();
    expect(resultSet.tablePivot()).toEqual([
      {
        '2026-01-01T00:00:00.000 - 2026-01-31T23:59:59.999,ActivationRate.newSignUps':
          byMonth[0]?.['ActivationRate.newSignUps'],
        '2026-02-01T00:00:00.000 - 2026-02-28T23:59:59.999,ActivationRate.newSignUps':
          byMonth[1]?.['ActivationRate.newSignUps'],
      },
    ]);
  });

  it('blending two views over one time', async () => {
    const resultSet = await client.load([signUpsByMonth, accountsByMonth]);
    const table = resultSet.tablePivot();
    expect(table.map((row) => row['time.month'])).toEqual(months);
    expect(total(table, 'ActivationRate.newSignUps')).toBe(1000);
    expect(total(table, 'MilestoneCompletion.totalAccounts')).toBe(200);
  });

  it('a result without rows', async () => {
    const dateRange: [string, string] = ['1999-01-01', '1999-12-31'];
    const query = {
      dimensions: ['ActivationRate.persona'],
      measures: ['ActivationRate.newSignUps'],
      timeDimensions: [{ dimension: 'ActivationRate.signedUpAt', dateRange }],
    };
    expect((await client.load(query)).rawData()).toEqual([]);
  });
});

describe('REST, as it is sent', () => {
  it('compact: members and rows', async () => {
    const { status, body } = await load({ ...signUpsByMonth, responseFormat: 'compact' });
    expect(status).toBe(200);
    const { members, dataset } = firstResult(body) as {
      members: string[];
      dataset: string[][];
    };
    expect([...members].sort()).toEqual([
      'ActivationRate.newSignUps',
      'ActivationRate.signedUpAt',
      'ActivationRate.signedUpAt.month',
    ]);
    expect(dataset.map((row) => row[members.indexOf('ActivationRate.signedUpAt.month')])).toEqual(months);
  });

  it('columnar: members and columns', async () => {
    const { body } = await load({ ...signUpsByMonth, responseFormat: 'columnar' });
    const { members, columns } = firstResult(body) as {
      members: string[];
      columns: string[][];
    };
    expect(columns[members.indexOf('ActivationRate.signedUpAt.month')]).toEqual(months);
    expect(columns).toHaveLength(members.length);
  });

  it('compared date ranges name themselves, and lead the query to pivot by', async () => {
    const { body } = await load({
      measures: ['ActivationRate.newSignUps'],
      timeDimensions: [
        {
          dimension: 'ActivationRate.signedUpAt',
          compareDateRange: [quarter, ['2025-01-01', '2025-03-31']],
        },
      ],
    });
    expect(body.queryType).toBe('compareDateRangeQuery');
    expect(body.pivotQuery).toMatchObject({
      dimensions: ['compareDateRange'],
      queryType: 'compareDateRangeQuery',
    });
    expect(firstResult(body)).toMatchObject([
      { compareDateRange: '2026-01-01T00:00:00.000 - 2026-03-31T23:59:59.999' },
    ]);
  });

  it('blended queries share their time', async () => {
    const { body } = await load([signUpsByMonth, accountsByMonth]);
    expect(body.pivotQuery).toMatchObject({
      measures: expect.arrayContaining(['ActivationRate.newSignUps', 'MilestoneCompletion.totalAccounts']),
      timeDimensions: [{ dimension: 'time', granularity: 'month' }],
      queryType: 'blendingQuery',
    });
    expect(body.results?.map(({ data }) => data.map((row) => row['time.month']))).toEqual([months, months]);
  });
});

describe('GraphQL', () => {
  it('answers with the numbers and the annotation', async () => {
    const query = `{
      cube(where: { activationRate: { signedUpAt: { inDateRange: ${JSON.stringify(quarter)} } } }) {
        activationRate { newSignUps activationRate }
      }
    }`;
    const { status, body } = await post('/graphql', { query });
    expect(status).toBe(200);
    expect(body.errors).toBeUndefined();
    const { cube } = body.data as { cube: { activationRate: Record<string, string | number> }[] };
    expect(Number(cube[0]?.activationRate.newSignUps)).toBe(1000);
    expect(Number(cube[0]?.activationRate.activationRate)).toBe(42);
  });

  it('reads time values by granularity', async () => {
    const query = `{
      cube(where: { activationRate: { signedUpAt: { inDateRange: ${JSON.stringify(quarter)} } } }) {
        activationRate(orderBy: { signedUpAt: asc }) { newSignUps signedUpAt { month } }
      }
    }`;
    const { body } = await post('/graphql', { query });
    const { cube } = body.data as { cube: { activationRate: { signedUpAt: { month: string } } }[] };
    // The Z is Cube's doing, in GraphQL alone.
    expect(cube.map(({ activationRate }) => activationRate.signedUpAt.month)).toEqual(
      months.map((month) => `${month}Z`),
    );
  });
});

/** What we use of the package `ws`, which Cube's server brings; Node 20 has no WebSocket of its own. */
interface Socket extends NodeJS.EventEmitter {
  send(text: string): void;
  terminate(): void;
}

describe('WebSocket', () => {
  it('answers with the same body as REST', async () => {
    const WebSocket = fromServer('ws') as new (url: string) => Socket;
    const socket = new WebSocket(base.replace('http', 'ws'));
    try {
      await once(socket, 'open');
      const message = async () => JSON.parse(String((await once(socket, 'message'))[0]));

      const handshake = message();
      socket.send(JSON.stringify({ authorization: '' }));
      expect(await handshake).toEqual({ handshake: true });

      const ask = async (): Promise<{ status: number; message: Body }> => {
        const answer = message();
        socket.send(
          JSON.stringify({ messageId: '1', method: 'load', params: { query: signUps, queryType: 'multi' } }),
        );
        const parsed = await answer;
        return parsed.message.error === 'Continue wait' ? ask() : parsed;
      };
      const { status, message: body } = await ask();
      expect(status).toBe(200);
      expect(firstResult(body)).toEqual(firstResult((await load(signUps)).body));
    } finally {
      socket.terminate();
    }
  });
});

describe('the SQL API over HTTP without the add-on', () => {
  it('is refused with the reason', async ({ skip }) => {
    skip(addonLoads(), "Cube's native add-on loads here");
    const { status, body } = await post('/v1/cubesql', { query: 'SELECT 1' });
    expect(status).toBe(501);
    expect(body.error).toMatch(/^The SQL API over HTTP is not available here: it needs Cube's native add-on/);
  });
});

function addonLoads(): boolean {
  try {
    fromServer('@cubejs-backend/native').loadNative();
    return true;
  } catch {
    return false;
  }
}
