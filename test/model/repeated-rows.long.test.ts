/**
 * A mapped table without a key may hold an event twice: it counts once, in every view. A unit's own rows, such as leads
 * and the referrals of `ReferredVisitors`, must be one each, which doctor looks for.
 */
import pg from 'pg';
import { expect, inject, onTestFinished, test } from 'vitest';
import { workedExample } from '../../seeds/worked-example.ts';
import definitions from '../activation.config.ts';
import { breakdowns } from '../differential/breakdowns.ts';
import { compileModel } from '../harness/model.ts';
import { answer } from '../oracle/answer.ts';
import { modelMembers } from '../oracle/askable.ts';
import { contract } from '../oracle/contract.ts';
import { differences, type ServedRow } from '../oracle/differences.ts';
import type { Question } from '../oracle/question.ts';
import { inMicroseconds } from '../oracle/source-rows.ts';

const twice = (table: string): { sql: string } => ({
  sql: `SELECT * FROM ${table} UNION ALL SELECT * FROM ${table}`,
});

const model = await compileModel({
  ...definitions,
  sources: {
    ...definitions.sources,
    sessionHistory: twice('session_history'),
    activatedUsers: twice('activated_users'),
    keyActions: twice('key_actions'),
    milestoneCompletionLogs: twice('milestone_completion_logs'),
    subscriptions: twice('subscriptions'),
    payments: twice('payments'),
    referrals: twice('referrals'),
    contacts: twice('contacts'),
    surveyResponses: twice('survey_responses'),
  },
});
const rows = inMicroseconds(workedExample());

/** All measures of each view, over everything. */
const totals = new Map<string, Question>();
for (const question of breakdowns(definitions, modelMembers(model.members), [])) {
  const [view = ''] = question.measures?.[0]?.split('.') ?? [];
  if (!totals.has(view) && view !== 'ReferredVisitors') totals.set(view, question);
}

test.each([...totals])('%s with each event there twice', async (_, question) => {
  const client = new pg.Client(inject('workedExample'));
  await client.connect();
  onTestFinished(() => client.end());
  const found = (await model.ask(client, question)) as ServedRow[];
  expect(
    differences(question, answer(contract(definitions, Date.now() * 1000), rows, question), found),
  ).toEqual([]);
});

test('a session that is there twice is one of several', async () => {
  const client = new pg.Client(inject('workedExample'));
  await client.connect();
  onTestFinished(() => client.end());
  const measure = 'SessionHistory.multiSessionUserCount';
  const [row] = await model.ask(client, { measures: [measure] });
  expect(Number(row?.[measure])).toBe(750);
});
