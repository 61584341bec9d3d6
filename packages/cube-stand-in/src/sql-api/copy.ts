import { BodyReader, type Column, copyData, copyDone, copyOutResponse, int16, int32 } from './messages.ts';
import { type Rows, through } from './rows.ts';
import { refusal, SqlError } from './sql-error.ts';
import {
  columnRef,
  namesIn,
  type Statement,
  selectOf,
  statementOf,
  type Tree,
  unwrap,
} from './syntax-tree.ts';

/** How a COPY writes rows. */
interface CopyOptions {
  format: 'text' | 'csv' | 'binary';
  header: boolean;
  delimiter: string;
  null: string;
  quote: string;
  escape: string;
  /** The columns that are always quoted. */
  forceQuote: string[] | 'all';
}

/**
 * The rows that a COPY … TO STDOUT sends, as a SELECT, and how.
 *
 * @throws {SqlError} for options that Postgres doesn't know, or that aren't there
 */
export function copyOf({ query, relation, attlist, options }: Tree): {
  query: Statement;
  options: CopyOptions;
} {
  const select = query ?? {
    SelectStmt: {
      ...selectOf(relation && attlist ? namesIn(attlist).map((name) => columnRef(name)) : [star]),
      fromClause: [{ RangeVar: relation }],
    },
  };
  const given = new Map(
    ((options as Tree[] | undefined) ?? []).map((option) => {
      const [, { defname, arg }] = unwrap(option);
      return [String(defname), arg];
    }),
  );
  const text = (name: string): string | undefined => {
    if (!given.has(name)) return undefined;
    const [kind, node] = unwrap(given.get(name));
    return kind === 'List' ? undefined : String(node.sval ?? node.ival ?? '');
  };
  const format = text('format') ?? 'text';
  if (format !== 'text' && format !== 'csv' && format !== 'binary') {
    throw new SqlError('22023', `COPY format "${format}" not recognized`);
  }
  for (const name of given.keys()) {
    if (
      !['format', 'header', 'delimiter', 'null', 'quote', 'escape', 'force_quote', 'encoding'].includes(name)
    ) {
      throw refusal(`COPY with ${name.toUpperCase()}`);
    }
  }
  if (!/^(utf-?8)?$/i.test(text('encoding') ?? '')) throw refusal('COPY in another encoding than UTF8');
  const [forced, force] = unwrap(given.get('force_quote'));
  const quote = text('quote') ?? '"';
  const delimiter = text('delimiter') ?? (format === 'csv' ? ',' : '\t');
  for (const [name, one] of Object.entries({ delimiter, quote, escape: text('escape') ?? quote })) {
    if (Buffer.byteLength(one) !== 1 || /[\r\n]/.test(one)) {
      throw new SqlError('0A000', `COPY ${name} must be a single one-byte character`);
    }
  }
  return {
    query: statementOf(select),
    options: {
      format,
      // An option without a value is on.
      header:
        given.has('header') && !/^(false|off|0)$/i.test(given.get('header') ? (text('header') ?? '') : ''),
      delimiter,
      null: text('null') ?? (format === 'csv' ? '' : '\\N'),
      quote,
      escape: text('escape') ?? quote,
      forceQuote: forced === 'A_Star' ? 'all' : namesIn(force.items),
    },
  };
}

const star = { ColumnRef: { fields: [{ A_Star: {} }] } };

/** The rows of a result as a COPY sends them, with what is before and after. */
export function copied(
  rows: Rows,
  columns: Column[],
  options: CopyOptions,
): { rows: Rows; copy: { start: Buffer[]; end: Buffer[] } } {
  const response = copyOutResponse(options.format === 'binary' ? 1 : 0, columns.length);
  if (options.format === 'binary') {
    const header = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), int32(0), int32(0)]);
    return {
      // A DataRow is laid out as a row of the file is.
      rows: mapped(rows, (row) => copyData(row.subarray(5))),
      copy: { start: [response, copyData(header)], end: [copyData(int16(-1)), copyDone()] },
    };
  }
  const write = (values: (string | null)[], forced?: boolean[]): Buffer =>
    copyData(
      Buffer.from(
        `${values.map((value, index) => field(value, forced?.[index], options, values.length)).join(options.delimiter)}\n`,
      ),
    );
  const forced = columns.map(({ name }) => options.forceQuote === 'all' || options.forceQuote.includes(name));
  return {
    rows: mapped(rows, (row) => {
      const reader = new BodyReader(row.subarray(5));
      return write(
        reader.list(() => reader.value()?.toString('utf8') ?? null),
        forced,
      );
    }),
    copy: {
      start: [response, ...(options.header ? [write(columns.map(({ name }) => name))] : [])],
      end: [copyDone()],
    },
  };
}

/** A value as Postgres writes it into a line. */
function field(
  value: string | null,
  isForced: boolean | undefined,
  options: CopyOptions,
  columns: number,
): string {
  const { format, delimiter, quote, escape: escaping } = options;
  if (value === null) return options.null;
  if (format === 'text') {
    return [...value]
      .map((one) =>
        one in escapes ? `\\${escapes[one]}` : one === '\\' || one === delimiter ? `\\${one}` : one,
      )
      .join('');
  }
  const isQuoted =
    isForced ||
    value === options.null ||
    // The end of a file, where it is alone in its line.
    (columns === 1 && value === '\\.') ||
    [delimiter, quote, '\n', '\r'].some((special) => value.includes(special));
  if (!isQuoted) return value;
  const escaped = [...value]
    .map((one) => (one === quote || one === escaping ? escaping + one : one))
    .join('');
  return quote + escaped + quote;
}

const escapes: Record<string, string> = { '\b': 'b', '\f': 'f', '\n': 'n', '\r': 'r', '\t': 't', '\v': 'v' };

/** The same rows, each written otherwise. */
const mapped = (rows: Rows, write: (row: Buffer) => Buffer): Rows =>
  through(rows, async (batches) => {
    const result = await batches.next();
    return result.done ? result : { value: result.value.map(write) };
  });
