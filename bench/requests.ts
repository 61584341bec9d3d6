/**
 * `npm run bench:requests`: for how long one request keeps the server from everybody else. It starts a production server
 * over the worked example, asks the largest queries that the limits admit by each API, and some that they don't, and
 * prints how long at most `/livez` had no answer meanwhile. It exits with 1 where that is a quarter of a second or more
 * of the server's own time, which is told apart from what else the machine does where the system counts it (Linux).
 */
import { readFileSync } from 'node:fs';
import Table from 'cli-table3';
import { queryLimits } from 'cube-guard';
import { tokenOf } from '../packages/cube-guard/test/tokens.ts';
import { type Answer, graphqlText, post, webSocket } from '../test/production/apis.ts';
import { withProductionServer } from '../test/production/own-server.ts';

const longestHoldMs = 250;

const view = 'ActivationRate';
const time = `${view}.signedUpAt`;
const persona = `${view}.persona`;
const measures = [`${view}.newSignUps`, `${view}.activationRate`, `${view}.medianHoursToKeyAction`];
const dimensions = [
  'persona',
  'planType',
  'signupSource',
  'productPlan',
  'planTier',
  'useCase',
  'userType',
].map((name) => `${view}.${name}`);
const many = <Thing>(length: number, thing: (index: number) => Thing): Thing[] =>
  Array.from({ length }, (_, index) => thing(index));
const granularities = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'];

const largest: Record<string, object> = {
  members: {
    measures: many(queryLimits.members - dimensions.length, (index) => measures[index % measures.length]),
    dimensions,
  },
  'time dimensions': {
    measures,
    timeDimensions: many(queryLimits.timeDimensions, (index) => ({
      dimension: time,
      granularity: granularities[index % granularities.length],
      dateRange: ['1000-01-01', '9999-12-31'],
    })),
  },
  filters: {
    measures,
    filters: many(queryLimits.filters, (index) => ({
      member: dimensions[index % dimensions.length],
      operator: 'notContains',
      values: [`value ${index}`],
    })),
  },
  values: {
    measures,
    filters: [
      {
        member: persona,
        operator: 'contains',
        values: many(queryLimits.values, (index) => `value ${index}`),
      },
    ],
  },
  'order entries': {
    measures,
    dimensions,
    order: many(queryLimits.order, (index) => [dimensions[index % dimensions.length], 'asc']),
  },
  everything: {
    measures,
    dimensions,
    timeDimensions: many(queryLimits.timeDimensions, (index) => ({
      dimension: time,
      granularity: granularities[index % granularities.length],
    })),
    filters: many(queryLimits.filters, (index) => ({
      member: dimensions[index % dimensions.length],
      operator: 'equals',
      values: many(queryLimits.values / queryLimits.filters, (value) => `value ${value}`),
    })),
  },
  'rows of an answer': { dimensions: ['SessionHistory.sessionId'], limit: 50_000 },
};
/** Each time another query, which nobody planned before. */
let asked = 0;
const freshLimit = (): number => {
  asked += 1;
  return 1000 + asked;
};
const fresh = (query: object): object => ({ limit: freshLimit(), ...query });

type Ask = (url: string, token: string) => Promise<Answer>;
const refused =
  (query: object): Ask =>
  (url, token) =>
    post()(url, token, query);
const cases: [api: string, request: string, ask: Ask][] = [
  ...Object.entries(largest).flatMap(([name, query]): [string, string, Ask][] => [
    ['load', name, (url, token) => post()(url, token, fresh(query))],
    ['sql', name, (url, token) => post('sql')(url, token, fresh(query))],
    ['dry-run', name, (url, token) => post('dry-run')(url, token, fresh(query))],
    ['WebSocket', name, (url, token) => webSocket(url, token, fresh(query))],
  ]),
  [
    'dry-run',
    '20 queries of all members',
    (url, token) =>
      post('dry-run')(
        url,
        token,
        many(20, () =>
          fresh({ ...largest.members, timeDimensions: [{ dimension: time, granularity: 'day' }] }),
        ),
      ),
  ],
  [
    'GraphQL',
    'members',
    (url, token) =>
      graphqlText(
        url,
        token,
        `{ cube(limit: ${freshLimit()}) { activationRate { ${many(queryLimits.members, (index) => `a${index}: newSignUps`).join(' ')} } } }`,
      ),
  ],
  ['load, refused', '30,000 measures', refused({ measures: many(30_000, () => measures[0]) })],
  [
    'load, refused',
    '15,000 filters',
    refused({ measures, filters: [{ or: many(15_000, () => ({ member: persona, operator: 'set' })) }] }),
  ],
  [
    'load, refused',
    '90,000 values',
    refused({ measures, filters: [{ member: persona, operator: 'equals', values: many(90_000, String) }] }),
  ],
  ['load, refused', '300,000 queries', refused(many(300_000, () => ({})))],
  [
    'load, refused',
    'a date of 900,000 characters',
    refused({ measures, timeDimensions: [{ dimension: time, dateRange: 'last '.repeat(180_000) }] }),
  ],
];

/** The milliseconds that the server's main thread has worked; NaN where the system doesn't count them. */
function worked(pid: number): number {
  try {
    const [user, system] = (readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8').split(') ')[1] ?? '')
      .split(' ')
      .slice(11, 13);
    return (Number(user) + Number(system)) * 10;
  } catch {
    return Number.NaN;
  }
}

const table = new Table({
  head: ['API', 'the most', 'status', 'answered in', 'longest hold', 'of the server’s own time'],
});
let worst = 0;
await withProductionServer(
  { ACTIVATION_HEAVY_QUERIES_PER_MINUTE: '1000000', CUBEJS_REFRESH_WORKER: 'false' },
  async ({ url, process: { pid = 0 } }) => {
    const token = await tokenOf({ role: 'admin' });
    await post()(url, token, { measures });
    for (const [api, request, ask] of cases) {
      let isAsked = true;
      let hold = 0;
      let work = 0;
      const watch = (async () => {
        while (isAsked) {
          const [start, before] = [performance.now(), worked(pid)];
          await (await fetch(`${url}/livez`)).text();
          const took = performance.now() - start;
          if (took > hold) [hold, work] = [took, Math.min(took, worked(pid) - before)];
          await new Promise((rest) => setTimeout(rest, 5));
        }
      })();
      const start = performance.now();
      const { status } = await ask(url, token);
      const took = performance.now() - start;
      isAsked = false;
      await watch;
      const own = Number.isNaN(work) ? hold : work;
      worst = Math.max(worst, own);
      table.push([api, request, status, ...[took, hold, own].map((ms) => `${Math.round(ms)} ms`)]);
    }
  },
);
console.log(table.toString());
console.log(`The longest hold: ${Math.round(worst)} ms; it has to be under ${longestHoldMs} ms.`);
if (worst >= longestHoldMs) process.exitCode = 1;
