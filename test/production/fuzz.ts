/**
 * Queries made of everything that `/meta` names, of hidden members, and of junk, asked by each identity:
 *
 *     npm run test:fuzz                  ten minutes
 *     SECONDS_=60 SEED=7 npm run test:fuzz
 *
 * It fails at an answer with status 500 or above, one that takes long, and one that holds what isn't the asker's.
 */
import fc from 'fast-check';
import { tokenOf } from '../../packages/cube-guard/test/tokens.ts';
import { workedExample } from '../../seeds/worked-example.ts';
import { inMicroseconds } from '../oracle/source-rows.ts';
import { type Answer, type Api, get, post, webSocket } from './apis.ts';
import { withProductionServer } from './own-server.ts';
import { restrictedRows } from './restricted-rows.ts';

const seconds = Number(process.env.SECONDS_ ?? 600);
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const longestMs = 30_000;
const longestAddress = 5000;

const accountIds = ['account-0001', 'account-0042'];
const theirs = restrictedRows(inMicroseconds(workedExample()), accountIds);
const theirIds = new Set([
  ...accountIds,
  ...Object.values(theirs)
    .flat()
    .flatMap((row) =>
      Object.entries(row).flatMap(([column, value]) => (/^id$|_id$/.test(column) ? [value] : [])),
    ),
]);

/** What rows may not hold. */
const askers: Record<string, { claims: object; isForbidden: (cell: string) => boolean }> = {
  account: {
    claims: { account_ids: accountIds },
    isForbidden: (cell) => /^[a-z]+(-[a-z]+)*-\d{2,}$/.test(cell) && !theirIds.has(cell),
  },
  analyst: {
    claims: { role: 'analyst' },
    isForbidden: (cell) => /^(user|session|action|lead|referral|contact|response)-\d+$/.test(cell),
  },
  admin: { claims: { role: 'admin' }, isForbidden: () => false },
};

interface Named {
  name: string;
}
const membersOf = async (url: string): Promise<Record<'measures' | 'dimensions' | 'segments', string[]>> => {
  const response = await fetch(`${url}/cubejs-api/v1/meta`, {
    headers: { authorization: await tokenOf({ role: 'admin' }) },
  });
  const { cubes } = (await response.json()) as {
    cubes: Record<'measures' | 'dimensions' | 'segments', Named[]>[];
  };
  const names = (kind: 'measures' | 'dimensions' | 'segments') =>
    cubes.flatMap((cube) => cube[kind].map(({ name }) => name));
  return { measures: names('measures'), dimensions: names('dimensions'), segments: names('segments') };
};

const hidden = [
  'UserSessions.userId',
  'UserAccounts.id',
  'SessionHistory.accountId',
  'Users.nope',
  'No.cube',
];
const junk = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(
    "'; DROP TABLE users; --",
    '$1',
    '%',
    '\\',
    '\u0000',
    '__proto__',
    'constructor',
    '{"a":1}',
  ),
  fc.constantFrom<unknown>(1e308, -0, 2 ** 53, '1e400', 'NaN', '', null, [], {}),
);
const dates = fc.constantFrom<unknown>(
  '2026-01-01',
  '2026-02-28',
  '2026-03-15',

  '2026-01-31',
  '2026-02-30',
  'last month',
  'from 3 days ago to now',
  '9999-12-31',
  '0001-01-01',
  '275761-01-01',
  'now',
);

/** Mostly about one cube or view: Cube refuses most of what goes across. */
function queries(members: Record<'measures' | 'dimensions' | 'segments', string[]>): fc.Arbitrary<unknown> {
  const cubes = [...new Set(members.measures.map((name) => `${name.split('.')[0]}.`))];
  const of = (cube: string): typeof members => ({
    measures: members.measures.filter((name) => name.startsWith(cube)),
    dimensions: members.dimensions.filter((name) => name.startsWith(cube)),
    segments: members.segments.filter((name) => name.startsWith(cube)),
  });
  return fc.oneof(
    { weight: 1, arbitrary: queriesOf(members) },
    ...cubes.map((cube) => ({ weight: 1, arbitrary: queriesOf(of(cube)) })),
  );
}

