/**
 * What is wrong in Cube, seen in Cube as it is, and then with the fixes. Where Cube mends a defect itself, the first of
 * the two fails: then its fix can go.
 */
import { NativeInstance } from '@cubejs-backend/native';
import { PostgresQuery, type PreAggregations, prepareCompiler } from '@cubejs-backend/schema-compiler';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { requireBesideServerCore } from '../src/cube-packages.ts';
import { ExactPostgresQuery } from '../src/exact-postgres-query.ts';
import { readVariablesOnce } from '../src/fixes/variables-once.ts';
import {
  loadCache,
  localCacheDriver,
  queryCache,
  rangeLoader,
  rollupLoader,
  type Table,
} from '../src/orchestrator.ts';
import { type Connection, postgresDriver } from '../src/postgres-driver.ts';
import { applyFixes, brokenOf, fixes } from '../src/registry.ts';

const model = `
cube('SignUps', {
  sql_table: 'sign_ups',
  measures: {
    count: { type: 'count' },
    accounts: { sql: 'account_id', type: 'countDistinct' },
  },
  dimensions: {
    id: { sql: 'id', type: 'number', primaryKey: true },
    plan: { sql: 'plan', type: 'string' },
    persona: { sql: 'persona', type: 'string' },
    at: { sql: 'at', type: 'time' },
  },
  // An account has one plan, and signs up once.
  meta: { attributesOfUnit: ['plan', 'at'], rowsOfUnit: ['id'] },
  pre_aggregations: {
    all: {
      measures: [count],
      timeDimension: at,
      granularity: 'month',
      partitionGranularity: 'month',
      refreshKey: { every: '1 hour', sql: 'SELECT MAX(at) FROM sign_ups' },
    },
    byPlan: {
      measures: [count, accounts],
      dimensions: [plan],
      timeDimension: at,
      granularity: 'month',
      partitionGranularity: 'month',
      refreshKey: { every: '1 hour', sql: 'SELECT MAX(at) FROM sign_ups /* update window: 7 days */' },
    },
  },
});`;

type Dialect = typeof PostgresQuery;

const compilers = prepareCompiler(
  { localPath: () => '', dataSchemaFiles: async () => [{ fileName: 'SignUps.js', content: model }] },
  {
    nativeInstance: Object.assign(new NativeInstance(), { newJinjaEngine: () => ({}) }),
    standalone: true,
  },
);

/** What is read here of a query, past Cube's types. */
interface Planned {
  buildSqlAndParams(): [sql: string, parameters: unknown[]];
  newPreAggregations(): PreAggregations & {
    preAggregationsDescription(): { tableName: string; madeFrom?: object; isMended?: boolean }[];
  };
  flattenAllMembers(exceptSegments: boolean): object[];
  backAliasMembers(members: object[]): object;
  allBackAliasMembersExceptSegments(): object;
  preAggregationStartEndQueries(cube: string, rollup: object): unknown[][];
  preAggregationInvalidateKeyQueries(cube: string, rollup: object, name: string): unknown[][];
  cubeEvaluator: { evaluatePreAggregationReferences(cube: string, rollup: object): object };
  useNativeSqlPlanner: boolean;
  inDbTimeZone(local: string): string;
  compilers: { compiler: { withQuery<Result>(query: object, run: () => Result): Result } };
}

/** Plans a query with a dialect. */
function planned<Result>(Dialect: Dialect, options: object, use: (query: Planned) => Result): Result {
  const query = new Dialect(compilers, {
    measures: ['SignUps.count'],
    timezone: 'UTC',
    preAggregationsSchema: 'rollups',
    ...options,
  }) as unknown as Planned;
  return (compilers.compiler as Planned['compilers']['compiler']).withQuery(query, () => use(query));
}

const sqlOf = (Dialect: Dialect, options: object): [sql: string, parameters: unknown[]] =>
  planned(Dialect, options, (query) => query.buildSqlAndParams());

/** How many times something was called. */
let calls = 0;
const counted = async (count: () => Promise<unknown>): Promise<number> => {
  calls = 0;
  await count();
  return calls;
};

/** An object of one of Cube's classes, with this in place of what it is made of. */
const like = <Kind extends object>(prototype: Kind, own: object): Kind =>
  Object.assign(Object.create(prototype), own) as Kind;

