import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { outcomesOfModel, transpileModel } from '../../src/model-files.ts';
import { CompiledModel } from '../harness/compiled-model.ts';
import type { CatalogueDefinitions } from '../oracle/catalogue/settings.ts';
import { asRollupsAnswer } from './breakdowns.ts';
import { compare } from './comparison.ts';
import { DifferentialDatabase, keptIn } from './database.ts';
import { definitionsOf } from './hostile-definitions.ts';
import { timeZones } from './moment.ts';
import { views } from './views.ts';

/**
 * The test of what Cube answers from rollups, made of random rows, against the oracle.
 *
 * @param chosen what to count by; hostile definitions and random ones unless told
 * @param readsKept whether they are made of kept outcomes instead of the source tables
 */
export function testRollups(
  seed: number,
  dataSets: number,
  chosen: readonly CatalogueDefinitions[] = definitionsOf(seed),
  readsKept = false,
): void {
  const { PATH_: path } = process.env;
  let database: DifferentialDatabase;
  beforeAll(async () => {
    // In Postgres, where one rollup is made from another.
    vi.stubEnv('CUBEJS_EXTERNAL_DEFAULT', 'false');
    vi.stubEnv('CUBEJS_SCHEDULED_REFRESH_TIMEZONES', timeZones.join(','));
    database = await DifferentialDatabase.create(inject('postgres'));
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await database.drop();
  });

  test(`rollups${readsKept ? ' of kept outcomes' : ''} give the contract's numbers on ${dataSets} random data sets, SEED=${seed}`, {
    timeout: 24 * 3600_000,
  }, async () => {
    const models = await Promise.all(
      chosen.map(async (definitions) => {
        const outcomes = readsKept ? await outcomesOfModel(definitions, keptIn) : undefined;
        return {
          definitions,
          model: await CompiledModel.compile(await transpileModel(definitions, {}, outcomes), true),
          ...(outcomes && { outcomes }),
        };
      }),
    );
    const made = models.map(({ model }) => vi.spyOn(model, 'sql'));
    const { failure } = await compare(database, {
      models,
      about: views,
      reworded: asRollupsAnswer,
      seed,
      dataSets,
      ...(path !== undefined && { path }),
      shrink: true,
    });
    const sql = made.flatMap(({ mock }) => mock.results.filter(({ type }) => type === 'return'));
    const fromRollups = sql.filter(({ value }) => value.rollups.length > 0);
    console.log(`${fromRollups.length} of ${sql.length} random questions were answered from rollups.`);
    expect(fromRollups.length).toBeGreaterThan(sql.length / 4);
    const fromOthers = fromRollups.filter(({ value }) => value.rollups.length > 1);
    console.log(`For ${fromOthers.length} of these, a rollup was made from another one.`);
    expect(fromOthers.length).toBeGreaterThanOrEqual(Math.max(1, fromRollups.length / 5));
    if (failure) expect.fail(`Again with: SEED=${seed} PATH_=${failure.path}\n\n${failure.text}`);
  });
}
