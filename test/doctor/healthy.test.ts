import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import {
  canonicalColumn,
  canonicalSources,
  type SourceName,
  type Sources,
} from '../../src/config/sources.ts';
import { neededIndexes } from '../../src/doctor/checks/indexes.ts';
import { runDoctor } from '../../src/doctor/run-doctor.ts';
import defaults from '../activation.config.ts';
import type { ScratchDatabase } from '../harness/scratch-database.ts';
import { createWarehouse, examine, faults, optionalSources } from './warehouse.ts';

const sourceNames = Object.keys(canonicalSources) as SourceName[];

describe('data without a fault', () => {
  let database: ScratchDatabase;
  beforeAll(async () => {
    database = await createWarehouse();
  });
  afterAll(() => database.drop());

  test('of the canonical tables: nothing is invented, and each check ran', async () => {
    const report = await examine(database);
    expect(faults(report)).toEqual([]);
    expect(new Set(report.checks.map(({ id }) => id.split('.')[0]))).toEqual(
      new Set([
        'source',
        'types',
        'joins',
        'indexes',
        'freshness',
        'rows',
        'keys',
        'nulls',
        'dates',
        'names',
        'accounts',
        'orphans',
        'order',
        'sessions',
        'drivers',
      ]),
    );
    expect(report.sources).toContainEqual({
      source: 'users',
      readFrom: 'public.users',
      rows: 100,
      estimatedRows: 100,
    });
  });

  test('of the optional tables, where they are mapped; where they are not, nobody misses them', async () => {
    const report = await examine(database, { sources: optionalSources });
    expect(faults(report)).toEqual([]);
    expect(report.checks.map(({ id }) => id)).toContain('values.uncounted');
    const named = Object.keys(optionalSources);
    expect(report.sources.map(({ source }) => source)).toEqual(sourceNames);
    const without = await examine(database);
    expect(without.sources.map(({ source }) => source)).toEqual(
      sourceNames.filter((name) => !named.includes(name)),
    );
  });

  test('with every source off', async () => {
    const sources = Object.fromEntries(sourceNames.map((name) => [name, null]));
    expect(faults(await examine(database, { sources }))).toHaveLength(sourceNames.length);
  });
});

describe('a warehouse that shares no name with the canonical tables', () => {
  const sources: Sources = {
    users: {
      schema: 'the-App',
      table: 'select',
      columns: { userId: 'Id', accountId: 'Org', signedUpAt: 'Joined At', signupSource: 'from' },
      extraDimensions: { monogram: { sql: 'UPPER("Id")' }, role: { column: 'Role' } },
    },
    sessionHistory: {
      schema: 'the-App',
      table: 'Visits',
      columns: { sessionId: 'visit', userId: 'who', sessionStartTime: 'began' },
    },
    activatedUsers: {
      schema: 'the-App',
      table: 'onboarding',
      columns: { userId: 'person', activationMilestoneCompletionTimestamp: 'finished' },
    },
    keyActions: {
      sql: 'SELECT * FROM "the-App".events -- all of them\n;',
      columns: { id: 'nr', userId: 'actor', actionName: { sql: 'LOWER(verb)' }, occurredAt: 'at' },
    },
    accounts: {
      schema: 'the-App',
      table: 'orgs',
      columns: { id: 'org', createdAt: 'made', planTier: 'tier' },
    },
    milestoneCompletionLogs: {
      schema: 'the-App',
      table: 'steps',
      columns: { id: 'nr', accountId: 'org', milestoneName: 'step', completionDate: 'done' },
    },
    expansionActivation: {
      schema: 'the-App',
      table: 'upsells',
      columns: {
        id: 'nr',
        accountId: 'org',
        expansionFeature: 'offer',
        eligibleDate: 'offered',
        activationDate: 'taken',
      },
    },
  };
  const names: Record<string, [table: string, columns: Record<string, string>]> = {
    users: [
      'select',
      { user_id: 'Id', account_id: 'Org', signed_up_at: 'Joined At', signup_source: 'from', persona: 'Role' },
    ],
    session_history: ['Visits', { session_id: 'visit', user_id: 'who', session_start_time: 'began' }],
    activated_users: [
      'onboarding',
      { user_id: 'person', activation_milestone_completion_timestamp: 'finished' },
    ],
    key_actions: ['events', { id: 'nr', user_id: 'actor', action_name: 'verb', occurred_at: 'at' }],
    accounts: ['orgs', { id: 'org', created_at: 'made', plan_tier: 'tier' }],
    milestone_completion_logs: [
      'steps',
      { id: 'nr', account_id: 'org', milestone_name: 'step', completion_date: 'done' },
    ],
    expansion_activation: [
      'upsells',
      {
        id: 'nr',
        account_id: 'org',
        expansion_feature: 'offer',
        eligible_date: 'offered',
        activation_date: 'taken',
      },
    ],
  };

  let database: ScratchDatabase;
  beforeAll(async () => {
    database = await createWarehouse();
    await database.query('CREATE SCHEMA "the-App"');
    for (const [table, [name, columns]] of Object.entries(names)) {
      for (const [column, renamed] of Object.entries(columns)) {
        await database.query(`ALTER TABLE ${table} RENAME ${column} TO "${renamed}"`);
      }
      await database.query(
        `ALTER TABLE ${table} RENAME TO "${name}"; ALTER TABLE "${name}" SET SCHEMA "the-App"`,
      );
    }
  });
  afterAll(() => database.drop());

  test('is read through its mapping, indexes included', async () => {
    const report = await examine(database, { sources });
    expect(faults(report)).toEqual([]);
    expect(report.sources.map(({ readFrom }) => readFrom)).toEqual([
      '"the-App".select',
      '"the-App"."Visits"',
      '"the-App".onboarding',
      'a query',
      '"the-App".orgs',
      '"the-App".steps',
      '"the-App".upsells',
    ]);
  });

  test('without a mapping has none of the tables', async () => {
    expect(faults(await examine(database))).toEqual(
      sourceNames
        .filter((name) => !canonicalSources[name].isOptional)
        .map((name) => `error source.missing ${name}`)
        .sort(),
    );
  });
});

