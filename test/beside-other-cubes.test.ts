/**
 * A project with this model beside cubes of its own: some in the same Postgres, some in another one, and one in
 * BigQuery, whose SQL is only made. They are served as by Cube without this package.
 */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NativeInstance } from '@cubejs-backend/native';
import { BaseQuery, createQuery, PostgresQuery, prepareCompiler } from '@cubejs-backend/schema-compiler';
import type { CreateOptions } from '@cubejs-backend/server';
import { limitFixesTo } from 'cube-fixes';
import { serverCore } from 'cube-fixes/cube-packages';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { activationOptions } from '../src/index.ts';
import config from './activation.config.ts';

/** A cube of the project, with a rollup whose matching, SQL and refresh keys the fixes would change. */
const cubeNamed = (name: string, more: string): string => `
cube('${name}', {
  ${more}
  sql_table: 'orders',
  measures: { count: { type: 'count' }, buyers: { sql: 'buyer_id', type: 'countDistinct' } },
  dimensions: {
    id: { sql: 'id', type: 'number', primaryKey: true },
    plan: { sql: 'plan', type: 'string' },
    at: { sql: 'at', type: 'time' },
  },
  meta: { attributesOfUnit: ['plan', 'at'], rowsOfUnit: ['id'] },
  pre_aggregations: {
    monthly: {
      measures: [count, buyers],
      dimensions: [plan],
      timeDimension: at,
      granularity: 'month',
      partitionGranularity: 'month',
      refreshKey: { every: '1 hour', sql: 'SELECT MAX(at) FROM orders /* update window: 7 days */' },
    },
  },
});`;

const dbTypes: Record<string, string> = {
  default: 'postgres',
  archive: 'postgres',
  clicks: 'bigquery',
  lake: 'lakehouse',
};
const dataSources: Record<string, string> = { Orders: 'default', OldOrders: 'archive', Clicks: 'clicks' };

interface Planned {
  buildSqlAndParams(): [sql: string, parameters: unknown[]];
  useNativeSqlPlanner: boolean;
  preAggregations: { preAggregationsDescription(): object[] };
}

let folder: string;
let options: ReturnType<typeof activationOptions>;
let compilers: ReturnType<typeof prepareCompiler>;

/** The dialect that a driver brings. */
class LakehouseQuery extends BaseQuery {}

beforeAll(async () => {
  const { CubejsServerCore } = createRequire(import.meta.url)(serverCore) as {
    CubejsServerCore: { lookupDriverClass(dbType: string): object };
  };
  // Their drivers aren't installed here; nothing is asked of their databases.
  vi.spyOn(CubejsServerCore, 'lookupDriverClass').mockImplementation((dbType) =>
    dbType === 'lakehouse' ? { dialectClass: () => LakehouseQuery } : {},
  );
  vi.stubEnv('CUBEJS_DEV_MODE', 'true');
  vi.stubEnv('CUBEJS_TESSERACT_SQL_PLANNER', 'false');
  vi.stubEnv('CUBEJS_EXTERNAL_DEFAULT', 'false');
  folder = await mkdtemp(join(tmpdir(), 'project-'));
  for (const [name, dataSource] of Object.entries(dataSources)) {
    await writeFile(join(folder, `${name}.js`), cubeNamed(name, `data_source: '${dataSource}',`));
  }
  options = activationOptions({ config, ownModel: folder });
  const repository = options.repositoryFactory({ securityContext: {}, requestId: 'test' });
  compilers = prepareCompiler(repository, {
    nativeInstance: Object.assign(new NativeInstance(), { newJinjaEngine: () => ({}) }),
    standalone: true,
  });
  await compilers.compiler.compile();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  limitFixesTo({ dataSource: 'default', ownsFile: () => true });
  await rm(folder, { recursive: true });
});

type DialectContext = Parameters<NonNullable<CreateOptions['dialectFactory']>>[0];

/** The dialect that Cube asks for, by the data source of a cube. */
const dialectOf = (dataSource: string): unknown =>
  options.dialectFactory({ dataSource, dbType: dbTypes[dataSource], securityContext: {} } as DialectContext);

