import { describe, expect, test } from 'vitest';
import { posthog } from '../../src/presets/index.ts';
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
import { posthogTables } from './vendor-tables.ts';

const event = (
  uuid: string,
  distinctId: string,
  at: string,
  name: string,
  properties: Record<string, unknown> = {},
  more: Record<string, unknown> = {},
) => ({ uuid, event: name, properties, distinct_id: distinctId, team_id: 1, timestamp: `${at}+00`, ...more });

const personIds = Object.fromEntries(
  ['ann', 'bob', 'cat', 'dan', 'eve', 'zed'].map((user, number) => [
    user,
    `018f0000-0000-7000-8000-00000000000${number}`,
  ]),
);

const storyEvents = story.map(({ id, user, at, name, account, session }) =>
  event(
    id,
    // Ann was on another device at first, which PostHog has found out to be hers.
    user === null ? 'visitor' : user === 'ann' && at < '2026-01-03' ? "ann's phone" : user,
    at,
    name,
    {
      $session_id: session,
      ...(user === null ? { $process_person_profile: false } : {}),
      ...(account ? { $groups: { company: account }, $group_0: account } : {}),
    },
  ),
);

const groupIdentifications = Object.entries(tiers).flatMap(([account, tier]) => {
  const properties = { $group_type: 'company', $group_key: account };
  // A server sends them with a distinct id of its own making.
  return [
    event(`g1-${account}`, `$company_${account}`, '2026-01-20 10:00:00', '$groupidentify', {
      ...properties,
      $group_set: { tier: 'trial' },
    }),
    event(`g2-${account}`, `$company_${account}`, '2026-02-21 10:00:00', '$groupidentify', {
      ...properties,
      $group_set: { tier },
    }),
    event(`g3-${account}`, `$project_${account}`, '2026-02-22 10:00:00', '$groupidentify', {
      $group_type: 'project',
      $group_key: account,
      $group_set: { tier: 'another type of group' },
    }),
  ];
});

const person = (distinctId: string, personId: string | undefined, properties: unknown, version = 1) => ({
  team_id: 1,
  distinct_id: distinctId,
  person_id: personId,
  properties,
  person_version: version,
});

const persons = Object.entries(personIds).map(([user, id]) =>
  person(
    user,
    id,
    traits[user]
      ? { role: traits[user].role, plan: traits[user].plan, $initial_utm_source: traits[user].source }
      : {},
    2,
  ),
);

describe.each(['TEXT', 'UUID'])('PostHog, with a person_id of type %s', (personId) => {
  const warehouse = openWarehouse(
    posthogTables('posthog_exports', personId) +
      insert('posthog_exports.events', [...storyEvents, ...groupIdentifications]) +
      insert('posthog_exports.persons', [
        ...persons,
        person("ann's phone", personIds.ann, { role: 'an older version' }),
        // The same distinct id in another project is somebody else.
        { ...person('ann', '018f0000-0000-7000-8000-0000000000ff', { role: 'buyer' }), team_id: 2 },
      ]),
  );
  describeStory(
    warehouse,
    posthog({
      schema: 'posthog_exports',
      ...eventNames,
      userAttributes: { persona: 'role', planType: 'plan', signupSource: '$initial_utm_source' },
      account: { groupType: 'company', createdEvent, attributes: { planTier: 'tier' } },
    }),
  );
  describeDoctor(
    warehouse,
    (events, createdEvent) =>
      posthog({
        schema: 'posthog_exports',
        ...events,
        userAttributes: { persona: 'role' },
        account: { groupType: 'company', createdEvent },
      }),
    [
      'posthog_exports.events (distinct_id)',
      "posthog_exports.events ((properties ->> '$group_0'))",
      // What is looked up is text.
      `posthog_exports.persons (${personId === 'UUID' ? '(person_id::text)' : 'person_id'})`,
    ],
    ['expansionActivation'],
  );
});

describe('PostHog, without persons and with sessions derived', () => {
  const warehouse = openWarehouse(
    posthogTables('exports') +
      insert('exports.events', [
        ...storyEvents.map((row) => ({
          ...row,
          distinct_id: row.distinct_id === "ann's phone" ? 'ann' : row.distinct_id,
        })),
        ...groupIdentifications,
        ...Object.entries(traits).flatMap(([user, { role, plan, source }]) => [
          // Set along with an event of the session that the user is in anyway.
          event(
            `s1-${user}`,
            user,
            firstAt(user),
            '$set',
            {},
            {
              set: { role: 'visitor' },
              set_once: { $initial_utm_source: source },
            },
          ),
          event(
            `s2-${user}`,
            user,
            lastAt(user),
            '$set',
            {},
            {
              set: { role, plan },
              set_once: { $initial_utm_source: 'newsletter' },
            },
          ),
        ]),
      ]),
  );
  describeStory(
    warehouse,
    posthog({
      schema: 'exports',
      personsTable: null,
      inactivityMinutes: 30,
      ...eventNames,
      userAttributes: { persona: 'role', planType: 'plan', signupSource: '$initial_utm_source' },
      account: { groupType: 'company', createdEvent, attributes: { planTier: 'tier' } },
    }),
  );
});

describe('what the options change', () => {
  const warehouse = openWarehouse(
    posthogTables('posthog') +
      insert('posthog.events', [
        event('e1', 'ann', '2026-01-02 09:00:00', '$pageview', { $session_id: 's', $group_3: 'acme' }),
        event('e2', 'ann', '2026-01-01 09:00:00', 'order shipped', { $group_3: 'acme' }),
        event('e3', 'nobody', '2026-01-01 09:00:00', '$pageview', { $session_id: 'n' }),
        event('e4', '$company_acme', '2025-12-31 09:00:00', '$groupidentify', {
          $group_type: 'company',
          $group_key: 'acme',
        }),
      ]) +
      insert('posthog.persons', [person('ann', 'p1', {}), person('$company_acme', 'p2', {})]),
  );
  const sources = posthog({
    schema: 'posthog',
    signUpEvent: null,
    account: { groupType: 'company', groupIndex: 3 },
  });

  test('a user is new when first seen; distinct ids without a person and those of groups are no users', async () => {
    expect(
      await warehouse.query(
        `SELECT user_id, account_id, TO_CHAR(signed_up_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day
         FROM (${sources.users?.sql}) AS source`,
      ),
    ).toEqual([{ user_id: 'p1', account_id: 'acme', day: '2026-01-01' }]);
  });

  test('an event of a server is in no session', async () => {
    expect(
      await warehouse.query(`SELECT session_id FROM (${sources.sessionHistory?.sql}) AS source`),
    ).toEqual([{ session_id: '["p1", "s"]' }]);
  });

  test('an account is new when first seen or identified', async () => {
    expect(
      await warehouse.query(
        `SELECT id, TO_CHAR(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day
         FROM (${sources.accounts?.sql}) AS source`,
      ),
    ).toEqual([{ id: 'acme', day: '2025-12-31' }]);
  });
});

function firstAt(user: string): string {
  return story.find((told) => told.user === user)?.at ?? '';
}

function lastAt(user: string): string {
  return story.findLast((told) => told.user === user)?.at ?? '';
}
