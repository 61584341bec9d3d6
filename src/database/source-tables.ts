import type { OptionalTable } from '../config/sources.ts';

/** The Postgres types that source tables use. */
export type ColumnType = 'text' | 'timestamptz' | 'numeric' | 'boolean';

/** One column of a source table. */
export interface SourceColumn {
  name: string;
  type: ColumnType;
  nullable: boolean;
}

/** One source table: its columns in the order of the contract, and the one column that is its primary key. */
export interface SourceTable {
  name: string;
  primaryKey: string;
  columns: readonly SourceColumn[];
}

/**
 * The canonical source tables, the one place in the code that names their columns.
 * `seeds/schema.sql` creates them; a test holds the two together.
 */
export const SOURCE_TABLES = [
  {
    name: 'users',
    primaryKey: 'user_id',
    columns: [
      { name: 'user_id', type: 'text', nullable: false },
      { name: 'account_id', type: 'text', nullable: true },
      { name: 'signed_up_at', type: 'timestamptz', nullable: false },
      { name: 'persona', type: 'text', nullable: true },
      { name: 'plan_type', type: 'text', nullable: true },
      { name: 'signup_source', type: 'text', nullable: true },
    ],
  },
  {
    name: 'session_history',
    primaryKey: 'session_id',
    columns: [
      { name: 'session_id', type: 'text', nullable: false },
      { name: 'user_id', type: 'text', nullable: false },
      { name: 'session_start_time', type: 'timestamptz', nullable: false },
    ],
  },
  {
    name: 'activated_users',
    primaryKey: 'user_id',
    columns: [
      { name: 'user_id', type: 'text', nullable: false },
      { name: 'activation_milestone_completion_timestamp', type: 'timestamptz', nullable: true },
    ],
  },
  {
    name: 'key_actions',
    primaryKey: 'id',
    columns: [
      { name: 'id', type: 'text', nullable: false },
      { name: 'user_id', type: 'text', nullable: false },
      { name: 'action_name', type: 'text', nullable: false },
      { name: 'occurred_at', type: 'timestamptz', nullable: false },
    ],
  },
  {
    name: 'accounts',
    primaryKey: 'id',
    columns: [
      { name: 'id', type: 'text', nullable: false },
      { name: 'created_at', type: 'timestamptz', nullable: false },
      { name: 'product_plan', type: 'text', nullable: true },
      { name: 'plan_tier', type: 'text', nullable: true },
      { name: 'use_case', type: 'text', nullable: true },
      { name: 'user_type', type: 'text', nullable: true },
    ],
  },
  {
    name: 'milestone_completion_logs',
    primaryKey: 'id',
    columns: [
      { name: 'id', type: 'text', nullable: false },
      { name: 'account_id', type: 'text', nullable: false },
      { name: 'milestone_name', type: 'text', nullable: false },
      { name: 'completion_date', type: 'timestamptz', nullable: false },
    ],
  },
  {
    name: 'expansion_activation',
    primaryKey: 'id',
    columns: [
      { name: 'id', type: 'text', nullable: false },
      { name: 'account_id', type: 'text', nullable: false },
      { name: 'expansion_feature', type: 'text', nullable: false },
      { name: 'eligible_date', type: 'timestamptz', nullable: false },
      { name: 'activation_date', type: 'timestamptz', nullable: true },
    ],
  },
  {
    name: 'subscriptions',
    primaryKey: 'id',
    columns: [
      { name: 'id', type: 'text', nullable: false },
      { name: 'account_id', type: 'text', nullable: false },
      { name: 'plan', type: 'text', nullable: false },
      { name: 'kind', type: 'text', nullable: false },
      { name: 'is_self_serve', type: 'boolean', nullable: true },
      { name: 'started_at', type: 'timestamptz', nullable: false },
      { name: 'ended_at', type: 'timestamptz', nullable: true },
    ],
  },
  {
    name: 'payments',
    primaryKey: 'id',
    columns: [
      { name: 'id', type: 'text', nullable: false },
      { name: 'account_id', type: 'text', nullable: false },
      { name: 'amount', type: 'numeric', nullable: false },
      { name: 'currency', type: 'text', nullable: false },
      { name: 'paid_at', type: 'timestamptz', nullable: false },
    ],
  },
  {
    name: 'referrals',
    primaryKey: 'id',
    columns: [
      { name: 'id', type: 'text', nullable: false },
      { name: 'referrer_user_id', type: 'text', nullable: false },
      { name: 'invited_at', type: 'timestamptz', nullable: false },
      { name: 'clicked_at', type: 'timestamptz', nullable: true },
      { name: 'referred_user_id', type: 'text', nullable: true },
    ],
  },
  {
    name: 'leads',
    primaryKey: 'id',
    columns: [
      { name: 'id', type: 'text', nullable: false },
      { name: 'created_at', type: 'timestamptz', nullable: false },
      { name: 'source', type: 'text', nullable: true },
      { name: 'user_id', type: 'text', nullable: true },
    ],
  },
  {
    name: 'contacts',
    primaryKey: 'id',
    columns: [
      { name: 'id', type: 'text', nullable: false },
      { name: 'lead_id', type: 'text', nullable: true },
      { name: 'user_id', type: 'text', nullable: true },
      { name: 'kind', type: 'text', nullable: false },
      { name: 'occurred_at', type: 'timestamptz', nullable: false },
      { name: 'responded_at', type: 'timestamptz', nullable: true },
    ],
  },
  {
    name: 'survey_responses',
    primaryKey: 'id',
    columns: [
      { name: 'id', type: 'text', nullable: false },
      { name: 'user_id', type: 'text', nullable: false },
      { name: 'survey', type: 'text', nullable: false },
      { name: 'score', type: 'numeric', nullable: false },
      { name: 'answered_at', type: 'timestamptz', nullable: false },
    ],
  },
] as const satisfies readonly SourceTable[];

type KnownTable = (typeof SOURCE_TABLES)[number];

/** The name of a source table. */
export type TableName = KnownTable['name'];

type Cell<Column extends SourceColumn> =
  | (Column['type'] extends 'timestamptz' ? Date : Column['type'] extends 'boolean' ? boolean : string)
  | (Column['nullable'] extends true ? null : never);

/** One row of a source table as a plain object: text and numbers as `string`, a timestamp as `Date`. */
export type SourceRow<Name extends TableName> = {
  [Column in Extract<KnownTable, { name: Name }>['columns'][number] as Column['name']]: Cell<Column>;
};

/** The rows of all source tables; of the optional ones, where there are any. */
export type SourceRows = { [Name in Exclude<TableName, OptionalTable>]: SourceRow<Name>[] } & {
  [Name in OptionalTable]?: SourceRow<Name>[];
};