/** What Cube makes of a query, with the dialect of this package or without it. */
function made(cube: string, query: object, dialectClass: unknown): unknown {
  const planned = createQuery(compilers, dbTypes[dataSources[cube] ?? 'default'] ?? '', {
    timezone: 'UTC',
    preAggregationsSchema: 'rollups',
    ...query,
    dialectClass,
  }) as unknown as Planned;
  const { compiler } = compilers as unknown as {
    compiler: { withQuery<Result>(query: object, run: () => Result): Result };
  };
  return compiler.withQuery(planned, () => ({
    sql: planned.buildSqlAndParams(),
    rollups: JSON.parse(JSON.stringify(planned.preAggregations.preAggregationsDescription())),
  }));
}

const questions = (cube: string): object[] => [
  { measures: [`${cube}.count`], dimensions: [`${cube}.plan`] },
  // Cube finds no rollup for this, and one for that.
  { measures: [`${cube}.buyers`] },
  { measures: [`${cube}.count`], timezone: 'America/New_York' },
  {
    measures: [`${cube}.count`],
    dimensions: [`${cube}.plan`],
    timeDimensions: [{ dimension: `${cube}.at`, granularity: 'month' }],
    order: [{ id: `${cube}.at.month` }],
  },
];

describe('other data sources', () => {
  test('get the dialect that Cube has for them', () => {
    expect(dialectOf('archive')).toBeUndefined();
    expect(dialectOf('clicks')).toBeUndefined();
    expect(dialectOf('lake')).toBe(LakehouseQuery);
    expect(dialectOf('default')).toBeDefined();
  });

  test('are asked as before', () => {
    for (const cube of ['OldOrders', 'Clicks']) {
      for (const query of questions(cube)) {
        const dialect = dialectOf(dataSources[cube] ?? '');
        expect(made(cube, query, dialect)).toEqual(made(cube, query, undefined));
      }
    }
    const clicks = made('Clicks', questions('Clicks')[0] ?? {}, undefined) as {
      rollups: { loadSql: string[] }[];
    };
    expect(clicks.rollups[0]?.loadSql[0]).toContain('`');
  });

  test('have the driver that Cube has for them, as it is', async () => {
    const { PostgresDriver } = createRequire(import.meta.url)('@cubejs-backend/postgres-driver') as {
      PostgresDriver: { prototype: object };
    };
    const statements = async (dataSource: string): Promise<number> => {
      let count = 0;
      const connection = {
        query: async () => {
          count += 1;
          return { rows: [] };
        },
      };
      const driver = Object.assign(Object.create(PostgresDriver.prototype), {
        config: { dataSource, executionTimeout: 60 },
      });
      await driver.prepareConnection(connection);
      await driver.prepareConnection(connection);
      return count;
    };
    expect([await statements('archive'), await statements('default')]).toEqual([5, 3]);
  });
});

test('the project’s own rollups in the same data source are found, read and kept as before', () => {
  for (const query of questions('Orders')) {
    const ours = made('Orders', query, dialectOf('default')) as { rollups: object[] };
    const stock = made('Orders', query, PostgresQuery) as { rollups: object[] };
    for (const rollup of ours.rollups) expect(rollup).not.toHaveProperty('isMended');
    // Partitions of all rollups of this data source are bounded exactly.
    const apart = (made: object): unknown =>
      JSON.parse(
        JSON.stringify(made, (key, value) =>
          key === 'timestampFormat' || key === 'timestampPrecision' ? undefined : value,
        ),
      );
    expect(apart(ours)).toEqual(apart(stock));
  }
});

describe('this model', () => {
  const query = { measures: ['ActivationRate.activationRate'] };

  test('has its rollups marked', () => {
    const { rollups } = made('Users', { measures: ['ActivationRate.newSignUps'] }, dialectOf('default')) as {
      rollups: object[];
    };
    expect(rollups.length).toBeGreaterThan(0);
    for (const rollup of rollups) expect(rollup).toHaveProperty('isMended', true);
  });

  test('is planned alike with and without the newer planner’s variable', () => {
    const older = made('Users', query, dialectOf('default'));
    vi.stubEnv('CUBEJS_TESSERACT_SQL_PLANNER', 'true');
    const newer = made('Users', query, dialectOf('default'));
    vi.stubEnv('CUBEJS_TESSERACT_SQL_PLANNER', 'false');
    expect(newer).toEqual(older);
  });
});
