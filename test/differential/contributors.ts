import { readdir, readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { expect } from 'vitest';
import chosen from '../../examples/contributors/activation.config.ts';
import { withDefaults } from '../../src/config/definitions.ts';
import { SOURCE_TABLES } from '../../src/database/source-tables.ts';
import { servedMembers } from '../harness/query.ts';
import type { OracleRows } from '../oracle/source-rows.ts';
import { breakdowns, isLong } from './breakdowns.ts';
import { allServedDifferences } from './served-answers.ts';

const definitions = withDefaults(chosen);

/**
 * Compares a server over `examples/contributors` with the contract: every view by month, and by month and each
 * dimension, but for the curve, which is by month alone.
 *
 * @param url e.g. `http://localhost:41234`
 *
 * @example
 * await expectContributorsAsByContract(start.url);
 */
export async function expectContributorsAsByContract(url: string): Promise<void> {
  const rows = await contributors();
  const byMonth = breakdowns(definitions, await servedMembers(url), ['month']).filter(
    (question) => question.timeDimensions?.length && !isLong(question),
  );
  expect(await allServedDifferences({ url, rows, definitions }, byMonth)).toEqual([]);
}

/** The rows of `examples/contributors`, read without the loader. It has no files of the optional sources. */
async function contributors(): Promise<OracleRows> {
  const folder = new URL('../../examples/contributors/', import.meta.url);
  const files = await readdir(folder);
  const tables = await Promise.all(
    SOURCE_TABLES.filter(({ name }) => files.includes(`${name}.csv`)).map(async ({ name, columns }) => {
      const file = new URL(`${name}.csv`, folder);
      const records: Record<string, string>[] = parse(await readFile(file), { columns: true });
      const types = new Map<string, string>(columns.map((column) => [column.name, column.type]));
      const cell = (column: string, text: string): string | number | null => {
        if (text === '') return null;
        return types.get(column) === 'timestamptz' ? Date.parse(text.replace('+00', 'Z')) * 1000 : text;
      };
      return [
        name,
        records.map((record) =>
          Object.fromEntries(Object.entries(record).map(([column, text]) => [column, cell(column, text)])),
        ),
      ];
    }),
  );
  return Object.fromEntries(tables) as OracleRows;
}
