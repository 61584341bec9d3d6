/**
 * The benchmark's drizzle-cube server: the four headline KPIs of the metric contract, under the names that our REST
 * API has for them. Its SQL has the shape of the fastest that we could write by hand, as far as a cube of drizzle-cube
 * can: a unit with whether it converted, joined once.
 *
 * Listens on `PORT`, over the database that `DATABASE_URL` names.
 */
import { serve } from '@hono/node-server';
import { createCubeApp } from 'drizzle-cube/adapters/hono';
import { type Cube, defineCube, MemoryCacheProvider } from 'drizzle-cube/server';
import { and, eq, exists, gte, inArray, lt, type SQL, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { type AnyPgColumn, pgTable, QueryBuilder, text, timestamp } from 'drizzle-orm/pg-core';
import pg from 'pg';

const moment = (name: string) => timestamp(name, { withTimezone: true });

const users = pgTable('users', {
  userId: text('user_id').primaryKey(),
  signedUpAt: moment('signed_up_at').notNull(),
  signupSource: text('signup_source'),
});
const sessionHistory = pgTable('session_history', {
  userId: text('user_id').notNull(),
  sessionStartTime: moment('session_start_time').notNull(),
});
const activatedUsers = pgTable('activated_users', {
  userId: text('user_id').primaryKey(),
  activatedAt: moment('activation_milestone_completion_timestamp'),
});
const keyActions = pgTable('key_actions', {
  userId: text('user_id').notNull(),
  actionName: text('action_name').notNull(),
  occurredAt: moment('occurred_at').notNull(),
});
const accounts = pgTable('accounts', {
  id: text('id').primaryKey(),
  createdAt: moment('created_at').notNull(),
  planTier: text('plan_tier'),
});
const milestoneCompletionLogs = pgTable('milestone_completion_logs', {
  accountId: text('account_id').notNull(),
  milestoneName: text('milestone_name').notNull(),
  completionDate: moment('completion_date').notNull(),
});
const expansionActivation = pgTable('expansion_activation', {
  accountId: text('account_id').notNull(),
  expansionFeature: text('expansion_feature').notNull(),
  eligibleDate: moment('eligible_date').notNull(),
  activationDate: moment('activation_date'),
});

const query = new QueryBuilder();
/** A column under another name, for a subquery. */
const as = (column: AnyPgColumn, name: string): SQL.Aliased => sql`${column}`.as(name);

/** Users who were activated with two sessions or more by then. */
const multiSession = query
  .select({
    convertedId: as(activatedUsers.userId, 'converted_id'),
    activatedAt: as(activatedUsers.activatedAt, 'activated_at'),
  })
  .from(activatedUsers)
  .innerJoin(
    sessionHistory,
    and(
      eq(sessionHistory.userId, activatedUsers.userId),
      sql`${sessionHistory.sessionStartTime} <= ${activatedUsers.activatedAt}`,
    ),
  )
  .groupBy(activatedUsers.userId, activatedUsers.activatedAt)
  .having(sql`COUNT(*) >= 2`)
  .as('multi_session');

/** Users who did the key action within 7 × 24 hours of the sign-up. */
const keen = query
  .select({ convertedId: as(users.userId, 'converted_id') })
  .from(users)
  .where(
    exists(
      query
        .select({ one: sql`1`.as('one') })
        .from(keyActions)
        .where(
          and(
            eq(keyActions.userId, users.userId),
            eq(keyActions.actionName, 'project_created'),
            gte(keyActions.occurredAt, users.signedUpAt),
            lt(keyActions.occurredAt, sql`${users.signedUpAt} + INTERVAL '168 hours'`),
          ),
        ),
    ),
  )
  .as('keen');

/** Accounts that reached a key milestone. */
const qualified = query
  .select({ convertedId: as(accounts.id, 'converted_id') })
  .from(accounts)
  .where(
    exists(
      query
        .select({ one: sql`1`.as('one') })
        .from(milestoneCompletionLogs)
        .where(
          and(
            eq(milestoneCompletionLogs.accountId, accounts.id),
            inArray(milestoneCompletionLogs.milestoneName, [
              'workspace_created',
              'teammate_invited',
              'first_message_sent',
            ]),
            gte(milestoneCompletionLogs.completionDate, accounts.createdAt),
          ),
        ),
    ),
  )
  .as('qualified');

const rate = (numerator: string, denominator: string) =>
  ({ type: 'calculated', calculatedSql: `100.0 * {${numerator}} / NULLIF({${denominator}}, 0)` }) as const;

const cubes: Cube[] = [
  defineCube('MultiSessionActivationCompletionRate', {
    sql: () => ({
      from: users,
      joins: [
        {
          type: 'left',
          table: multiSession,
          on: and(
            eq(multiSession.convertedId, users.userId),
            sql`${multiSession.activatedAt} >= ${users.signedUpAt}`,
          ) as SQL,
        },
      ],
    }),
    dimensions: {
      signedUpAt: { name: 'signedUpAt', type: 'time', sql: users.signedUpAt },
      signupSource: { name: 'signupSource', type: 'string', sql: users.signupSource },
    },
    measures: {
      newUserCount: { name: 'newUserCount', type: 'count', sql: users.userId },
      multiSessionActivatedUserCount: {
        name: 'multiSessionActivatedUserCount',
        type: 'count',
        sql: sql`${multiSession.convertedId}`,
      },
      multiSessionActivationCompletionRate: {
        name: 'multiSessionActivationCompletionRate',
        ...rate('multiSessionActivatedUserCount', 'newUserCount'),
      },
    },
  }),
  defineCube('ActivationRate', {
    sql: () => ({
      from: users,
      joins: [{ type: 'left', table: keen, on: eq(keen.convertedId, users.userId) }],
    }),
    dimensions: {
      signedUpAt: { name: 'signedUpAt', type: 'time', sql: users.signedUpAt },
      signupSource: { name: 'signupSource', type: 'string', sql: users.signupSource },
    },
    measures: {
      newSignUps: { name: 'newSignUps', type: 'count', sql: users.userId },
      usersCompletingKeyAction: {
        name: 'usersCompletingKeyAction',
        type: 'count',
        sql: sql`${keen.convertedId}`,
      },
      activationRate: { name: 'activationRate', ...rate('usersCompletingKeyAction', 'newSignUps') },
    },
  }),
  defineCube('MilestoneCompletion', {
    sql: () => ({
      from: accounts,
      joins: [{ type: 'left', table: qualified, on: eq(qualified.convertedId, accounts.id) }],
    }),
    dimensions: {
      createdAt: { name: 'createdAt', type: 'time', sql: accounts.createdAt },
      planTier: { name: 'planTier', type: 'string', sql: accounts.planTier },
    },
    measures: {
      totalAccounts: { name: 'totalAccounts', type: 'count', sql: accounts.id },
      qualifiedAccounts: { name: 'qualifiedAccounts', type: 'count', sql: sql`${qualified.convertedId}` },
      percentQualified: { name: 'percentQualified', ...rate('qualifiedAccounts', 'totalAccounts') },
    },
  }),
  defineCube('ExpansionActivationRate', {
    sql: () => ({
      from: expansionActivation,
      joins: [{ type: 'inner', table: accounts, on: eq(accounts.id, expansionActivation.accountId) }],
    }),
    dimensions: {
      eligibleDate: { name: 'eligibleDate', type: 'time', sql: expansionActivation.eligibleDate },
      expansionFeature: {
        name: 'expansionFeature',
        type: 'string',
        sql: expansionActivation.expansionFeature,
      },
    },
    measures: {
      totalEligibleAccounts: {
        name: 'totalEligibleAccounts',
        type: 'countDistinct',
        sql: expansionActivation.accountId,
      },
      activatedExpansionOfferings: {
        name: 'activatedExpansionOfferings',
        type: 'countDistinct',
        sql: sql`CASE WHEN ${expansionActivation.activationDate} >= ${expansionActivation.eligibleDate} THEN ${expansionActivation.accountId} END`,
      },
      expansionActivationRate: {
        name: 'expansionActivationRate',
        ...rate('activatedExpansionOfferings', 'totalEligibleAccounts'),
      },
    },
  }),
];

const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  options: '-c TimeZone=UTC',
  // As many as Cube's driver opens.
  max: 8,
});

const app = createCubeApp({
  cubes,
  drizzle: drizzle(pool),
  engineType: 'postgres',
  mcp: { enabled: false },
  // Left aside by a request with `x-cache-control: no-cache`.
  cache: { provider: new MemoryCacheProvider() },
  extractSecurityContext: () => ({}),
});

serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: '127.0.0.1' }, () =>
  console.log('Listening'),
);
