/** A mapped table without a key may hold a session twice. Where the contract counts distinct sessions, it is one. */
import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { compileModel } from '../harness/model.ts';

const twice = (table: string): { sql: string } => ({
  sql: `SELECT * FROM ${table} UNION ALL SELECT * FROM ${table}`,
});

test.each<[measure: string, expected: number]>([
  ['MultiSessionActivationCompletionRate.multiSessionActivatedUserCount', 470],
  ['MultiSessionActivationCompletionRate.singleSessionActivatedUserCount', 180],
  ['MultiSessionActivationCompletionRate.activatedUserCount', 650],
  ['SessionHistory.multiSessionUserCount', 750],
  ['ActivationRate.usersCompletingKeyAction', 420],
  ['MilestoneCompletion.fullyQualifiedAccounts', 84],
  ['AccountActivation.accountsWithActivatedTeam', 110],
])('%s is %i with each event there twice', async (measure, expected) => {
  const model = await compileModel({
    sources: {
      sessionHistory: twice('session_history'),
      activatedUsers: twice('activated_users'),
      keyActions: twice('key_actions'),
      milestoneCompletionLogs: twice('milestone_completion_logs'),
    },
  });
  const client = new pg.Client(inject('workedExample'));
  await client.connect();
  try {
    const [row] = await model.ask(client, { measures: [measure] });
    expect(Number(row?.[measure])).toBe(expected);
  } finally {
    await client.end();
  }
});