function queriesOf({
  measures,
  dimensions,
  segments,
}: Record<'measures' | 'dimensions' | 'segments', string[]>): fc.Arbitrary<unknown> {
  const mostly = <Value>(good: fc.Arbitrary<Value>) =>
    fc.oneof({ weight: 80, arbitrary: good }, { weight: 1, arbitrary: junk });
  const names = (good: string[] = []) =>
    mostly(
      fc.oneof(
        { weight: 80, arbitrary: fc.constantFrom(...(good.length > 0 ? good : hidden)) },
        { weight: 1, arbitrary: fc.constantFrom(...hidden) },
      ),
    );
  const anyMember = names([...measures, ...dimensions]);
  const operators = [
    'equals',
    'notEquals',
    'contains',
    'notContains',
    'startsWith',
    'endsWith',
    'gt',
    'lte',
    'set',
    'notSet',
    'inDateRange',
    'notInDateRange',
    'onTheDate',
    'beforeDate',
    'afterOrOnDate',
    'measureFilter',
    'in',
  ];
  const filter = fc.letrec<{ one: unknown; all: unknown }>((tie) => ({
    one: mostly(
      fc.record(
        {
          member: anyMember,
          operator: mostly(fc.constantFrom(...operators)),
          values: mostly(
            fc.array(
              fc.oneof(fc.constantFrom<unknown>('user-0001', 'account-0002', '1', 'developer'), dates, junk),
              { maxLength: 3 },
            ),
          ),
        },
        { requiredKeys: ['member', 'operator'] },
      ),
    ),
    all: fc.oneof(
      { maxDepth: 3, weight: 3, arbitrary: tie('one') } as never,
      fc.record({ or: fc.array(tie('all'), { maxLength: 3 }) }),
      fc.record({ and: fc.array(tie('all'), { maxLength: 3 }) }),
    ),
  })).all;
  const timeDimension = fc.record(
    {
      dimension: names(dimensions.filter((name) => /At$|Date$|Time|stamp/.test(name))),
      granularity: mostly(fc.constantFrom('day', 'week', 'month', 'year', 'second')),
      dateRange: mostly(fc.oneof(dates, fc.tuple(dates, dates))),
    },
    { requiredKeys: ['dimension'] },
  );
  const query = fc.record(
    {
      measures: mostly(fc.array(names(measures), { maxLength: 3 })),
      dimensions: mostly(fc.array(names(dimensions), { maxLength: 3 })),
      segments: mostly(fc.array(names(segments), { maxLength: segments.length > 0 ? 2 : 0 })),
      timeDimensions: mostly(fc.array(mostly(timeDimension), { maxLength: 2 })),
      filters: mostly(fc.array(filter, { maxLength: 3 })),
      order: mostly(
        fc.oneof(
          fc.dictionary(fc.constantFrom(...measures), fc.constantFrom('asc', 'desc')),
          fc.array(fc.tuple(anyMember, fc.constantFrom('asc', 'desc')), { maxLength: 2 }),
        ),
      ),
      limit: mostly(fc.constantFrom<unknown>(1, 10, 100, 50_000)),
      offset: mostly(fc.constantFrom<unknown>(0, 3)),
      timezone: mostly(fc.constantFrom('UTC', 'Asia/Kolkata', 'America/New_York')),
      total: mostly(fc.boolean()),
      ungrouped: mostly(fc.boolean()),
      responseFormat: mostly(fc.constantFrom('default', 'compact', 'columnar')),
      joinHints: mostly(fc.constant([['Users', 'UserAccounts']])),
    },
    { requiredKeys: ['measures'] },
  );
  const repeated = <Value>(most: number, one: fc.Arbitrary<Value>) =>
    fc.tuple(fc.integer({ min: 1, max: most }), one).map(([length, value]) => Array(length).fill(value));
  const nested = fc
    .tuple(filter, fc.array(fc.constantFrom('and', 'or'), { maxLength: 60 }))
    .map(([inner, levels]) => levels.reduce<unknown>((group, level) => ({ [level]: [group] }), inner));
  /** About as large as a query may be, or larger, in one way. */
  const large = fc
    .tuple(
      query,
      fc.oneof(
        repeated(200, names(measures)).map((all) => ({ measures: all })),
        repeated(200, names(dimensions)).map((all) => ({ dimensions: all })),
        repeated(20, timeDimension).map((all) => ({ timeDimensions: all })),
        repeated(100, filter).map((all) => ({ filters: all })),
        repeated(100, filter).map((all) => ({ filters: [{ or: all }] })),
        nested.map((one) => ({ filters: [one] })),
        fc
          .tuple(anyMember, repeated(4000, fc.constantFrom('1', 'developer')))
          .map(([member, values]) => ({ filters: [{ member, operator: 'equals', values }] })),
        repeated(200, fc.tuple(anyMember, fc.constantFrom('asc', 'desc'))).map((order) => ({ order })),
        repeated(100_000, fc.constant(1)).map((list) => ({ list })),
        fc.integer({ min: 1, max: 100_000 }).map((length) => ({ timezone: 'A'.repeat(length) })),
      ),
    )
    .map(([small, one]) => ({ ...small, ...one }));
  return fc.oneof(
    { weight: 40, arbitrary: query },
    { weight: 4, arbitrary: large },
    { weight: 2, arbitrary: fc.array(query, { maxLength: 3 }) },
    { weight: 1, arbitrary: junk },
  );
}