const rollup = {
  preAggregationId: 'SignUps.byPlan',
  preAggregationsSchema: 'rollups',
  dataSource: 'default',
  timezone: 'UTC',
  tableName: 'rollups.sign_ups_by_plan',
  sql: ['', []] as [string, unknown[]],
  loadSql: ['CREATE TABLE rollups.sign_ups_by_plan AS SELECT 1', []] as [string, unknown[]],
  isMended: true,
};

/** The tables of a rollup, each with the contents and the second it was made at. */
const tables = (...made: [content: string, second: number][]): Table[] =>
  made.map(([content, second]) => ({
    table_name: `sign_ups_by_plan_${content}_structur_${second.toString(32)}`,
  }));
const thisSecond = Math.floor(Date.now() / 1000);

const cacheOf = (found: Table[], own: object = {}): ReturnType<typeof loadCache> =>
  like(loadCache(), {
    dataSource: 'default',
    versionEntries: {},
    tables: {},
    getTablesQuery: async () => found,
    fetchQueryStageState: async () => [[], [], {}],
    queryCache: { getKey: (...parts: string[]) => parts.join() },
    ...own,
  });

/** What can be seen of a defect. */
interface Seen {
  see(Dialect: Dialect): unknown;
  /** In Cube as it is. */
  stock: unknown;
  /** With the fix. */
  mended: unknown;
}

