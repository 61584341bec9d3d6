/** The lists behind a number: Cube's drill-down and segments, through the REST API, on the worked example. */
import type { Query } from '@cubejs-client/core';
import { describe, expect, test } from 'vitest';
import { workedExample } from '../../seeds/worked-example.ts';
import definitions from '../activation.config.ts';
import { cubeApi, rows } from '../harness/query.ts';
import { inMicroseconds } from '../oracle/source-rows.ts';
import { accountMilestones, accounts, eligibilities, isWithin, type User, users } from '../oracle/units.ts';

const source = inMicroseconds(workedExample());
const allUsers = users(source, definitions);
const allAccounts = accounts(source, definitions);
const isActivated = (user: User): boolean => user.activatedAt !== null;
const isMultiSession = (user: User): boolean => (user.sessionsToActivation ?? 0) >= 2;

const userIds = (condition: (user: User) => boolean): string[] =>
  allUsers.filter(condition).map((user) => user.user_id);

/** The values of a member in the list that Cube gives behind a measure. */
async function drilled(measure: string, member: string, query: Query = {}): Promise<string[]> {
  const result = await cubeApi().load({ ...query, measures: [measure] });
  const list = result.drillDown({ xValues: [], yValues: [measure] });
  if (!list) throw new Error(`${measure} has no drill-down`);
  const found = await cubeApi().load({ ...list, limit: 10_000 });
  return found.rawData().map((row: Record<string, unknown>) => String(row[member]));
}

const sorted = (list: Iterable<string>): string[] => [...list].sort();

describe('drill-down lists', () => {
  test.each<[measure: string, member: string, expected: Iterable<string>]>([
    ['Users.newUserCount', 'Users.userId', userIds(() => true)],
    ['Users.activatedUserCount', 'Users.userId', userIds(isActivated)],
    ['Users.multiSessionActivatedUserCount', 'Users.userId', userIds(isMultiSession)],
    [
      'Users.singleSessionActivatedUserCount',
      'Users.userId',
      userIds((user) => isActivated(user) && !isMultiSession(user)),
    ],
    [
      'Users.usersCompletingKeyAction',
      'Users.userId',
      userIds((user) => isWithin(7, user.signed_up_at, user.firstKeyActionAt)),
    ],
    ['Accounts.totalAccounts', 'Accounts.id', allAccounts.map(({ id }) => id)],
    [
      'Accounts.qualifiedAccounts',
      'Accounts.id',
      allAccounts.filter(({ reached }) => reached.size > 0).map(({ id }) => id),
    ],
    [
      'Accounts.fullyQualifiedAccounts',
      'Accounts.id',
      allAccounts.filter(({ reached }) => reached.size === 3).map(({ id }) => id),
    ],
    [
      'AccountMilestones.accountsReached',
      'AccountMilestones.accountId',
      allAccounts.flatMap(({ id, reached }) => [...reached].map(() => id)),
    ],
  ])('%s', async (measure, member, expected) => {
    expect(sorted(await drilled(measure, member))).toEqual(sorted(expected));
  });

  test('ExpansionActivation.activatedExpansionOfferings: the accounts', async () => {
    const activated = eligibilities(source).filter(
      ({ activation_date, eligible_date }) => activation_date !== null && activation_date >= eligible_date,
    );
    const measure = 'ExpansionActivation.activatedExpansionOfferings';
    const list = await drilled(measure, 'ExpansionActivation.accountId');
    expect(sorted(new Set(list))).toEqual(sorted(new Set(activated.map((row) => row.account_id))));
  });

  test('ActivatedUsers.activatedUserCount: the users as logged', async () => {
    const logged = source.activated_users.filter(
      (row) => row.activation_milestone_completion_timestamp !== null,
    );
    expect(sorted(await drilled('ActivatedUsers.activatedUserCount', 'ActivatedUsers.userId'))).toEqual(
      sorted(logged.map((row) => row.user_id)),
    );
  });

  test('the list of one cohort and persona', async () => {
    const query: Query = {
      measures: ['Users.activatedUserCount'],
      dimensions: ['Users.persona'],
      timeDimensions: [{ dimension: 'Users.signedUpAt', granularity: 'month' }],
    };
    const result = await cubeApi().load(query);
    const list = result.drillDown(
      { xValues: ['2026-02-01T00:00:00.000', 'developer'], yValues: ['Users.activatedUserCount'] },
      { x: ['Users.signedUpAt.month', 'Users.persona'], y: ['measures'] },
    );
    const found = await cubeApi().load({ ...list, limit: 10_000 });
    const [start, end] = [Date.UTC(2026, 1, 1) * 1000, Date.UTC(2026, 2, 1) * 1000];
    expect(
      sorted(found.rawData().map((row: Record<string, unknown>) => String(row['Users.userId']))),
    ).toEqual(
      sorted(
        userIds(
          (user) =>
            isActivated(user) &&
            user.persona === 'developer' &&
            user.signed_up_at >= start &&
            user.signed_up_at < end,
        ),
      ),
    );
  });
});

describe('segments', () => {
  const listed = async (segment: string, member: string): Promise<string[]> => {
    const found = await rows({ dimensions: [member], segments: [segment], limit: 10_000 });
    return sorted(found.map((row) => String(row[member])));
  };

  test('Users.activated and Users.multiSession list the users', async () => {
    expect(await listed('Users.activated', 'Users.userId')).toEqual(sorted(userIds(isActivated)));
    expect(await listed('Users.multiSession', 'Users.userId')).toEqual(sorted(userIds(isMultiSession)));
  });

  test('AccountMilestones.stuckBeforeNextMilestone lists each account that is not through before one milestone', async () => {
    const found = await rows({
      dimensions: ['AccountMilestones.accountId', 'AccountMilestones.milestoneName'],
      segments: ['AccountMilestones.stuckBeforeNextMilestone'],
      limit: 10_000,
    });
    const stuck = accountMilestones(source, definitions).filter(({ isNext }) => isNext);
    expect(
      sorted(
        found.map((row) => `${row['AccountMilestones.accountId']} ${row['AccountMilestones.milestoneName']}`),
      ),
    ).toEqual(sorted(stuck.map(({ id, milestoneName }) => `${id} ${milestoneName}`)));
    expect(stuck).toHaveLength(allAccounts.filter(({ reached }) => reached.size < 3).length);
  });
});
