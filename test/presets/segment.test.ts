import { describe, expect, test } from 'vitest';
import { type SegmentOptions, segment } from '../../src/presets/index.ts';
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
import { segmentTables } from './vendor-tables.ts';

const call = (id: string, user: string | null, at: string) => ({
  id,
  anonymous_id: `visitor of ${user}`,
  user_id: user,
  timestamp: at,
  // The server has it a minute later.
  received_at: `${at.slice(0, 17)}59`,
});

const tracks = story.map(({ id, user, at, name, account, session }) => ({
  ...call(id, user, at),
  event: name.toLowerCase().replace(/\W+/g, '_'),
  event_text: name,
  // The tracker of a browser that knows the group.
  context_group_id: account,
  session,
}));

const identifies = Object.entries(traits).flatMap(([user, { role, plan, source }]) => [
  // First and latest: the source stays what it was at first, the role and the plan are what they became.
  { ...call(`i1-${user}`, user, '2026-01-01 09:00:00'), role: 'visitor', plan: null, utm_source: source },
  { ...call(`i2-${user}`, user, '2026-02-01 09:00:00'), role, plan, utm_source: 'newsletter' },
  { ...call(`i2-${user}`, user, '2026-02-01 09:00:00'), role, plan, utm_source: 'newsletter' },
]);

const accountOf = new Map(story.flatMap(({ user, account }) => (user && account ? [[user, account]] : [])));
const groups = [...accountOf].flatMap(([user, account]) => [
  // Long after the user's first events: those before the first group call are the first group's.
  { ...call(`g1-${user}`, user, '2026-01-20 10:00:00'), group_id: account, tier: 'trial' },
  { ...call(`g2-${user}`, user, '2026-02-21 10:00:00'), group_id: account, tier: tiers[account] },
  { ...call(`g2-${user}`, user, '2026-02-21 10:00:00'), group_id: account, tier: tiers[account] },
]);

const fill = (schema: string, withSessions: boolean): string =>
  insert(
    `"${schema}".tracks`,
    tracks.map(({ session, ...row }) =>
      withSessions ? { ...row, context_session_id: Number(session.slice(1)) } : row,
    ),
  ) +
  insert(`"${schema}".identifies`, identifies) +
  insert(`"${schema}".groups`, groups);

const options = {
  ...eventNames,
  userAttributes: { persona: 'role', planType: 'plan', signupSource: 'utm_source' },
  account: { createdEvent, attributes: { planTier: 'tier' } },
} satisfies Omit<SegmentOptions, 'schema'>;

describe('Segment', () => {
  const warehouse = openWarehouse(
    segmentTables('my-app', 'TIMESTAMPTZ').concat("SET TIME ZONE 'UTC';", fill('my-app', false)),
  );
  describeStory(warehouse, segment({ schema: 'my-app', ...options }));
});

describe('RudderStack, with session tracking and the group in the context', () => {
  const warehouse = openWarehouse(
    segmentTables('rudder', 'TIMESTAMP', ', context_session_id BIGINT') + fill('rudder', true),
  );
  describeStory(
    warehouse,
    segment({
      schema: 'rudder',
      sessionIdColumn: 'context_session_id',
      ...options,
      account: { ...options.account, idColumn: 'context_group_id' },
    }),
  );
  describeDoctor(
    warehouse,
    (events, createdEvent) =>
      segment({ schema: 'rudder', ...options, ...events, account: { ...options.account, createdEvent } }),
    [
      'rudder.tracks (user_id)',
      'rudder.identifies (user_id)',
      'rudder.groups (user_id)',
      'rudder.groups (group_id)',
    ],
    ['users', 'accounts', 'expansionActivation'],
  );
});