const defects: Record<string, Seen> = {
  'day-ends': {
    see: (Dialect) =>
      sqlOf(Dialect, {
        filters: [{ member: 'SignUps.at', operator: 'beforeOrOnDate', values: ['2026-01-31'] }],
      })[1],
    stock: ['2026-01-31T00:00:00.000Z'],
    mended: ['2026-01-31T23:59:59.999999Z'],
  },
  'clock-changes': {
    // Where clocks go from two to three, ten and then eleven hours ahead. The day begins ten hours ahead.
    see: (Dialect) =>
      planned(Dialect, { timezone: 'Australia/Sydney' }, (query) =>
        Date.parse(query.inDbTimeZone('2024-10-06T00:00:00.000')),
      ),
    stock: Date.parse('2024-10-05T13:00:00Z'),
    mended: Date.parse('2024-10-05T14:00:00Z'),
  },
  'order-by-granularity': {
    see: (Dialect) =>
      /ORDER BY .*/.exec(
        sqlOf(Dialect, {
          dimensions: ['SignUps.persona'],
          timeDimensions: [{ dimension: 'SignUps.at', granularity: 'month' }],
          order: [{ id: 'SignUps.at.month' }],
        })[0],
      )?.[0],
    stock: expect.stringMatching(/^ORDER BY 1 /),
    mended: expect.stringMatching(/^ORDER BY 2 /),
  },
  'member-aliases': {
    see: (Dialect) =>
      planned(
        Dialect,
        {
          filters: [1, 2, 3].map((value) => ({
            member: 'SignUps.plan',
            operator: 'equals',
            values: [String(value)],
          })),
        },
        (query) => {
          let looked = 0;
          query.backAliasMembers = (members) => {
            looked = members.length;
            return {};
          };
          query.allBackAliasMembersExceptSegments();
          return looked;
        },
      ),
    // The measure, and the filters' one member.
    stock: 4,
    mended: 2,
  },
  'cohort-range-refresh': {
    see: (Dialect) =>
      planned(Dialect, {}, (query) =>
        query.preAggregationStartEndQueries('SignUps', rollupOf('byPlan')).map((parts) => parts[2]),
      ),
    stock: [undefined, undefined],
    mended: [{ renewalThreshold: expect.any(Number) }, { renewalThreshold: expect.any(Number) }],
  },
  'update-windows': {
    see: (Dialect) =>
      planned(
        Dialect,
        {},
        (query) =>
          query.preAggregationInvalidateKeyQueries('SignUps', rollupOf('byPlan'), 'byPlan')[0]?.[2] as {
            updateWindowSeconds?: number;
          },
      ).updateWindowSeconds,
    stock: undefined,
    mended: 7 * 86_400,
  },
  'planner-of-dialect': {
    see: (Dialect) => {
      vi.stubEnv('CUBEJS_TESSERACT_SQL_PLANNER', 'true');
      try {
        return planned(Dialect, {}, (query) => query.useNativeSqlPlanner);
      } finally {
        vi.stubEnv('CUBEJS_TESSERACT_SQL_PLANNER', 'false');
      }
    },
    stock: true,
    mended: false,
  },
  'distinct-sums': {
    see: (Dialect) => rollupFor(Dialect, { measures: ['SignUps.accounts'] }),
    stock: undefined,
    mended: 'SignUps.byPlan',
  },
  'rollup-time-zones': {
    see: (Dialect) => rollupFor(Dialect, { timezone: 'America/New_York' }),
    stock: 'SignUps.all',
    mended: undefined,
  },
  'empty-counts': {
    see: (Dialect) => {
      const [sql] = sqlOf(Dialect, { dimensions: ['SignUps.plan'] });
      return [/rollup|by_plan/i.test(sql), /coalesce\(sum/i.test(sql)];
    },
    stock: [true, false],
    mended: [true, true],
  },
  'whole-partitions': {
    see: () => {
      const month: [string, string] = ['2026-01-01T00:00:00.000000', '2026-01-31T23:59:59.999999'];
      const asked: [string, string] = ['2026-01-05T00:00:00.000000', '2026-01-10T23:59:59.999999'];
      const range = like(rangeLoader(), {
        preAggregation: {
          ...rollup,
          partitionGranularity: 'month',
          timestampFormat: 'YYYY-MM-DD[T]HH:mm:ss.SSS[Z]',
        },
      });
      const { buildRangeEnd } = range.partitionPreAggregationDescription(month, asked) as {
        buildRangeEnd?: string;
      };
      return buildRangeEnd;
    },
    stock: '2026-01-10T23:59:59.999999',
    mended: '2026-01-31T23:59:59.999999',
  },
  'look-once-a-second': {
    see: () =>
      counted(async () => {
        const range = like(rangeLoader(), {
          preAggregations: {},
          preAggregation: { ...rollup, partitionGranularity: 'month' },
          options: {},
          partitionRanges: async () => {
            calls += 1;
            return { buildRange: ['', ''], partitionRanges: [] };
          },
        });
        await range.loadPreAggregations();
        await range.loadPreAggregations();
      }),
    stock: 2,
    mended: 1,
  },
  'refresh-key-lifetime': {
    see: () =>
      queryCache().cacheRefreshKeyResult.call(
        like(queryCache(), {
          options: {},
          cacheQueryResult: async (_sql: string, _parameters: unknown, _key: unknown, seconds: number) =>
            seconds,
        }),
        ['SELECT 1', [], { renewalThreshold: 86_400, isMended: true }],
        3600,
        {},
      ),
    stock: 3600,
    mended: 86_400,
  },
  'newest-content': {
    see: async () => {
      const found = tables(['contentb', thisSecond], ['contenta', thisSecond - 60]);
      const { byContent } = await cacheOf(found).calculateVersionEntries(rollup);
      return Object.keys(byContent);
    },
    stock: ['rollups.sign_ups_by_plan_contentb', 'rollups.sign_ups_by_plan_contenta'],
    mended: ['rollups.sign_ups_by_plan_contentb'],
  },
  'tables-listed-once': {
    see: () =>
      counted(async () => {
        const cache = cacheOf([], {
          calculateVersionEntries: async () => {
            calls += 1;
            return { versionEntries: [], byContent: {}, byStructure: {} };
          },
        });
        await Promise.all([cache.getVersionEntries(rollup), cache.getVersionEntries(rollup)]);
      }),
    stock: 2,
    mended: 1,
  },
  'tables-asked-anew': {
    see: () =>
      cacheOf([], {
        fetchTables: async () => 'asked itself',
        preAggregations: { getLoadCacheQueue: () => ({ executeInQueue: async () => 'of whoever waits' }) },
      }).tablesFromCache(rollup, true),
    stock: 'of whoever waits',
    mended: 'asked itself',
  },
  'table-made-meanwhile': {
    see: () =>
      counted(async () => {
        const loader = like(rollupLoader(), {
          preAggregation: rollup,
          loadCache: { reset: async () => undefined },
          getPartitionInvalidationKeyValues: async () => {
            calls += 1;
            // The other's build is still in the queue when it looks for the first time, and gone for the second.
            throw new Error(calls < 3 ? 'Error: relation "sign_ups_a_b_1lgh31r" already exists' : 'found');
          },
        });
        await loader.loadPreAggregationWithKeys().catch(() => undefined);
      }),
    stock: 1,
    mended: 3,
  },
  'tables-in-use': {
    see: async (Dialect) => {
      // The dialect knows the rollup's table.
      rollupFor(Dialect, { dimensions: ['SignUps.plan'] });
      const dropped: string[] = [];
      const found = [
        ...tables(['contentb', thisSecond], ['contenta', thisSecond - 60]),
        { table_name: 'no_rollup' },
      ];
      const loader = like(rollupLoader(), {
        preAggregation: rollup,
        logger: () => undefined,
        structureVersionPersistTime: 0,
        preAggregations: {
          addTableUsed: async () => undefined,
          getRefreshEndReached: async () => false,
          tablesUsed: async () => [],
        },
        queryCache: { withLock: (_key: string, _seconds: number, run: () => unknown) => run() },
      });
      const client = {
        getTablesQuery: async () => found,
        dropTable: async (name: string) => dropped.push(name),
      };
      await loader.dropOrphanedTables(client, 'rollups.another', (drop: unknown) => drop, false, {});
      return dropped.length;
    },
    stock: 2,
    mended: 0,
  },
  'results-in-bounds': {
    see: async () => {
      const driver = like(localCacheDriver(), { store: {} });
      const megabytes = 'x'.repeat(40 * 1024 * 1024);
      await driver.set('TABLES_USED', 'of other kinds', 60);
      for (const query of ['one', 'two', 'three'])
        await driver.set(`SQL_QUERY_RESULT_${query}`, megabytes, 60);
      await driver.get('SQL_QUERY_RESULT_one');
      // The same again is no more.
      for (const query of ['four', 'four']) await driver.set(`SQL_QUERY_RESULT_${query}`, megabytes, 60);
      return Object.keys(driver.store).map((key) => key.replace('SQL_QUERY_RESULT_', ''));
    },
    stock: ['TABLES_USED', 'one', 'two', 'three', 'four'],
    mended: ['TABLES_USED', 'one', 'three', 'four'],
  },
  'clock-set-back': {
    see: async () => {
      // Made tomorrow, before the clock was set back.
      const tomorrow = thisSecond + 86_400;
      await cacheOf(tables(['content0', tomorrow])).calculateVersionEntries(rollup);
      return postgresDriver().nowTimestamp.call(like(postgresDriver(), { config: {} })) > tomorrow * 1000;
    },
    stock: false,
    mended: true,
  },
  'rollup-from-rollup': {
    see: (Dialect) =>
      planned(
        Dialect,
        {
          preAggregationId: 'SignUps.all',
          timeDimensions: [
            { dimension: 'SignUps.at', granularity: 'month', dateRange: ['2026-01-01', '2026-01-31'] },
          ],
        },
        (query) =>
          query
            .newPreAggregations()
            .preAggregationsDescription()
            .map(({ madeFrom }) => Boolean(madeFrom)),
      ),
    stock: [false],
    mended: [true],
  },
  'refresh-once': {
    see: () =>
      counted(async () => {
        const loader = like(rollupLoader(), {
          preAggregation: rollup,
          waitForRenew: true,
          loadCache: {},
          getPartitionInvalidationKeyValues: async () => {
            calls += 1;
            throw new Error('This is as far as the test goes.');
          },
        });
        await Promise.allSettled([loader.loadPreAggregationWithKeys(), loader.loadPreAggregationWithKeys()]);
      }),
    stock: 2,
    mended: 1,
  },
  'missing-rollups': {
    see: () =>
      like(rollupLoader(), {
        preAggregation: rollup,
        externalRefresh: true,
        logger: () => undefined,
        loadCache: cacheOf([]),
      })
        .loadPreAggregation(false)
        .catch(({ message }: Error) => message),
    stock: null,
    mended: 'rollups.sign_ups_by_plan is not built yet.',
  },
  'described-once': {
    // How many times what the rollup holds is worked out, where its description is asked for twice.
    see: (Dialect) =>
      planned(Dialect, { timeDimensions: [{ dimension: 'SignUps.at', granularity: 'month' }] }, (query) => {
        const matching = query.newPreAggregations();
        const seen = vi.spyOn(query.cubeEvaluator, 'evaluatePreAggregationReferences');
        const described = [matching.preAggregationsDescription(), matching.preAggregationsDescription()];
        const times = seen.mock.calls.length;
        seen.mockRestore();
        return [described[0] === described[1], times];
      }),
    stock: [false, 18],
    mended: [true, 1],
  },
  'schema-made-meanwhile': {
    see: () =>
      like(postgresDriver(), {
        config: {},
        query: async (sql: string) => {
          if (sql.startsWith('CREATE')) throw Object.assign(new Error('duplicate key'), { code: '23505' });
          return [];
        },
      })
        .createSchemaIfNotExists('rollups')
        .then(
          () => 'made',
          ({ message }: Error) => message,
        ),
    stock: 'duplicate key',
    mended: 'made',
  },
  'connection-settings': {
    see: () =>
      counted(async () => {
        const connection: Connection = {
          query: async () => {
            calls += 1;
            return { rows: [] };
          },
        };
        const driver = like(postgresDriver(), { config: { executionTimeout: 60 } });
        await driver.prepareConnection(connection);
        await driver.prepareConnection(connection);
      }),
    // The first time it asks for the database's types, too.
    stock: 5,
    mended: 3,
  },
  'rollup-in-one-process': {
    see: async () => {
      const statements: string[] = [];
      const connection: Connection = {
        query: async (sql) => {
          statements.push(typeof sql === 'string' ? sql : (sql as { text: string }).text);
          return { rows: [], fields: [] };
        },
      };
      await like(postgresDriver(), {
        config: {},
        mapFields: () => [],
        withConnection: (use: (one: Connection) => unknown) => use(connection),
      }).loadPreAggregationIntoTable('', 'CREATE TABLE rollups.one AS SELECT 1', []);
      return statements.some((sql) => sql.includes('max_parallel_workers_per_gather'));
    },
    stock: false,
    mended: true,
  },
  'slow-query-error': {
    see: () =>
      counted(async () => {
        const library = requireBesideServerCore('promise-timeout') as {
          timeout(promise: Promise<unknown>, milliseconds: number): Promise<unknown>;
        };
        const { prepareStackTrace } = Error;
        Error.prepareStackTrace = () => {
          calls += 1;
          return '';
        };
        try {
          await library.timeout(Promise.resolve(), 1000);
        } finally {
          Error.prepareStackTrace = prepareStackTrace;
        }
      }),
    stock: 1,
    mended: 0,
  },
  'variables-once': {
    see: () => {
      const { getEnv } = requireBesideServerCore('@cubejs-backend/shared/dist/src/env') as {
        getEnv(name: string): unknown;
      };
      vi.stubEnv('CUBEJS_TELEMETRY', 'false');
      const before = getEnv('telemetry');
      vi.stubEnv('CUBEJS_TELEMETRY', 'true');
      return [before, getEnv('telemetry')];
    },
    stock: [false, true],
    mended: [false, false],
  },
};

/** A rollup of the model, as Cube has it. */
const rollupOf = (name: string): object =>
  (
    compilers.cubeEvaluator as unknown as {
      preAggregationsForCube(cube: string): Record<string, object>;
    }
  ).preAggregationsForCube('SignUps')[name] ?? {};

/** The rollup that Cube answers a query from. */
const rollupFor = (Dialect: Dialect, options: object): string | undefined =>
  planned(Dialect, options, (query) => {
    const matching = query.newPreAggregations();
    matching.preAggregationsDescription();
    return matching.findPreAggregationForQuery()?.preAggregationId;
  });

beforeAll(async () => {
  vi.stubEnv('CUBEJS_TESSERACT_SQL_PLANNER', 'false');
  // Rollups are in the same Postgres.
  vi.stubEnv('CUBEJS_EXTERNAL_DEFAULT', 'false');
  await compilers.compiler.compile();
});
afterAll(() => vi.unstubAllEnvs());

test('each fix has its defect here', () => {
  expect(Object.keys(defects).sort()).toEqual(fixes.map(({ name }) => name).sort());
});

describe('Cube as it is', () => {
  test('is what the fixes are for', () => {
    expect(brokenOf(fixes)).toEqual([]);
  });

  test.each(Object.entries(defects))('%s', async (_, { see, stock }) => {
    expect(await see(PostgresQuery)).toEqual(stock);
  });
});

describe('with the fixes', () => {
  beforeAll(() => {
    applyFixes({ accepted: undefined, setting: 'ACCEPTED' });
    readVariablesOnce();
  });

  test.each(Object.entries(defects))('%s', async (_, { see, mended }) => {
    expect(await see(ExactPostgresQuery)).toEqual(mended);
  });
});
