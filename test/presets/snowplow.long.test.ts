import { describe, expect, test } from 'vitest';
import { type SnowplowOptions, snowplow } from '../../src/presets/index.ts';
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
import { snowplowTables } from './vendor-tables.ts';

/** A UUID that ends in the number. */
const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

const ids = [...new Set(story.map(({ id }) => id))];
const lastOf = new Map(story.map(({ user }, position) => [user, position]));
const firstOf = new Map([...story.entries()].reverse().map(([position, { user }]) => [user, position]));

const events = story.map(({ id, user, at, name, session }, position) => ({
  // Every other event is a structured one.
  ...(position % 2
    ? { event: 'struct', event_vendor: 'com.google.analytics', event_name: 'event', se_action: name }
    : { event: 'unstruct', event_vendor: 'com.acme', event_name: name }),
  event_id: uuid(ids.indexOf(id)),
  user_id: user,
  domain_userid: 'cookie',
  // The browser keeps the session when somebody else logs in: sessions are shared between users.
  domain_sessionid: uuid(Number(session.slice(1))),
  // The collector has it some seconds later; the first event has no derived time.
  derived_tstamp: position === 0 ? null : at,
  collector_tstamp: position === 0 ? at : `${at.slice(0, 17)}30`,
  mkt_source:
    position === firstOf.get(user) && user
      ? traits[user]?.source
      : position === lastOf.get(user)
        ? 'late'
        : null,
}));

const entityOf = (row: (typeof events)[number], name: string) => ({
  schema_vendor: 'com.acme',
  schema_name: name,
  schema_format: 'jsonschema',
  schema_version: '1-0-0',
  root_id: row.event_id,
  root_tstamp: row.collector_tstamp,
});

const accounts = events.flatMap((row, position) => {
  const account = story[position]?.account;
  const isLast = position >= (lastOf.get(row.user_id) ?? 0);
  return account
    ? [{ ...entityOf(row, 'account'), account_id: account, tier: isLast ? tiers[account] : 'trial' }]
    : [];
});

const users = events.flatMap((row, position) => {
  const known = row.user_id ? traits[row.user_id] : undefined;
  const isLast = position === lastOf.get(row.user_id);
  return known && (isLast || position === firstOf.get(row.user_id))
    ? [{ ...entityOf(row, 'user'), role: isLast ? known.role : 'visitor', plan: known.plan }]
    : [];
});

const fill = (schema: string): string =>
  insert(
    `${schema}.events`,
    // Dan and the visitor came from nowhere.
    events.map((row) => (row.user_id && traits[row.user_id] ? row : { ...row, mkt_source: null })),
  ) +
  insert(`${schema}.com_acme_account_1`, accounts) +
  insert(`${schema}.com_acme_user_1`, users);

const options = {
  ...eventNames,
  userAttributes: {
    persona: { table: 'com_acme_user_1', column: 'role' },
    planType: { table: 'com_acme_user_1', column: 'plan' },
    signupSource: 'mkt_source',
  },
  account: {
    id: { table: 'com_acme_account_1', column: 'account_id' },
    createdEvent,
    attributes: { planTier: { table: 'com_acme_account_1', column: 'tier' } },
  },
} satisfies SnowplowOptions;

describe('Snowplow', () => {
  const warehouse = openWarehouse(snowplowTables('atomic') + fill('atomic'));
  describeStory(warehouse, snowplow(options));
  describeDoctor(
    warehouse,
    (events, createdEvent) =>
      snowplow({ ...options, ...events, account: { ...options.account, createdEvent } }),
    [
      'atomic.events (user_id)',
      'atomic.events (event_id)',
      'atomic.com_acme_account_1 (root_id)',
      'atomic.com_acme_account_1 (account_id)',
    ],
    ['users', 'expansionActivation'],
  );
});

describe('Snowplow, with sessions derived', () => {
  const warehouse = openWarehouse(snowplowTables('snow') + fill('snow'));
  describeStory(warehouse, snowplow({ ...options, schema: 'snow', inactivityMinutes: 30 }));
});

describe('what the options change', () => {
  const warehouse = openWarehouse(
    snowplowTables('atomic') +
      insert('atomic.events', [
        {
          event: 'struct',
          event_id: uuid(1),
          event_name: 'event',
          se_action: 'sign_up',
          se_label: 'acme',
          user_id: null,
          domain_userid: 'cookie',
          collector_tstamp: '2026-01-01 09:00:00',
        },
      ]),
  );

  test('another user, and an account in a column of the events', async () => {
    const sources = snowplow({ userIdColumn: 'domain_userid', account: { id: 'se_label' } });
    expect(
      await warehouse.query(
        `SELECT user_id, account_id, signed_up_at = '2026-01-01 09:00:00+00' AS at_nine
         FROM (${sources.users?.sql}) AS source`,
      ),
    ).toEqual([{ user_id: 'cookie', account_id: 'acme', at_nine: true }]);
    // Outside of any session.
    expect(await warehouse.query(sources.sessionHistory?.sql ?? '')).toEqual([]);
  });

  test('an event without a user is nobody', async () => {
    expect(await warehouse.query(snowplow({}).users?.sql ?? '')).toEqual([]);
  });
});
