import { describe, expect, test } from 'vitest';
import { type AmplitudeFivetranOptions, amplitudeFivetran } from '../../src/presets/index.ts';
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
import { amplitudeFivetranTables } from './vendor-tables.ts';

const users = [...new Set(story.map(({ user }) => user))];
const firstOf = new Map(story.toReversed().map(({ user, at }) => [user, at]));
const lastOf = new Map(story.map(({ user, at }) => [user, at]));
const lastOfAccount = new Map(story.map(({ account, at }) => [account, at]));
const ids = [...new Set(story.map(({ id }) => id))];

const events = story.map(({ id, user, at, name, account, session }, position) => {
  const known = user === null ? undefined : traits[user];
  return {
    device_id: `device of ${user}`,
    id: ids.indexOf(id),
    server_upload_time: `2026-03-01 00:00:${position}+00`,
    client_event_time: `${at}+00`,
    event_time: `${at}+00`,
    event_type: name,
    // Only some libraries send one.
    _insert_id: position % 3 === 0 && id.startsWith('message') ? id : null,
    user_id: user,
    amplitude_id: users.indexOf(user),
    // Two users may have a session that began in the same millisecond; the visitor's server has none.
    session_id: user === null ? -1 : Number(session.slice(1)),
    user_properties: known
      ? {
          role: at === lastOf.get(user) ? known.role : 'visitor',
          plan: known.plan,
          initial_utm_source: at === firstOf.get(user) ? known.source : 'newsletter',
        }
      : {},
    // Both forms are documented: a group's name, and a list of names.
    groups: account ? { company: position % 2 ? account : [account] } : {},
    event_properties: account
      ? { 'company tier': at === lastOfAccount.get(account) ? tiers[account] : 'trial' }
      : {},
  };
});

const options = {
  ...eventNames,
  userAttributes: { persona: 'role', planType: 'plan', signupSource: 'initial_utm_source' },
  account: { groupType: 'company', createdEvent, attributes: { planTier: 'company tier' } },
} satisfies AmplitudeFivetranOptions;

describe('Amplitude, loaded by Fivetran', () => {
  const warehouse = openWarehouse(amplitudeFivetranTables('amplitude') + insert('amplitude.event', events));
  describeStory(warehouse, amplitudeFivetran(options));
  describeDoctor(
    warehouse,
    (events, createdEvent) =>
      amplitudeFivetran({ ...options, ...events, account: { ...options.account, createdEvent } }),
    ['amplitude.event (user_id)'],
    ['users', 'accounts', 'milestoneCompletionLogs', 'expansionActivation'],
  );
});

describe("Amplitude, by Amplitude's own ids and with sessions derived", () => {
  // The visitor turns out to be Zed.
  const warehouse = openWarehouse(
    amplitudeFivetranTables('amp') +
      insert(
        'amp.event',
        events
          .filter(({ user_id }) => user_id !== null)
          .map((row) => ({ ...row, user_id: row.event_type.length % 2 ? row.user_id : null })),
      ),
  );
  describeStory(
    warehouse,
    amplitudeFivetran({ ...options, schema: 'amp', userIdColumn: 'amplitude_id', inactivityMinutes: 30 }),
  );
});

describe('what the data can bring', () => {
  const warehouse = openWarehouse(
    amplitudeFivetranTables('a') +
      insert('a.event', [
        {
          device_id: 'd',
          id: 1,
          server_upload_time: '2026-01-01 09:00:00+00',
          event_time: '2026-01-01 09:00:00+00',
          event_type: 'x',
          user_id: 'ann',
          session_id: -1,
          uuid: 'u1',
        },
        {
          device_id: 'd',
          id: 2,
          server_upload_time: '2026-01-01 09:01:00+00',
          event_time: '2026-01-01 09:01:00+00',
          event_type: 'x',
          user_id: 'ann',
          session_id: 1767258000000,
          uuid: 'u2',
        },
      ]),
  );

  test('an event outside of any session makes none', async () => {
    expect(
      await warehouse.query(
        `SELECT session_id, session_start_time = '2026-01-01 09:01:00+00' AS at_one
         FROM (${amplitudeFivetran({ schema: 'a' }).sessionHistory?.sql}) AS source`,
      ),
    ).toEqual([{ session_id: '["ann", "1767258000000"]', at_one: true }]);
  });

  test('two events without an insert id are two', async () => {
    expect(await warehouse.query(amplitudeFivetran({ schema: 'a' }).keyActions?.sql ?? '')).toHaveLength(2);
  });
});
