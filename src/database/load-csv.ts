import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { ActionableError } from '../actionable-error.ts';
import { canonicalSources, type ExtraDimension, type SourceName, type Sources } from '../config/sources.ts';
import type { PostgresConnection } from './postgres-connection.ts';
import { type ColumnType, SOURCE_TABLES, type TableName } from './source-tables.ts';

/** How far a load is: the rows of `table` read so far. */
export interface LoadProgress {
  table: TableName;
  rows: number;
}

export interface LoadOptions {
  /** Called a few times a second while a file is read, and once at its end with the number of its rows. */
  onProgress?: (event: LoadProgress) => void;
  /** The SQL file that creates the source tables where they are absent; `seeds/schema.sql` unless given. */
  schemaFile?: string;
  /**
   * The mapping of the configuration: a source that is `null` has no file, and the columns that `extraDimensions` name
   * are in the file and the table too. Of the canonical tables unless given.
   */
  sources?: Sources | undefined;
}

/** The number of rows loaded into each source table that has a file. */
export type LoadedRows = Partial<Record<TableName, number>>;

/** Where in a data file something is wrong, as far as it is known. */
export interface DataFilePlace {
  file: string;
  line?: number | undefined;
  column?: string | undefined;
}

/** A folder or file that can't be loaded as it is. Its message says where, what is wrong and the next step. */
export class DataFileError extends ActionableError {
  override readonly name = 'DataFileError';
  readonly file: string;
  readonly line: number | undefined;
  readonly column: string | undefined;

  constructor(place: DataFilePlace, problem: string, nextStep: string, options?: ErrorOptions) {
    const where = [
      place.file,
      ...(place.line === undefined ? [] : [`line ${place.line}`]),
      ...(place.column === undefined ? [] : [`column ${quoteIfOdd(place.column)}`]),
    ].join(', ');
    super(`${where}: ${problem}. ${nextStep}. Nothing was loaded; the data is as it was before.`, options);
    this.file = place.file;
    this.line = place.line;
    this.column = place.column;
  }
}

function quoteIfOdd(name: string): string {
  return /^\w+$/.test(name) ? name : JSON.stringify(name);
}

const DEFAULT_SCHEMA_FILE = fileURLToPath(new URL('../../seeds/schema.sql', import.meta.url));

const ALL_TABLES = SOURCE_TABLES.map((table) => table.name).join(', ');

/** Held by a load until it commits, so that two at once come one after the other. Any constant of our own will do. */
const LOAD_LOCK = 20260101;

/**
 * A timestamp as the file writes it. Postgres is the judge of it; but the words that it takes for a time (`now`,
 * `today`, `infinity`, …) are no record of when something happened. No month, day or time zone contains one of them.
 */
const CREATE_TIMESTAMP_DOMAIN = `
  CREATE DOMAIN pg_temp.incoming_timestamp AS text CHECK (
    CASE
      WHEN VALUE ~* 'now|today|tomorrow|yesterday|infinity|epoch|allballs' THEN false
      ELSE isfinite(VALUE::timestamptz)
    END
  )`;

/**
 * Replaces the rows of the source tables with those of `<folder>/<table>.csv`: a header line naming the
 * columns in any order, commas, UTF-8, an empty field (quoted or not) for null, timestamps without a time zone in UTC.
 *
 * Everything happens in one transaction, which also creates the tables where they are absent. The files are read
 * into temporary tables first: readers of the previous rows wait only for the last step, not for the reading.
 *
 * @returns the number of rows loaded into each table.
 * @throws {DataFileError} if the folder or a file can't be loaded as it is; the previous rows stay.
 */
export async function loadCsvFolder(
  connection: PostgresConnection,
  folder: string,
  options: LoadOptions = {},
): Promise<LoadedRows> {
  const files = await openFolder(folder, options.sources);
  const schema = await readFile(options.schemaFile ?? DEFAULT_SCHEMA_FILE, 'utf8');

  const client = new pg.Client(connection);
  // A lost connection also rejects the query under way, which is where it is reported.
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(`SELECT pg_advisory_xact_lock(${LOAD_LOCK})`);
    await client.query(schema);
    await client.query("SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'");
    await client.query(CREATE_TIMESTAMP_DOMAIN);
    const loaded: LoadedRows = {};
    for (const file of files) {
      loaded[file.table.name] = await readIntoTemporaryTable(client, file, options.onProgress ?? (() => {}));
    }
    await client.query(`TRUNCATE ${ALL_TABLES}`);
    for (const file of files) {
      await moveFromTemporaryTable(client, file);
    }
    await client.query('COMMIT');
    // Beside the planner's statistics, this marks the pages as visible to all, which index-only scans rely on.
    await client.query(`VACUUM (ANALYZE) ${ALL_TABLES}`);
    return loaded;
  } finally {
    // Ends a transaction that didn't commit, too.
    await client.end();
  }
}

