import type { Catalogue, ViewColumn, ViewTable } from './catalogue.ts';
import type { FetchColumn } from './fetch.ts';
import { refusal } from './sql-error.ts';
import { impliedName, namesIn, type Tree, unwrap } from './syntax-tree.ts';

/** One item of a FROM. */
export interface FromItem {
  alias: string;
  view: ViewTable | undefined;
  /** Whether rows of it may be missing where the condition of a join doesn't hold. */
  isNullable: boolean;
}

/** What a SELECT reads of its view. */
export class Reading {
  readonly columns = new Map<string, FetchColumn>();
  readonly bareMeasures: string[] = [];
  readonly measures: string[] = [];
  /** Aggregates of something else than a measure, that count a row as often as it is there. */
  readonly counting: string[] = [];
  /** Those that don't. */
  readonly choosing: string[] = [];

  constructor(readonly item: FromItem & { view: ViewTable }) {}

  /** Has Cube asked for a column. Returns its name in the statement. */
  read(column: ViewColumn, granularity?: string): string {
    const name = granularity === undefined ? column.name : `${column.name}.${granularity}`;
    this.columns.set(name, { name, column, granularity });
    return name;
  }
}

/** A SELECT, as the names in it are looked up. */
export interface Scope {
  items: FromItem[];
  reading: Reading | undefined;
  parent: Scope | undefined;
  /** The names of the columns that the SELECT returns. */
  outputs: ReadonlySet<string>;
}

/** The view that a name in FROM is. */
export function viewOf(
  range: Tree,
  catalogue: Catalogue,
  hidden: ReadonlySet<string>,
): ViewTable | undefined {
  const name = range.relname as string;
  if (range.schemaname === undefined && hidden.has(name)) return undefined;
  return range.schemaname === undefined || range.schemaname === 'public' ? catalogue.get(name) : undefined;
}

/**
 * The view's column that a reference means, from the innermost SELECT outwards.
 *
 * @throws {SqlError} where it may as well be a column of something else on the way, whose columns aren't known here
 */
export function resolve(
  { fields }: Tree,
  innermost: Scope,
): { reading: Reading; column: ViewColumn; scope: Scope } | undefined {
  const names = namesIn(fields);
  const column = names.at(-1) as string;
  const alias = names.at(-2);
  let isUncertain = false;
  for (let scope: Scope | undefined = innermost; scope; scope = scope.parent) {
    const { reading } = scope;
    const found = reading?.item.view.columns.get(column);
    if (alias !== undefined && scope.items.some((item) => item.alias === alias)) {
      return reading && found && reading.item.alias === alias ? { reading, column: found, scope } : undefined;
    }
    if (alias === undefined && reading && found) {
      if (isUncertain) {
        throw refusal(
          `"${column}" may be of "${reading.item.view.name}", or of a table nearer to it`,
          'Write it with the name of its table.',
        );
      }
      return { reading, column: found, scope };
    }
    if (alias === undefined && reading && column === reading.item.alias) {
      throw refusal(`"${reading.item.view.name}" as one value`, 'Name its columns.');
    }
    isUncertain ||= scope.items.some(({ view }) => view === undefined);
  }
  return undefined;
}

/** Whether an expression is no more than the name of a column of the SELECT. */
export const isOutputName = (expression: unknown, scope: Scope): boolean => {
  const [kind, node] = unwrap(expression);
  const names = kind === 'ColumnRef' ? namesIn(node.fields) : [];
  return names.length === 1 && scope.outputs.has(names[0] as string);
};

/** The names of the columns of a SELECT, but for those of a star. */
export const outputNames = ({ targetList }: Tree): ReadonlySet<string> =>
  new Set(
    ((targetList as unknown[]) ?? []).flatMap((target) => {
      const [, { name, val }] = unwrap(target);
      const output = (name as string | undefined) ?? impliedName(val);
      return output === undefined ? [] : [output];
    }),
  );