/** Every text in an answer's rows, in whichever format they are. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function wrongWith(
  { status, text }: Answer,
  ms: number,
  isForbidden: (cell: string) => boolean,
): string | undefined {
  if (status >= 500) return `status ${status}`;
  if (ms > longestMs) return `${Math.round(ms)} ms`;
  const body = JSON.parse(text ?? '{}') as { data?: unknown; results?: { data?: unknown }[] };
  const leaked = textsIn([body.data, body.results?.map(({ data }) => data)]).find(isForbidden);
  return leaked === undefined ? undefined : `it holds ${leaked}`;
}

const apis: Record<string, Api> = {
  get,
  post: post(),
  'dry-run': post('dry-run'),
  sql: post('sql'),
  webSocket,
};
const found: string[] = [];
const statuses = new Map<string, number>();

// As many queries as it likes.
const limits = { ACTIVATION_HEAVY_QUERIES_PER_MINUTE: '1000000', CUBEJS_DB_QUERY_TIMEOUT: '20s' };
await withProductionServer(limits, async (server) => {
  const members = await membersOf(server.url);
  const end = performance.now() + seconds * 1000;
  await Promise.all(
    Object.entries(askers).map(async ([name, { claims, isForbidden }], lane) => {
      for (let round = 0; performance.now() < end && found.length < 20; round += 1) {
        const token = await tokenOf(claims);
        for (const query of fc.sample(queries(members), { seed: seed + lane + 10 * round, numRuns: 25 })) {
          const [next = ''] = Object.keys(apis).slice((round + lane) % Object.keys(apis).length);
          // An address can't be that long.
          const api = next === 'get' && JSON.stringify(query).length > longestAddress ? 'post' : next;
          const ask = apis[api] ?? get;
          const begun = performance.now();
          const answer = await ask(server.url, token, query as object).catch(
            (error: Error): Answer => ({
              status: 599,
              text: JSON.stringify({ error: String(error.cause ?? error) }),
            }),
          );
          statuses.set(`${api} ${answer.status}`, (statuses.get(`${api} ${answer.status}`) ?? 0) + 1);
          const wrong = wrongWith(answer, performance.now() - begun, isForbidden);
          if (wrong)
            found.push(
              `${wrong}: ${name} by ${api} asked ${JSON.stringify(query)}\n  ${answer.text?.slice(0, 400)}`,
            );
        }
      }
    }),
  );
  const alive = await fetch(`${server.url}/readyz`);
  if (alive.status !== 200) found.push(`afterwards /readyz answers ${alive.status}`);
});

console.log(
  `seed ${seed}, ${seconds} s: ${[...statuses]
    .sort()
    .map(([what, number]) => `${what}: ${number}`)
    .join(', ')}`,
);
console.log(found.length === 0 ? 'Nothing found.' : found.join('\n'));
if (found.length > 0) process.exitCode = 1;
