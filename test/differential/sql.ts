import { availableParallelism } from 'node:os';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { outcomesOfModel, transpileModel } from '../../src/model-files.ts';
import { CompiledModel } from '../harness/compiled-model.ts';
import { lacking, modelMembers } from '../oracle/askable.ts';
import type { CatalogueDefinitions } from '../oracle/catalogue/settings.ts';
import { contract } from '../oracle/contract.ts';
import { compare, type DefinedModel } from './comparison.ts';
import { DifferentialDatabase, keptIn } from './database.ts';
import { definitionsOf } from './hostile-definitions.ts';

const compiled = new Map<string, Promise<DefinedModel>>();

/** Compiling takes a second, so each model is compiled once. */
function compile(definitions: CatalogueDefinitions, readsKept: boolean): Promise<DefinedModel> {
  const key = JSON.stringify([definitions, readsKept]);
  const found = compiled.get(key) ?? compileAnew(definitions, readsKept);
  compiled.set(key, found);
  return found;
}

async function compileAnew(definitions: CatalogueDefinitions, readsKept: boolean): Promise<DefinedModel> {
  const outcomes = readsKept ? await outcomesOfModel(definitions, keptIn) : undefined;
  const model = await CompiledModel.compile(await transpileModel(definitions, {}, outcomes));
  // What a model lacks, nobody would ask of it.
  expect(lacking(contract(definitions, 0), modelMembers(model.members()))).toEqual([]);
  return { definitions, model, ...(outcomes && { outcomes }) };
}

/**
 * The test of the SQL that Cube generates, against the oracle, on random data sets made to break it.
 *
 * @param definitions what to count by; hostile ones and random ones unless told
 * @param readsKept whether it reads kept outcomes instead of the source tables
 */
export function testSql(
  seed: number,
  dataSets: number,
  definitions?: readonly CatalogueDefinitions[],
  readsKept = false,
): void {
  const { PATH_: path } = process.env;
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

  test(`Cube's SQL${readsKept ? ' over kept outcomes' : ''} gives the contract's numbers on ${dataSets} random data sets, SEED=${seed}`, {
    timeout: 24 * 3600_000,
  }, async () => {
    await Promise.all(
      databases.map(async (database, lane) => {
        const laneSeed = seed + lane;
        const { failure } = await compare(database, {
          models: await Promise.all(
            (definitions ?? definitionsOf(laneSeed)).map((each) => compile(each, readsKept)),
          ),
          seed: laneSeed,
          dataSets: Math.ceil(dataSets / lanes),
          ...(path !== undefined && { path }),
          shrink: true,
        });
        if (failure) {
          expect.fail(
            `Again with: ${definitions ? '' : `DATASETS=${dataSets} `}SEED=${laneSeed} PATH_=${failure.path} npm run test:differential\n\n${failure.text}`,
          );
        }
      }),
    );
  });
}
