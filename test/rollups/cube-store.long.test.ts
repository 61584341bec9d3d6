/** Rollups in Cube Store: its SQL reads the rollup that was chosen, and no source table. No Cube Store runs here. */
import { expect, test, vi } from 'vitest';
import { transpileModel } from '../../src/cube/model-repository.ts';
import definitions from '../activation.config.ts';
import { asRollupsAnswer, breakdowns, isHeldByRollup } from '../differential/breakdowns.ts';
import { CompiledModel } from '../harness/compiled-model.ts';
import { modelMembers } from '../oracle/askable.ts';

test('every view by each dimension and granularity reads one rollup of Cube Store', {
  timeout: 300_000,
}, async () => {
  vi.stubEnv('CUBEJS_EXTERNAL_DEFAULT', 'true');
  const model = await CompiledModel.compile(await transpileModel(definitions), 'in Cube Store');
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
