import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { rows, value } from './harness/query.ts';

/**
 * What the published reference implementation answers for the worked example, beside what we answer: one test for
 * each claim about the published reference implementation. The left-hand SQL computes what that row says the reference computes.
 */
describe('the reference implementation is wrong', () => {
  const database = new pg.Client(inject('workedExample'));
  const shown: { measure: string; reference: string; ours: string }[] = [];

  beforeAll(() => database.connect());
  afterAll(async () => {
    await database.end();
    console.table(shown);
  });

  const reference = async (sql: string): Promise<number> => {
    const { rows: found } = await database.query<number[]>({ text: sql, rowMode: 'array' });
    return Number(found[0]?.[0]);
  };
  const show = (measure: string, theirs: string, ours: string): void => {
    shown.push({ measure, reference: theirs, ours });
  };

  test('multi-session activation completion rate: a count of users with sessions after the activation, no rate', async () => {
    const theirs = await reference(`
      SELECT COUNT(*)
      FROM (
        SELECT a.user_id
        FROM activated_users a
        JOIN session_history s ON s.user_id = a.user_id
        GROUP BY a.user_id
        HAVING COUNT(DISTINCT s.session_id) >= 2
      ) several_sessions`);
    const ours = await value('MultiSessionActivationCompletionRate.multiSessionActivationCompletionRate');
    show('multiSessionActivationCompletionRate', `${theirs} users`, `${ours} %`);
    // A percentage can't be over 100; the 70 who came back after a single-session activation are in it, at least.
    expect(theirs).toBeGreaterThanOrEqual(470 + 70);
    expect(ours).toBe(47);
  });

  test('SessionHistory keyed by user_id: users fan out to sessions', async () => {
    const theirs = await reference(
      'SELECT COUNT(*) FROM users u JOIN session_history s ON s.user_id = u.user_id',
    );
    // Beside sessions, the 35 users without any would be left out: refused.
    const ours = await rows({ measures: ['SessionHistory.sessionCount', 'Users.newUserCount'] }).then(
      () => 'answered',
      () => 'refused',
    );
    show('users beside their sessions', `${theirs} users`, ours);
    expect(theirs).toBeGreaterThan(1000);
    expect(ours).toBe('refused');
    expect(await reference('SELECT COUNT(*) - COUNT(DISTINCT user_id) FROM session_history')).toBeGreaterThan(
      0,
    );
    expect(await reference('SELECT COUNT(*) - COUNT(DISTINCT session_id) FROM session_history')).toBe(0);
  });

  test('SessionHistory.multiSessionUserCount: every user with any session', async () => {
    const theirs = await reference('SELECT COUNT(DISTINCT user_id) FROM session_history');
    const ours = await value('SessionHistory.multiSessionUserCount');
    show('SessionHistory.multiSessionUserCount', `${theirs}`, `${ours}`);
    expect(theirs).toBeGreaterThan(750);
    expect(ours).toBe(750);
  });

  test('Accounts.qualifiedAccounts: every account, so percentQualified is always 100', async () => {
    const theirs = await reference('SELECT 100.0 * COUNT(DISTINCT id) / COUNT(id) FROM accounts');
    const ours = await value('Accounts.percentQualified');
    show('Accounts.percentQualified', `${theirs} %`, `${ours} %`);
    expect(theirs).toBe(100);
    expect(ours).toBe(75);
  });

  test('ExpansionActivation: the same eligible account is added again for every date and feature', async () => {
    const theirs = await reference(`
      SELECT SUM(eligible_accounts)
      FROM (
        SELECT COUNT(DISTINCT account_id) AS eligible_accounts
        FROM expansion_activation
        GROUP BY eligible_date, expansion_feature
      ) each_date_and_feature`);
    const ours = await value('ExpansionActivation.totalEligibleAccounts');
    show('ExpansionActivation.totalEligibleAccounts', `${theirs}`, `${ours}`);
    expect(theirs).toBeGreaterThan(120 + 100);
    expect(ours).toBe(160);
  });

  test('ActivatedUsers.activatedUserCount: users without a completed activation too', async () => {
    const theirs = await reference('SELECT COUNT(DISTINCT user_id) FROM activated_users');
    const uncompleted = await reference(
      'SELECT COUNT(*) FROM activated_users WHERE activation_milestone_completion_timestamp IS NULL',
    );
    const ours = await value('ActivatedUsers.activatedUserCount');
    show('ActivatedUsers.activatedUserCount', `${theirs}`, `${ours}`);
    expect(uncompleted).toBeGreaterThan(0);
    expect(ours).toBe(theirs - uncompleted);
  });
});