test('the worked example has no errors, and each of its decoys is counted', async () => {
  const report = await runDoctor({
    connection: inject('workedExample'),
    config: defaults,
    // After its last event, before it is stale.
    now: new Date('2026-06-05T00:00:00Z'),
    staleAfterDays: 90,
  });
  expect(faults(report)).toMatchInlineSnapshot(`
    [
      "info dates.future expansionActivation.activationDate 3",
      "info dates.future expansionActivation.eligibleDate 1",
      "info dates.future payments.paidAt 8",
      "info dates.future subscriptions.startedAt 8",
      "info names.variants keyActions.actionName 38",
      "info order.before-start activatedUsers.activationMilestoneCompletionTimestamp 28",
      "info order.before-start surveyResponses.answeredAt 51",
      "info orphans.nobody contacts 2",
      "info orphans.unknown activatedUsers.userId 15",
      "info orphans.unknown contacts.userId 24",
      "info orphans.unknown expansionActivation.accountId 13",
      "info orphans.unknown keyActions.userId 20",
      "info orphans.unknown leads.userId 10",
      "info orphans.unknown milestoneCompletionLogs.accountId 24",
      "info orphans.unknown payments.accountId 8",
      "info orphans.unknown referrals.referredUserId 10",
      "info orphans.unknown referrals.referrerUserId 10",
      "info orphans.unknown sessionHistory.userId 20",
      "info orphans.unknown subscriptions.accountId 16",
      "info orphans.unknown surveyResponses.userId 8",
      "info orphans.unknown users.accountId 28",
      "info values.uncounted contacts.kind 25",
      "info values.uncounted subscriptions.kind 20",
      "warning accounts.users-without users.accountId 88",
      "warning names.variants milestoneCompletionLogs.milestoneName 37",
      "warning names.variants milestoneCompletionLogs.milestoneName 38",
      "warning names.variants surveyResponses.survey 50",
      "warning order.before-start contacts.respondedAt 25",
      "warning order.before-start expansionActivation.activationDate 50",
      "warning order.before-start keyActions.occurredAt 100",
      "warning order.before-start milestoneCompletionLogs.completionDate 100",
      "warning order.before-start referrals.clickedAt 50",
      "warning order.before-start referrals.invitedAt 194",
      "warning order.before-start subscriptions.startedAt 30",
      "warning orphans.unknown contacts.leadId 24",
      "warning values.uncounted payments.currency 50",
      "warning values.uncounted surveyResponses.survey 100",
    ]
  `);
});

describe('what the doctor knows of the rest of the project', () => {
  test('the indexes it asks for are those of seeds/schema.sql', async () => {
    const schema = await readFile(fileURLToPath(new URL('../../seeds/schema.sql', import.meta.url)), 'utf8');
    const created = [...schema.matchAll(/CREATE INDEX IF NOT EXISTS \w+\s+ON (\w+) \(([^)]*)\)/g)].map(
      ([, table, columns]) => `${table}: ${columns}`,
    );
    const keys = ['users: user_id', 'activated_users: user_id', 'accounts: id'];
    const needed = sourceNames.flatMap((name) =>
      neededIndexes[name].map(
        (columns) => `${canonicalSources[name].table}: ${columns.map(canonicalColumn).join(', ')}`,
      ),
    );
    expect(needed.sort()).toEqual([...created, ...keys].sort());
  });
});
