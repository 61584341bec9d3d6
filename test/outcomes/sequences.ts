import fc from 'fast-check';
import type pg from 'pg';
import { SOURCE_TABLES } from '../../src/database/source-tables.ts';
import { insertRows } from '../differential/database.ts';
import { hostileRows } from '../differential/hostile-rows.ts';
import { places } from '../differential/moment.ts';
import type { CatalogueDefinitions } from '../oracle/catalogue/settings.ts';
import type { OracleRows } from '../oracle/source-rows.ts';

type Row = Record<string, unknown>;

/** What becomes of a table's rows: they are the same, or so many of them are, and others come. */
type Change = 'none' | number;

/** The rows of all tables: those of one data set as far as they stay, and of another one what goes with them. */
const mixed = (before: OracleRows, after: OracleRows, changes: readonly Change[]): OracleRows =>
  Object.fromEntries(
    SOURCE_TABLES.map(({ name, columns }, index) => {
      const key = columns[0]?.name ?? '';
      const [old = [], fresh = []] = [before, after].map((rows) => rows[name as keyof OracleRows] as Row[]);
      const change = changes[index] ?? 0;
      if (change === 'none') return [name, old];
      const kept = old.slice(0, Math.round(change * old.length));
      const keys = new Set(kept.map((row) => row[key]));
      return [name, [...kept, ...fresh.filter((row) => !keys.has(row[key]))]];
    }),
  ) as unknown as OracleRows;

// Mostly of one or two tables, so that nothing else tells.
const change = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Change>('none') },
  { weight: 1, arbitrary: fc.constantFrom<Change>(0, 0.5, 0.9, 1) },
);

/** Random rows, and what becomes of them one after the other. */
export const sequences: fc.Arbitrary<(definitions: CatalogueDefinitions) => OracleRows[]> = fc
  .record({
    states: places.chain((inPlaces) => fc.array(hostileRows(inPlaces), { minLength: 4, maxLength: 8 })),
    changes: fc.array(
      fc.array(change, { minLength: SOURCE_TABLES.length, maxLength: SOURCE_TABLES.length }),
      { minLength: 8, maxLength: 8 },
    ),
  })
  .map(({ states, changes }) => (definitions) => {
    const circumstances = { now: Date.UTC(2026, 5, 1) * 1000, definitions };
    let rows: OracleRows | undefined;
    return states.map((state, index) => {
      const fresh = state(circumstances);
      rows = rows ? mixed(rows, fresh, changes[index] ?? []) : fresh;
      return rows;
    });
  });

/** Puts rows in place of those that the source tables have. */
export async function setRows(client: pg.Client, rows: OracleRows): Promise<void> {
  await client.query(`TRUNCATE ${SOURCE_TABLES.map(({ name }) => name).join(', ')}`);
  await insertRows(client, rows);
}