interface FileColumn {
  name: string;
  type: ColumnType;
  nullable: boolean;
}

/** A source table as a file fills it: the canonical columns, and those that the configuration adds. */
interface FileTable {
  name: TableName;
  /** Its name in the configuration. */
  source: SourceName;
  primaryKey: string;
  columns: readonly FileColumn[];
  /** Those of the columns that the canonical table hasn't got. */
  ownColumns: readonly FileColumn[];
}

const typeOfDimension = {
  string: 'text',
  number: 'numeric',
  boolean: 'boolean',
  time: 'timestamptz',
} as const;

/** The tables that have a file: those of the sources that aren't off. */
function fileTables(sources: Sources = {}): FileTable[] {
  return SOURCE_TABLES.flatMap(({ name, primaryKey, columns }): FileTable[] => {
    const source = (Object.keys(canonicalSources) as SourceName[]).find(
      (each) => canonicalSources[each].table === name,
    );
    if (source === undefined || sources[source] === null) return [];
    const mapping = sources[source];
    const extra: ExtraDimension[] =
      mapping && 'extraDimensions' in mapping
        ? Object.entries(mapping.extraDimensions ?? {}).map(([dimension, given]) => ({
            ...given,
            column: given.column ?? dimension,
          }))
        : [];
    const own = new Map<string, FileColumn>();
    for (const { column = '', sql, type = 'string' } of extra) {
      // What an expression reads isn't known; each column has a dimension of its own, or it isn't loaded.
      if (sql === undefined && !columns.some((each) => each.name === column)) {
        own.set(column, { name: column, type: typeOfDimension[type], nullable: true });
      }
    }
    const ownColumns = [...own.values()];
    return [{ name, source, primaryKey, columns: [...columns, ...ownColumns], ownColumns }];
  });
}

interface SourceFile {
  path: string;
  table: FileTable;
  /** The table's columns in the order of the file. */
  columns: string[];
}

/** Finds the files and reads their header lines, before anything is asked of the database. */
async function openFolder(folder: string, sources: Sources | undefined): Promise<SourceFile[]> {
  const tables = fileTables(sources);
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) {
    throw new DataFileError(
      { file: folder },
      found ? 'this is not a folder' : 'there is no such folder',
      `Name a folder that holds ${tables.map((table) => `${table.name}.csv`).join(', ')}`,
    );
  }
  const files: SourceFile[] = [];
  for (const table of tables) {
    const path = join(folder, `${table.name}.csv`);
    if (canonicalSources[table.source].isOptional && !(await stat(path).catch(() => undefined))) continue;
    files.push({ path, table, columns: columnsOf(path, table, await readHeader(path, table)) });
  }
  return files;
}

const HEADER_BYTES = 64 * 1024;

/** The fields of the file's first line, however long the file. */
async function readHeader(path: string, table: FileTable): Promise<string[]> {
  let start: Buffer;
  try {
    start = Buffer.concat(await createReadStream(path, { end: HEADER_BYTES - 1 }).toArray());
  } catch (cause) {
    const absent = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new DataFileError(
      { file: path },
      absent ? 'there is no such file' : `the file can't be read (${(cause as Error).message})`,
      absent
        ? `Add it; with no rows to load, its header line alone will do: ${headerOf(table)}`
        : 'Make it a file that this user may read',
      { cause },
    );
  }
  try {
    const [header] = parse(start, { bom: true, to: 1 });
    if (header !== undefined) return header;
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const problem = `the header line can't be read (${cause.message})`;
    throw new DataFileError({ file: path, line: 1 }, problem, `Make it ${headerOf(table)}`, { cause });
  }
  throw new DataFileError({ file: path }, 'the file is empty', `Begin it with the line ${headerOf(table)}`);
}

