/** A member of a cube as Cube takes it. SQL is the text of a template literal: `${CUBE}` is the cube's alias in it. */
export interface CubeMember {
  sql?: string;
  type?: 'string' | 'number' | 'boolean' | 'time' | 'count' | 'countDistinct' | 'sum' | 'min' | 'max';
  filters?: { sql: string }[];
  title?: string;
  description?: string;
  public?: boolean;
  primaryKey?: boolean;
  /** A d3-format specifier such as `,.2f`. Cube's `percent` multiplies by 100. */
  format?: string;
  meta?: CubeMeta;
  /** What the list behind a number shows. */
  drillMembers?: Code[];
}

/** Metadata, served by Cube's `/meta`. */
export type CubeMeta = { [key: string]: string | number | readonly string[] | boolean | CubeMeta };

/** JavaScript as it stands. */
export class Code {
  constructor(readonly text: string) {}
}

/** Members by their path from the cube, as Cube refers to them. */
export const references = (paths: readonly string[]): Code[] => paths.map((path) => new Code(`CUBE.${path}`));

/** Properties whose value is SQL. */
const sqlProperties = new Set(['sql']);

const width = 110;

/** The file of a cube or a view: a call of Cube's model language. */
export const fileText = (kind: 'cube' | 'view', name: string, definition: object): string =>
  `// Written by \`activation build\` from the declarations in model/kpis and the configuration: change those.\n${kind}(${quoted(name)}, ${printed(definition, '')});\n`;

function printed(value: unknown, indent: string, key = ''): string {
  if (value instanceof Code) return value.text;
  if (typeof value === 'string') return sqlProperties.has(key) ? template(value, indent) : quoted(value);
  if (value === null || typeof value !== 'object') return String(value);
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const items = Object.entries(value).flatMap(([name, item]) =>
    item === undefined
      ? []
      : [Array.isArray(value) ? printed(item, inner) : `${keyText(name)}: ${printed(item, inner, name)}`],
  );
  if (items.length === 0) return `${open}${close}`;
  const padding = Array.isArray(value) ? '' : ' ';
  const line = `${open}${padding}${items.join(', ')}${padding}${close}`;
  const isShort = indent.length + line.length + key.length <= width && !/\n|: \{/.test(line);
  return isShort && (Array.isArray(value) || items.length <= 3)
    ? line
    : `${open}\n${items.map((item) => `${inner}${item},\n`).join('')}${indent}${close}`;
}

const keyText = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : quoted(name));

const quoted = (text: string): string => {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const body = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  return `${quote}${body.replaceAll(quote, `\\${quote}`)}${quote}`;
};

/** SQL of several lines begins on a line of its own, and is indented as what it stands in. */
const template = (sql: string, indent: string): string =>
  sql.includes('\n') ? `\`\n${sql.replace(/^(?=.)/gm, `${indent}  `)}\`` : `\`${sql}\``;
