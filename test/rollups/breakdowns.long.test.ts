/** Every breakdown of every view is answered from a rollup, as the source tables answer it and as is right. */
import type { Query } from '@cubejs-client/core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { workedExample } from '../../seeds/worked-example.ts';
import definitions from '../activation.config.ts';
import { asRollupsAnswer, breakdowns, isHeldByRollup, isLong } from '../differential/breakdowns.ts';
import { type RunningStart, serving, startCli } from '../harness/cube.ts';
import { servedMembers } from '../harness/query.ts';
import { answer } from '../oracle/answer.ts';
import { contract } from '../oracle/contract.ts';
import { differences, type ServedRow } from '../oracle/differences.ts';
import type { Question } from '../oracle/question.ts';
import { inMicroseconds } from '../oracle/source-rows.ts';
import { ask } from './served.ts';

const source = inMicroseconds(workedExample());

let withoutRollups: RunningStart;
beforeAll(async () => {
  withoutRollups = await startCli([], { ...serving(inject('workedExample')), ACTIVATION_ROLLUPS: 'false' });
}, 120_000);
afterAll(() => withoutRollups.stop());

const sorted = (rows: ServedRow[]): string[] =>
  rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort();

/** What is wrong with the answer to a question; empty where nothing is. */
async function wrong(question: Question): Promise<string[]> {
  const [rolledUp, read] = await Promise.all([
    ask(question as Query),
    ask(question as Query, withoutRollups.url),
  ]);
  const found = differences(
    question,
    answer(contract(definitions, Date.now() * 1000), source, question),
    rolledUp.rows,
  );
  if (rolledUp.rollups.length === 0 && isHeldByRollup(question)) found.push('read from the source tables');
  if (read.rollups.length > 0) found.push('the other server read rollups too');
  const [one, other] = [sorted(rolledUp.rows), sorted(read.rows)];
  if (JSON.stringify(one) !== JSON.stringify(other)) found.push('not what the source tables answer');
  return found.length > 0 ? [`${JSON.stringify(question)}: ${found.slice(0, 5).join('; ')}`] : [];
}

test('every view by each dimension and granularity, and two dimensions at once', {
  timeout: 1800_000,
}, async () => {
  const isOfEachDay = (question: Question): boolean =>
    question.timeDimensions?.[0]?.granularity === 'day' && isLong(question);
  const single = breakdowns(definitions, await servedMembers())
    .filter((question) => !isOfEachDay(question))
    .map(asRollupsAnswer);
  const byTwo = single
    .filter(({ timeDimensions }) => timeDimensions?.some(({ granularity }) => granularity === 'month'))
    .flatMap((question, index, all) => {
      const [view] = question.measures[0]?.split('.') ?? [];
      const next = all[index + 1];
      const isSameView = next?.measures[0]?.startsWith(`${view}.`);
      return isSameView
        ? [
            {
              ...question,
              dimensions: [...new Set([...(question.dimensions ?? []), ...(next?.dimensions ?? [])])],
            },
          ]
        : [];
    });
  const questions: Question[] = [...single, ...byTwo];
  const found: string[] = [];
  const left = [...questions];
  const askOneByOne = async (): Promise<void> => {
    for (let question = left.shift(); question; question = left.shift())
      found.push(...(await wrong(question)));
  };
  await Promise.all(Array.from({ length: 4 }, askOneByOne));
  console.log(`${questions.length} breakdowns`);
  expect(found).toEqual([]);
});

test('a slice of months, of days and of nobody', async () => {
  const asked = (dateRange: [string, string]): Question => ({
    measures: ['ActivationRate.newSignUps', 'ActivationRate.activationRate'],
    timeDimensions: [{ dimension: 'ActivationRate.signedUpAt', dateRange }],
  });
  expect(await wrong(asked(['2026-01-01', '2026-02-28']))).toEqual([]);
  expect(await wrong(asked(['2026-01-10', '2026-01-17']))).toEqual([]);
  expect(await wrong(asked(['2020-01-01', '2020-12-31']))).toEqual([]);
  expect(
    await wrong({
      ...asked(['2026-01-01', '2026-12-31']),
      filters: [{ member: 'ActivationRate.persona', operator: 'equals', values: ['nobody'] }],
    }),
  ).toEqual([]);
});

test('what no rollup can tell is read from the source tables', async () => {
  for (const query of [
    { measures: ['ActivationRate.medianHoursToKeyAction'] },
    // From one hour on.
    {
      measures: ['ActivationRate.newSignUps'],
      timeDimensions: [
        { dimension: 'ActivationRate.signedUpAt', dateRange: ['2026-01-01T10:00:00', '2026-01-31T23:59:59'] },
      ],
    },
    // An account that was eligible in several of these days counts once.
    {
      measures: ['ExpansionActivationRate.totalEligibleAccounts'],
      timeDimensions: [
        { dimension: 'ExpansionActivationRate.eligibleDate', dateRange: ['2026-01-10', '2026-02-10'] },
      ],
    },
    // So does one that is eligible for two features of three.
    {
      measures: ['ExpansionActivationRate.totalEligibleAccounts'],
      filters: [
        { member: 'ExpansionActivationRate.expansionFeature', operator: 'notEquals', values: ['sso'] },
      ],
    },
    {
      measures: ['MilestoneFunnel.accountsReached'],
      filters: [{ member: 'MilestoneFunnel.milestonePosition', operator: 'gt', values: ['1'] }],
    },
    // Days begin elsewhere, and no rollups are kept for there.
    { measures: ['ActivationRate.newSignUps'], timezone: 'Asia/Kathmandu' },
  ] as Query[]) {
    expect((await ask(query)).rollups, JSON.stringify(query)).toEqual([]);
  }
});
