import fc from 'fast-check';
import { canonicalSources, type SourceName, type Sources } from '../../src/config/sources.ts';
import type { OracleRows } from '../oracle/source-rows.ts';

/** The logs: where they are mapped to tables without a key, a row may be there twice, and counts once. */
export const logTables = [
  'session_history',
  'activated_users',
  'key_actions',
  'milestone_completion_logs',
  'subscriptions',
  'payments',
  'contacts',
  'survey_responses',
] as const;

/** Which rows of each log are there twice: the bits of a number, by the rows' places. */
export type Repeats = readonly number[];

const bits = 16;

export const repeats: fc.Arbitrary<Repeats> = fc.tuple(
  ...logTables.map(() => fc.oneof(fc.constant(0), fc.nat(2 ** bits - 1))),
);

/** The rows as they are stored: some of them twice, unless the configuration says that none are. */
export function withRepeats(rows: OracleRows, repeated: Repeats, sources: Sources = {}): OracleRows {
  const stored = { ...rows };
  const isUnique = new Map(
    Object.entries(canonicalSources).map(([name, { table }]) => [table, sources[name as SourceName]?.unique]),
  );
  for (const [index, table] of logTables.entries()) {
    if (isUnique.get(table)) continue;
    const all: readonly unknown[] = rows[table] ?? [];
    const again = all.filter((_, place) => ((repeated[index] ?? 0) >> (place % bits)) % 2 === 1);
    Object.assign(stored, { [table]: [...all, ...again] });
  }
  return stored;
}