/** The header as the table's columns: each exactly once, in any order. */
function columnsOf(path: string, table: FileTable, header: string[]): string[] {
  const known = table.columns.map((column) => column.name);
  refuseOtherDelimiter(path, table, header);
  const refuse = (column: string, problem: string) =>
    new DataFileError({ file: path, line: 1, column }, problem, `The columns are ${headerOf(table)}`);
  for (const [index, name] of header.entries()) {
    if (!known.includes(name)) {
      const hasAttributes = table.source === 'users' || table.source === 'accounts';
      const isName = /^[a-z][A-Za-z0-9]{0,39}$/.test(name);
      throw refuse(
        name,
        `the table ${table.name} has no such column${
          hasAttributes
            ? `, and the configuration names no attribute of your own like it (sources: { ${table.source}: { extraDimensions: { ${isName ? `${name}: {}` : `myName: { column: ${JSON.stringify(name)} }`} } } })`
            : ''
        }`,
      );
    }
    if (header.indexOf(name) < index) throw refuse(name, 'the header line names this column twice');
  }
  for (const name of known) {
    if (!header.includes(name)) throw refuse(name, "the header line doesn't name this column");
  }
  return header;
}

const delimiters = { ';': 'semicolons', '\t': 'tabs', '|': 'bars' };

/** A spreadsheet writes other separators in some languages; the whole header line then is one field. */
function refuseOtherDelimiter(path: string, table: FileTable, header: string[]): void {
  const [line = ''] = header;
  for (const [delimiter, name] of Object.entries(delimiters)) {
    const fields = line.split(delimiter);
    if (header.length > 1 || fields.length === 1) continue;
    if (!fields.some((field) => table.columns.some((column) => column.name === field.trim()))) continue;
    throw new DataFileError(
      { file: path, line: 1 },
      `the fields are separated by ${name}`,
      `Separate them by commas: ${headerOf(table)}`,
    );
  }
}

function headerOf(table: FileTable): string {
  return table.columns.map((column) => column.name).join(',');
}

const PROGRESS_INTERVAL_MS = 200;

/**
 * Reads one file into a temporary table of the same columns, by `COPY`. Keys and nulls are checked here, not when the
 * rows move on: only `COPY` knows the line.
 */
async function readIntoTemporaryTable(
  client: pg.Client,
  { path, table, columns }: SourceFile,
  onProgress: (event: LoadProgress) => void,
): Promise<number> {
  const definitions = table.columns.map(({ name, type, nullable }) =>
    [
      pg.escapeIdentifier(name),
      type === 'timestamptz' ? 'pg_temp.incoming_timestamp' : type,
      ...(nullable ? [] : ['NOT NULL']),
      ...(name === table.primaryKey ? ['PRIMARY KEY'] : []),
    ].join(' '),
  );
  await client.query(
    `CREATE TEMPORARY TABLE incoming_${table.name} (${definitions.join(', ')}) ON COMMIT DROP`,
  );

  const list = columns.map((column) => pg.escapeIdentifier(column)).join(', ');
  const copy = client.query(
    copyFrom(
      `COPY incoming_${table.name} (${list}) FROM STDIN
       WITH (FORMAT csv, HEADER true, ENCODING 'UTF8', FORCE_NULL (${list}))`,
    ),
  );
  const records = new RecordCounter();
  let reportedAt = performance.now();
  try {
    await pipeline(
      createReadStream(path),
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          records.follow(chunk);
          yield chunk;
          if (performance.now() - reportedAt >= PROGRESS_INTERVAL_MS) {
            reportedAt = performance.now();
            onProgress({ table: table.name, rows: records.rowsSoFar });
          }
        }
      },
      copy,
    );
  } catch (cause) {
    throw explain(cause, path, table, records);
  }
  // Postgres before 18 takes the line \. for the end of the data, wherever it stands, and ignores what follows.
  if (copy.rowCount !== records.rows) {
    throw new DataFileError(
      { file: path },
      `the row after the first ${copy.rowCount} rows is the line \\., which ends a COPY`,
      'Remove that line',
    );
  }
  onProgress({ table: table.name, rows: copy.rowCount });
  return copy.rowCount;
}

async function moveFromTemporaryTable(client: pg.Client, { path, table }: SourceFile): Promise<void> {
  const columns = table.columns.map(({ name }) => pg.escapeIdentifier(name)).join(', ');
  const values = table.columns.map(({ name, type }) => `${pg.escapeIdentifier(name)}::${type}`).join(', ');
  // The table is empty by now, so that a column that had another type can have this one.
  for (const { name, type } of table.ownColumns) {
    const column = pg.escapeIdentifier(name);
    await client.query(`ALTER TABLE ${table.name} ADD COLUMN IF NOT EXISTS ${column} ${type}`);
    await client.query(`ALTER TABLE ${table.name} ALTER COLUMN ${column} TYPE ${type} USING NULL::${type}`);
  }
  try {
    await client.query(
      `INSERT INTO ${table.name} (${columns}) SELECT ${values} FROM pg_temp.incoming_${table.name}`,
    );
  } catch (cause) {
    throw new Error(`${path}: ${(cause as Error).message}`, { cause });
  }
}

