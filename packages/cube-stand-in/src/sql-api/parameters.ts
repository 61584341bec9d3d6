import { exchangeRows, executeAtMost, run } from './exchanges.ts';
import { bind, parse, rowValues, sync } from './messages.ts';
import type { Exchange } from './postgres.ts';
import { constant, type Tree, typeName } from './syntax-tree.ts';

/** The values of a statement's parameters, as a client sends them. */
export interface ParameterValues {
  values: (Buffer | null)[];
  /** 0 for text and 1 for binary: none, one for all, or one for each. */
  formats: number[];
}

/**
 * Writes the values of parameters into a statement, as constants of their types.
 *
 * @param types their numbers in Postgres' catalogue
 * @param ask has the catalogue's Postgres do something for this session
 * @throws {SqlError} for a value that isn't one of its type
 */
export async function fillParameters(
  select: Tree,
  types: number[],
  { values, formats }: ParameterValues,
  ask: <Result>(task: (exchange: Exchange) => Promise<Result>) => Promise<Result>,
): Promise<void> {
  if (types.length === 0) return;
  const names = await ask((exchange) =>
    run(exchange, `SELECT format_type(unnest('{${types.join()}}'::oid[]), NULL)`),
  );
  const texts = formats.includes(1)
    ? await ask((exchange) => asTexts(exchange, types, { values, formats }))
    : values.map((value) => value?.toString('utf8') ?? null);
  const ofTypes = names.map(([name]) => name as string);
  const trees = new Map([...new Set(ofTypes)].map((name) => [name, typeName(name)]));
  const constants = types.map((_, index) =>
    constant(texts[index] ?? null, trees.get(ofTypes[index] as string) as Tree),
  );
  replaceParameters(select, constants);
}

async function asTexts(
  exchange: Exchange,
  types: number[],
  { values, formats }: ParameterValues,
): Promise<(string | null | undefined)[]> {
  const request = Buffer.concat([
    parse(`SELECT unnest(ARRAY[${types.map((_, index) => `$${index + 1}::text`).join(', ')}])`, types),
    bind(values, formats),
    executeAtMost(0),
    sync(),
  ]);
  const { rows } = await exchangeRows(exchange, request, false);
  return rows.map((row) => rowValues(row.subarray(5))[0]);
}

function replaceParameters(tree: unknown, constants: Tree[]): void {
  if (typeof tree !== 'object' || tree === null) return;
  const holder = tree as Tree;
  const parameter = holder.ParamRef as Tree | undefined;
  const value = parameter && constants[Number(parameter.number) - 1];
  if (value) {
    delete holder.ParamRef;
    Object.assign(holder, structuredClone(value));
    return;
  }
  for (const child of Object.values(holder)) replaceParameters(child, constants);
}
