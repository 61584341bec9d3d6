import type pg from 'pg';
import type { Case, Kpi } from './cases.ts';
import { groupBy, inCohorts } from './hand-written.ts';

/** The tables that outcomes are kept in. */
export interface KeptOutcomes {
  users: string;
  accounts: string;
  /** What users did of each action. */
  actions: string;
}

/** The tables of outcomes in a schema; undefined where there are none. */
export async function keptOutcomes(client: pg.Client, schema: string): Promise<KeptOutcomes | undefined> {
  const { rows } = await client.query<{ name: string; of: string }>(
    `SELECT oid::regclass::text AS name, SUBSTRING(relname FROM '^outcomes-(.*)-1-') AS of
     FROM pg_class WHERE relkind = 'r' AND relnamespace = to_regnamespace($1) AND relname ~ '^outcomes-.*-1-'`,
    [schema],
  );
  const nameOf = (kept: string): string | undefined => rows.find((row) => row.of === kept)?.name;
  const [users, accounts, actions] = [nameOf('users'), nameOf('accounts'), nameOf('users-by-name')];
  return users && accounts && actions ? { users, accounts, actions } : undefined;
}

/** Whether a row of outcomes is above the line. Eligibilities for expansions have no outcomes. */
const converted: Partial<
  Record<Kpi['name'], { of: keyof KeptOutcomes; start: string; segment: string; if: string }>
> = {
  'multi-session': {
    of: 'users',
    start: 'signed_up_at',
    segment: 'signup_source',
    if: 'activated_at IS NOT NULL AND sessions_to_activation >= 2',
  },
  activation: {
    of: 'users',
    start: 'signed_up_at',
    segment: 'signup_source',
    if: "first_key_action_at < signed_up_at + INTERVAL '168 hours'",
  },
  milestones: {
    of: 'accounts',
    start: 'created_at',
    segment: 'plan_tier',
    if: 'NUM_NONNULLS(milestone1_at, milestone2_at, milestone3_at) > 0',
  },
};

/** The SQL by hand of a case over kept outcomes: the floor of what a kept table allows; undefined where none is kept. */
export function outcomesSql({ kpi, shape }: Case): ((kept: KeptOutcomes) => string) | undefined {
  const rows = converted[kpi.name];
  return (
    rows &&
    ((kept) =>
      inCohorts(
        shape,
        ({ columns, names }) => `
      SELECT ${columns(rows.start, rows.segment)}
        COUNT(*) FILTER (WHERE ${rows.if}) AS numerator,
        COUNT(*) AS denominator,
        100.0 * COUNT(*) FILTER (WHERE ${rows.if}) / NULLIF(COUNT(*), 0) AS rate
      FROM ${kept[rows.of]}
      ${groupBy(names)}`,
      ))
  );
}
