/**
 * Rule 14 of the KPI catalogue at now itself, where random rows seldom are: who reaches it later than now has waited
 * until now and no longer, and who reaches it now has reached it.
 */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { transpileModel } from '../../src/model-files.ts';
import definitions from '../activation.config.ts';
import { DifferentialDatabase } from '../differential/database.ts';
import { CompiledModel } from '../harness/compiled-model.ts';
import { day, type History, hour, rowsOf, start } from '../oracle/catalogue/asked-histories.ts';
import type { Microseconds } from '../oracle/source-rows.ts';

let database: DifferentialDatabase;
let model: CompiledModel;
beforeAll(async () => {
  database = await DifferentialDatabase.create(inject('postgres'));
  model = await CompiledModel.compile(await transpileModel(definitions));
});
afterAll(() => database.drop());

/** A unit that came so long before now, and when after that it reaches what is asked for. */
type Wait = [age: Microseconds, reachedAfter: Microseconds];

const histories: Record<string, (waits: Wait[], now: Microseconds) => History> = {
  'AccountActivation.hoursUntil#ReachedAll': (waits, now) => ({
    users: [],
    accounts: waits.map(([age], index) => [`a${index}`, now - age]),
    milestones: waits.flatMap(([age, after], index) =>
      definitions.keyMilestones.map((name): [string, string, Microseconds] => [
        `a${index}`,
        name,
        now - age + after,
      ]),
    ),
  }),
  'Onboarding.hoursUntil#Activated': (waits, now) => ({
    users: waits.map(([age], index) => [`u${index}`, now - age]),
    activations: waits.map(([age, after], index) => [`u${index}`, now - age + after]),
  }),
  'ActivationRate.hoursUntil#DidKeyAction': (waits, now) => ({
    users: waits.map(([age], index) => [`u${index}`, now - age]),
    actions: waits.map(([age, after], index) => [`u${index}`, definitions.keyAction, now - age + after]),
  }),
};

/** By hand: of those who still wait when one reaches it, the one leaves. */
const cases: [what: string, waits: Wait[], quarter: number | null, half: number | null][] = [
  // Those of ten days wait no longer than these: of the one left one leaves.
  [
    'later than now, after another',
    [...Array<Wait>(4).fill([10 * day, 15 * day]), [20 * day, 12 * day]],
    288,
    288,
  ],
  // Of five that wait one leaves after five days, and no more.
  [
    'later than now, before another',
    [...Array<Wait>(4).fill([10 * day, 15 * day]), [20 * day, 5 * day]],
    null,
    null,
  ],
  ['right now', [[3 * hour, 3 * hour]], 3, 3],
  ['as it comes, right now', [[0, 0]], 0, 0],
  ['a microsecond later than now', [[3 * hour, 3 * hour + 1]], null, null],
];

describe.each(Object.entries(histories))('%s', (name, historyOf) => {
  test.each(cases)('%s', async (_, waits, quarter, half) => {
    const measures = ['Quarter', 'Half'].map((share) => name.replace('#', share));
    const [row] = await database.withRows(
      () => 'UTC',
      (now) => rowsOf(historyOf(waits, now - start)),
      () => database.rows(model.sql({ measures })),
    );
    const hours = measures.map((measure) => (row?.[measure] == null ? null : Number(row[measure])));
    expect(hours).toEqual([quarter, half]);
  });
});
