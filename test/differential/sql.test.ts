/**
 * The SQL that Cube generates, against the oracle, on random data sets made to break it.
 *
 *     npm run test:differential                       as in `npm test`
 *     DATASETS=20000 npm run test:differential        as many data sets as you like
 *     SEED=1 PATH_=17:0:3 npm run test:differential   a failing data set again, as a failure prints it
 */
import { availableParallelism } from 'node:os';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Definitions } from '../../src/config/definitions.ts';
import { transpileModel } from '../../src/cube/model-repository.ts';
import { CompiledModel } from '../harness/compiled-model.ts';
import { compare, type DefinedModel } from './comparison.ts';
import { DifferentialDatabase } from './database.ts';
import { definitionsOf } from './hostile-definitions.ts';

const { SEED, PATH_: path, DATASETS = '150' } = process.env;
/** The same data sets in every ordinary run, so that a commit isn't blamed for an older mistake. */
const seed = Number(SEED ?? 20_260_101);
const dataSets = Number(DATASETS);
/** While Postgres runs a query of one lane, Cube makes the SQL of another. */
const lanes = path === undefined ? Math.min(2, availableParallelism()) : 1;

const databases: DifferentialDatabase[] = [];
beforeAll(async () => {
  for (let lane = 0; lane < lanes; lane++)
    databases.push(await DifferentialDatabase.create(inject('postgres')));
});
afterAll(async () => {
  await Promise.all(databases.map((database) => database.drop()));
});

const compiled = new Map<string, Promise<DefinedModel>>();

/** Compiling takes a second, so each model is compiled once. */
function compile(definitions: Definitions): Promise<DefinedModel> {
  const key = JSON.stringify(definitions);
  const model =
    compiled.get(key) ??
    transpileModel(definitions)
      .then(CompiledModel.compile)
      .then((model) => ({ definitions, model }));
  compiled.set(key, model);
  return model;
}

test(`Cube's SQL gives the contract's numbers on ${dataSets} random data sets`, {
  timeout: 24 * 3600_000,
}, async () => {
  await Promise.all(
    databases.map(async (database, lane) => {
      const laneSeed = seed + lane;
      const { failure } = await compare(database, {
        models: await Promise.all(definitionsOf(laneSeed).map(compile)),
        seed: laneSeed,
        dataSets: Math.ceil(dataSets / lanes),
        ...(path !== undefined && { path }),
        shrink: true,
      });
      if (failure) {
        expect.fail(
          `Again with: SEED=${laneSeed} PATH_=${failure.path} npm run test:differential\n\n${failure.text}`,
        );
      }
    }),
  );
});