describe('what the options change', () => {
  const track = (id: string, user: string | null, at: string, name: string) => ({
    ...call(id, user, at),
    event_text: name,
  });
  const warehouse = openWarehouse(
    segmentTables('app', 'TIMESTAMP') +
      insert('app.identifies', [
        call('i1', 'ann', '2026-01-01 08:00:00'),
        call('i2', null, '2026-01-01 08:00:00'),
      ]) +
      insert('app.tracks', [
        track('t1', 'ann', '2026-01-01 09:00:00', 'a'),
        track('t2', 'ann', '2026-01-01 09:30:00', 'a'),
        track('t3', 'ann', '2026-01-01 10:00:01', 'a'),
        track('t4', 'ann', '2026-01-01 11:00:00', 'a'),
        track('t5', '', '2026-01-01 11:00:00', 'a'),
        track('t6', 'bob', '2026-01-02 11:00:00', 'a'),
      ]) +
      insert('app.pages', [
        call('p1', 'ann', '2026-01-01 10:30:00'),
        call('p2', null, '2026-01-01 10:15:00'),
      ]) +
      insert('app.groups', [
        { ...call('g1', 'ann', '2026-01-01 09:30:00'), group_id: 'acme' },
        { ...call('g2', 'ann', '2026-01-01 10:30:00'), group_id: 'globex' },
        { ...call('g3', null, '2026-01-01 07:00:00'), group_id: 'globex' },
      ]),
  );
  const starts = async (given: Partial<SegmentOptions>) =>
    (
      await warehouse.query(
        `SELECT TO_CHAR(session_start_time AT TIME ZONE 'UTC', 'HH24:MI:SS') AS start
         FROM (${segment({ schema: 'app', ...given }).sessionHistory?.sql}) AS source
         WHERE user_id = 'ann'
         ORDER BY start`,
      )
    ).map(({ start }) => start);

  test('a pause of exactly the threshold keeps the session, a second more ends it', async () => {
    // 09:00 + 30 min = 09:30, the same session; 09:30 + 30 min < 10:00:01; 10:00:01 + 30 min < 11:00.
    expect(await starts({})).toEqual(['09:00:00', '10:00:01', '11:00:00']);
  });

  test('another pause', async () => {
    expect(await starts({ inactivityMinutes: 60 })).toEqual(['09:00:00']);
  });

  test('page views keep a session going', async () => {
    // 10:00:01, the page at 10:30:00, and 11:00:00.
    expect(await starts({ activityTables: ['pages'] })).toEqual(['09:00:00', '10:00:01']);
  });

  test('without a sign-up event, a user is new when first seen', async () => {
    expect(
      await warehouse.query(
        `SELECT user_id, TO_CHAR(signed_up_at AT TIME ZONE 'UTC', 'DD HH24:MI') AS signed_up_at
         FROM (${segment({ schema: 'app', signUpEvent: null }).users?.sql}) AS source
         ORDER BY user_id`,
      ),
    ).toEqual([
      { user_id: 'ann', signed_up_at: '01 08:00' }, // identified before her first event
      { user_id: 'bob', signed_up_at: '02 11:00' },
    ]);
  });

  test('an event belongs to the group of the latest call before it', async () => {
    const sources = segment({ schema: 'app', account: {} });
    expect(
      await warehouse.query(
        `SELECT id, account_id FROM (${sources.milestoneCompletionLogs?.sql}) AS source ORDER BY id`,
      ),
    ).toEqual([
      { id: '["acme", "t1"]', account_id: 'acme' }, // before any call
      { id: '["acme", "t2"]', account_id: 'acme' }, // at the time of the call
      { id: '["acme", "t3"]', account_id: 'acme' },
      { id: '["globex", "t4"]', account_id: 'globex' },
    ]);
  });

  test("a user's account is the first one", async () => {
    const sources = segment({ schema: 'app', signUpEvent: null, account: {} });
    expect(
      await warehouse.query(
        `SELECT user_id, account_id FROM (${sources.users?.sql}) AS source ORDER BY user_id`,
      ),
    ).toEqual([
      { user_id: 'ann', account_id: 'acme' },
      { user_id: 'bob', account_id: null },
    ]);
  });

  test('an account is new when first seen', async () => {
    const sources = segment({ schema: 'app', account: {} });
    expect(
      await warehouse.query(
        `SELECT id, TO_CHAR(created_at AT TIME ZONE 'UTC', 'HH24:MI') AS created_at
         FROM (${sources.accounts?.sql}) AS source
         ORDER BY id`,
      ),
    ).toEqual([
      { id: 'acme', created_at: '09:30' },
      { id: 'globex', created_at: '07:00' },
    ]);
  });
});
