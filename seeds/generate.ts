/** Writes the worked example as CSV files: `npm run seeds`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { toCsvFiles } from './csv.ts';
import { workedExample } from './worked-example.ts';

const folder = new URL('./worked-example/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [table, text] of toCsvFiles(workedExample())) {
  writeFileSync(new URL(`${table}.csv`, folder), text);
  console.log(`seeds/worked-example/${table}.csv: ${text.split('\n').length - 2} rows`);
}
