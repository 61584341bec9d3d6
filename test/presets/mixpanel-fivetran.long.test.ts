import { describe, expect, test } from 'vitest';
import { mixpanelFivetran } from '../../src/presets/index.ts';
import {
  createdEvent,
  describeDoctor,
  describeStory,
  eventNames,
  insert,
  openWarehouse,
  story,
  tiers,
  traits,
} from './story.ts';
import { mixpanelFivetranTables } from './vendor-tables.ts';

const lastAt = new Map(story.map(({ account, at }) => [account, at]));

describe('Mixpanel, loaded by Fivetran', () => {
  const warehouse = openWarehouse(
    mixpanelFivetranTables('mixpanel') +
      insert(
        'mixpanel.event',
        story.map(({ id, user, at, name, account }, position) => ({
          // Old connectors gave each delivery an id of its own.
          _fivetran_id: `row-${position}`,
          insert_id: id,
          distinct_id: user ?? '$device:1',
          time: at,
          name,
          properties: account
            ? {
                // A user can be in several groups: the property is then a list.
                company_id: position % 2 ? account : [account],
                'company tier': at === lastAt.get(account) ? tiers[account] : 'trial',
              }
            : {},
        })),
      ) +
      insert(
        'mixpanel.people',
        Object.entries(traits).map(([user, { role, plan, source }]) => ({
          distinct_id: user,
          role,
          plan,
          initial_utm_source: source,
        })),
      ),
  );
  describeStory(
    warehouse,
    mixpanelFivetran({
      ...eventNames,
      userAttributes: { persona: 'role', planType: 'plan', signupSource: 'initial_utm_source' },
      account: { groupKey: 'company_id', createdEvent, attributes: { planTier: 'company tier' } },
    }),
  );
  describeDoctor(
    warehouse,
    (events, createdEvent) =>
      mixpanelFivetran({ ...events, account: { groupKey: 'company_id', createdEvent } }),
    ['mixpanel.event (distinct_id)'],
    ['users', 'accounts', 'milestoneCompletionLogs', 'expansionActivation'],
  );
});

describe('what the data can bring', () => {
  const event = (row: string, insert_id: string | null, at: string, name: string, properties?: unknown) => ({
    _fivetran_id: row,
    insert_id,
    distinct_id: 'ann',
    time: at,
    name,
    properties,
  });
  const warehouse = openWarehouse(
    mixpanelFivetranTables('mp') +
      insert('mp.event', [
        event('r1', 'i1', '2026-01-01 09:00:00', 'a'),
        // The same event again, and others that have reused its id or have none.
        event('r2', 'i1', '2026-01-01 09:00:00', 'a'),
        event('r3', 'i1', '2026-01-01 09:01:00', 'b'),
        event('r4', null, '2026-01-01 09:02:00', 'b', { team: ['acme', 'globex', ''] }),
        event('r5', null, '2026-01-01 09:02:00', 'b', { team: 7 }),
        event('r6', null, '2026-01-01 10:00:00', 'b', { team: null }),
      ]),
  );

  test('an event is told apart by name and insert_id', async () => {
    const { keyActions } = mixpanelFivetran({ schema: 'mp' });
    expect(
      await warehouse.query(
        `SELECT action_name, COUNT(*)::int AS actions FROM (${keyActions?.sql}) AS source GROUP BY 1 ORDER BY 1`,
      ),
    ).toEqual([
      { action_name: 'a', actions: 1 },
      { action_name: 'b', actions: 4 },
    ]);
  });

  test('an event in two groups is an event of both', async () => {
    const sources = mixpanelFivetran({ schema: 'mp', signUpEvent: null, account: { groupKey: 'team' } });
    expect(
      await warehouse.query(
        `SELECT account_id FROM (${sources.milestoneCompletionLogs?.sql}) AS source ORDER BY account_id`,
      ),
    ).toEqual([{ account_id: '7' }, { account_id: 'acme' }, { account_id: 'globex' }]);
    // The user has one account all the same.
    expect(
      await warehouse.query(`SELECT user_id, account_id FROM (${sources.users?.sql}) AS source`),
    ).toEqual([{ user_id: 'ann', account_id: '7' }]);
  });

  test("times are the project's, whatever the time zone of the session", async () => {
    const at = async (timeZone?: string) => {
      const { keyActions } = mixpanelFivetran({ schema: 'mp', ...(timeZone ? { timeZone } : {}) });
      const rows = await warehouse.query(
        `SELECT TO_CHAR(MIN(occurred_at) AT TIME ZONE 'UTC', 'DD HH24:MI') AS first FROM (${keyActions?.sql}) AS source`,
      );
      return rows[0]?.first;
    };
    expect(await at()).toBe('01 09:00');
    // Winter in Berlin is an hour ahead of UTC, in Los Angeles eight hours behind.
    expect(await at('Europe/Berlin')).toBe('01 08:00');
    expect(await at('America/Los_Angeles')).toBe('01 17:00');
    for (const timeZone of ['Berlin', '+01:00', ''])
      expect(() => mixpanelFivetran({ timeZone })).toThrow(/timeZone: is no time zone/);
  });

  test('sessions by another pause', async () => {
    // Within an hour of each other; more than half an hour between 09:02 and 10:00.
    for (const [inactivityMinutes, sessions] of [
      [30, 2],
      [60, 1],
    ] as const) {
      expect(
        await warehouse.query(
          mixpanelFivetran({ schema: 'mp', inactivityMinutes }).sessionHistory?.sql ?? '',
        ),
      ).toHaveLength(sessions);
    }
  });
});
