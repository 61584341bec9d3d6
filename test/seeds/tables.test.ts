import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SOURCE_TABLES } from '../../src/database/source-tables.ts';
import { createScratchDatabase, type ScratchDatabase } from '../harness/scratch-database.ts';

let scratch: ScratchDatabase;
beforeAll(async () => {
  scratch = await createScratchDatabase();
  await scratch.query(await readFile(new URL('../../seeds/schema.sql', import.meta.url), 'utf8'));
});
afterAll(() => scratch.drop());

test('seeds/schema.sql creates the tables that src/database/source-tables.ts names, column by column', async () => {
  const created = await scratch.query(`
    SELECT table_name, column_name, udt_name, is_nullable
    FROM information_schema.columns
    WHERE table_schema = 'public'
    ORDER BY table_name, ordinal_position`);
  const stated = [...SOURCE_TABLES]
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap(({ name, columns }) =>
      columns.map((column) => ({
        table_name: name,
        column_name: column.name,
        udt_name: column.type === 'boolean' ? 'bool' : column.type,
        is_nullable: column.nullable ? 'YES' : 'NO',
      })),
    );
  expect(created).toEqual(stated);
});

test('and their primary keys', async () => {
  const created = await scratch.query(`
    SELECT table_name, string_agg(column_name, ',' ORDER BY ordinal_position) AS key
    FROM information_schema.key_column_usage
    JOIN information_schema.table_constraints USING (constraint_schema, constraint_name, table_name)
    WHERE constraint_schema = 'public' AND constraint_type = 'PRIMARY KEY'
    GROUP BY table_name`);
  expect(new Map(created.map((row) => [row.table_name, row.key]))).toEqual(
    new Map(SOURCE_TABLES.map((table) => [table.name, table.primaryKey])),
  );
});