/**
 * Follows the quotes and line ends of a CSV file as it streams, in the way of `COPY`: each quote opens or closes. `COPY`
 * itself says nothing of its progress, and of a quote that is never closed only the end of the file; a CSV parser would
 * refuse other files than `COPY` does.
 */
class RecordCounter {
  /** The line on which the last quote was opened. */
  quoteOpenedOn = 1;
  #line = 1;
  #ends = 0;
  #quoted = false;
  #previous = LINE_FEED;

  /** Rows after the header line, in a file read to its end; the last line may lack its line end. */
  get rows(): number {
    const complete = this.#previous === LINE_FEED || this.#previous === CARRIAGE_RETURN;
    return this.#ends - (complete ? 1 : 0);
  }

  /** Rows after the header line, in a file still being read. */
  get rowsSoFar(): number {
    return Math.max(0, this.#ends - 1);
  }

  follow(chunk: Buffer): void {
    for (let index = 0; index < chunk.length; index++) {
      const byte = chunk[index] as number;
      if (byte === QUOTE) {
        this.#quoted = !this.#quoted;
        if (this.#quoted) this.quoteOpenedOn = this.#line;
      } else if (byte === CARRIAGE_RETURN || (byte === LINE_FEED && this.#previous !== CARRIAGE_RETURN)) {
        this.#line++;
        if (!this.#quoted) this.#ends++;
      }
      this.#previous = byte;
    }
  }
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;

const WRITE_A_TIME = 'Write the time like 2026-01-05T09:30:00.000Z';

/** What went wrong while reading a file, in the words of the file: Postgres knows the line, and mostly the column. */
function explain(cause: unknown, path: string, table: FileTable, records: RecordCounter): Error {
  if (!(cause instanceof pg.DatabaseError)) {
    return new Error(`${path}: ${(cause as Error).message}`, { cause });
  }
  const [, line, column, value] =
    /^COPY \w+, line (\d+)(?:, column (.+?))?(?:: "(.*)")?$/s.exec(cause.where ?? '') ?? [];
  const place = { file: path, line: line === undefined ? undefined : Number(line), column };
  const refuse = (problem: string, nextStep: string, at: Partial<DataFilePlace> = {}) =>
    new DataFileError({ ...place, ...at }, problem, nextStep, { cause });

  switch (cause.code) {
    case '23505': {
      const key = /\)=\((.*)\) already exists/s.exec(cause.detail ?? '')?.[1];
      return refuse(
        `the key ${JSON.stringify(key)} is on an earlier line already`,
        `Keep one row for each ${table.primaryKey}`,
        { column: table.primaryKey },
      );
    }
    case '23502':
      return refuse('this field is empty and may not be', 'Fill it in, or leave the row out', {
        column: cause.column,
      });
    case '23514':
      return refuse(`"${value}" is a word of Postgres', not a time`, WRITE_A_TIME);
    case '22007':
    case '22008':
    case '22009':
    case '22023':
      return refuse(`"${value}" is not a timestamp`, WRITE_A_TIME);
    case '22021':
    case '22P05':
      return refuse(`this is not UTF-8 (${cause.message})`, 'Save the file as UTF-8');
    case '22P04': {
      const missing = /missing data for column "(.+)"/.exec(cause.message)?.[1];
      if (missing !== undefined) {
        return refuse(
          'the row ends before this field',
          `Give every row the ${table.columns.length} fields that the header line names, and remove empty lines`,
          { column: missing },
        );
      }
      if (/extra data/.test(cause.message)) {
        return refuse(
          `the row has more fields than the ${table.columns.length} that the header line names`,
          'Put quotes around a field that contains a comma',
        );
      }
      if (/unterminated/.test(cause.message)) {
        return refuse(
          'a quote is opened here and never closed',
          'Close it; a quote inside a quoted field is written twice',
          { line: records.quoteOpenedOn },
        );
      }
    }
  }
  // SQLSTATE classes 22 and 23 are about the data; any other error is about the server or the connection.
  if (/^2[23]/.test(cause.code ?? '')) return refuse(cause.message, 'Correct it and load again');
  return new Error(`${path}${line === undefined ? '' : `, line ${line}`}: ${cause.message}`, { cause });
}
