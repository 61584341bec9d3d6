/** Rollups in Cube Store: its SQL reads the rollup that was chosen, and no source table. No Cube Store runs here. */
import pg from 'pg';
import { expect, inject, onTestFinished, test, vi } from 'vitest';
import { transpileModel } from '../../src/cube/model-repository.ts';
import definitions from '../activation.config.ts';
import { asRollupsAnswer, breakdowns, isHeldByRollup } from '../differential/breakdowns.ts';
import { CompiledModel } from '../harness/compiled-model.ts';
import { modelMembers } from '../oracle/askable.ts';

const inCubeStore = async (): Promise<CompiledModel> => {
  vi.stubEnv('CUBEJS_EXTERNAL_DEFAULT', 'true');
  return CompiledModel.compile(await transpileModel(definitions), 'in Cube Store');
};

// How Cube Store keeps and divides decimals is its own: docs/production.md says what that means for money.
test('money and scores go to Cube Store as sums of numerics, and are added up as they are', async () => {
  const model = await inCubeStore();
  const client = new pg.Client(inject('workedExample'));
  await client.connect();
  onTestFinished(() => client.end());
  for (const [view, measure, cohort] of [
    ['Trials', 'revenuePerTrialUser', 'trialStartedAt'],
    ['ProductQualifiedAccounts', 'lifetimeValueOfConverted', 'createdAt'],
    ['SurveyScores', 'averageScore', 'answeredAt'],
  ] as const) {
    const { text, rollups } = model.sql({
      measures: [`${view}.${measure}`],
      dimensions: view === 'SurveyScores' ? ['SurveyScores.survey'] : [],
      timeDimensions: [{ dimension: `${view}.${cohort}`, granularity: 'month' }],
    });
    const [, total = ''] = /1\.0 \* sum\(`(\w+)`\)/.exec(text) ?? [];
    const [rollup] = rollups;
    const { fields } = await client.query(rollup?.text ?? '', rollup?.parameters);
    expect(fields.find(({ name }) => name === total)?.dataTypeID, text).toBe(pg.types.builtins.NUMERIC);
  }
});

test('every view by each dimension and granularity reads one rollup of Cube Store', {
  timeout: 300_000,
}, async () => {
  const model = await inCubeStore();
  const questions = breakdowns(definitions, modelMembers(model.members()))
    .filter(isHeldByRollup)
    .map(asRollupsAnswer);
  const found = questions.flatMap((question) => {
    const { text, rollups } = model.sql(question);
    const read = [...text.matchAll(/\bFROM\s+([\w.]+)/g)].map(([, table]) => table);
    const [rollup] = rollups;
    const isRight = rollups.length === 1 && read.length === 1 && read[0] === rollup?.table;
    // Cube Store has no casts to timestamptz: it is its own dialect's SQL.
    return isRight && !text.includes('::timestamptz') ? [] : [`${JSON.stringify(question)}: ${read}`];
  });
  expect(found).toEqual([]);
  expect(questions.length).toBeGreaterThan(100);
});
