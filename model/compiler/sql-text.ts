/** A text as it stands in a template literal: nothing of it is a reference of Cube's or ends the literal. */
export const templateText = (text: string): string =>
  text.replace(/[\\`]|\$(?=\{)/g, '\\$&').replaceAll('\r', '\\r');

/** Whatever holds text as it is in SQL, and comments, in which a quote begins none. */
const literals = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\//g;

/** SQL of the configuration's in a template literal: its lines may be indented, but for those of texts in it. */
export const templateSql = (sql: string): string =>
  templateText(
    sql.replace(literals, (literal) =>
      /^['"$]/.test(literal) ? literal.replaceAll('\n', lineEnd) : literal,
    ),
  ).replaceAll(lineEnd, '\\n');

/** What a template literal of such a text is, where it has no references: SQL that can be run. */
export const plainSql = (text: string): string =>
  text.replace(/\\([\s\S])/g, (_, escaped: string) => ({ n: '\n', r: '\r' })[escaped] ?? escaped);

/** Stands for the end of a line in a text until that is written as an escape. */
const lineEnd = '\u2028';

/** A Postgres string literal, quoted. */
export const sqlString = (value: string): string => templateSql(`'${value.replaceAll("'", "''")}'`);

/** That a column has one of some names. */
export const nameCondition = (names: readonly string[], column: string): string =>
  names.length === 1
    ? `${column} = ${sqlString(names[0] ?? '')}`
    : `${column} IN (${names.map(sqlString).join(', ')})`;

/** Elapsed time in hours, so that no calendar or time zone bends a window (rule 4). */
export const sqlDays = (days: number): string => `INTERVAL '${days * 24} hours'`;

/** The column of a name in camel case: `signedUpAt` is `signed_up_at`. */
export const snake = (name: string): string =>
  name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);

export const capitalized = (name: string): string => name.replace(/^./, (letter) => letter.toUpperCase());

/** Lines, each a step further in. */
export const indented = (text: string): string => text.replace(/^(?=.)/gm, '  ');

/** A query by a name, for others to read. */
export const cte = (name: string, sql: string, how = 'NOT MATERIALIZED '): string =>
  `${name} AS ${how}(\n${indented(sql)}\n)`;
