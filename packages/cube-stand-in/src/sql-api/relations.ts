import type { ViewColumn, ViewTable } from './catalogue.ts';
import type { CubeFilter } from './cube.ts';
import { refusal } from './sql-error.ts';
import { columnRef, type Tree } from './syntax-tree.ts';

/** A column of something in FROM. */
export interface Column {
  readonly name: string;
  /**
   * Says that the statement reads it.
   *
   * @param isByDay whether the day of a time is all that is read of it
   */
  read(isByDay?: boolean): void;
  /** Of a measure that isn't aggregated yet, which one. */
  readonly measure?: Measure | undefined;
  /** Of a value that a measure has for groups nobody named, the measure's name: it isn't to be aggregated again. */
  readonly ofMeasure?: string | undefined;
}

/** Something in FROM. */
export interface Relation {
  readonly alias: string;
  readonly columns: readonly Column[];
  /** The columns that no two rows have alike; none where there is one row at most; nothing where it isn't known. */
  readonly key?: readonly string[] | undefined;
  /** The view that it is, or is the rows of. */
  readonly rows?: ViewRows | undefined;
  /** Of a sub-select that does no more than pass rows on. */
  readonly wrapper?: Wrapper | undefined;
}

/** A measure of a view that a SELECT sees, whichever sub-selects are between. */
export interface Measure {
  readonly column: ViewColumn;
  readonly rows: ViewRows;
  /** The sub-selects that pass it on, the innermost first. */
  readonly path: readonly { wrapper: Wrapper; relation: Relation }[];
}

/** One mention of a view in a statement, and what the statement reads of it. */
export class ViewRows implements Relation {
  readonly columns: readonly Column[];
  /** The dimensions and segments that are read, and whether it is by day alone. */
  readonly reads = new Map<ViewColumn, boolean>();
  readonly measures = new Set<ViewColumn>();
  /** Filters that leave out nothing that the statement doesn't leave out. */
  readonly filters: CubeFilter[] = [];
  readonly segments: string[] = [];
  /** Whether what is read are single rows, and not aggregates of them. */
  isListed = false;

  /** @param range where it stands in the statement */
  constructor(
    readonly view: ViewTable,
    readonly alias: string,
    readonly range: Tree,
  ) {
    this.columns = [...view.columns.values()].map((column) => ({
      name: column.name,
      read: (isByDay = false) => {
        if (column.kind !== 'measure') this.reads.set(column, isByDay && (this.reads.get(column) ?? true));
      },
      ...(column.kind === 'measure' && { measure: { column, rows: this, path: [] } }),
    }));
  }

  get rows(): this {
    return this;
  }
}

/**
 * A sub-select or a CTE that passes rows on as they are. With measures among its columns it means one of two: where
 * somebody aggregates one of them, the rows; where somebody takes their values, the groups by its other columns.
 */
export class Wrapper {
  private meaning: 'rows' | 'groups' | undefined;
  private readonly hidden = new Set<string>();

  /**
   * @param node its SELECT
   * @param named the measures that it names, and doesn't show by a star
   */
  constructor(
    private readonly node: Tree,
    readonly named: readonly string[],
    private readonly group: () => void,
  ) {}

  get isGrouped(): boolean {
    return this.meaning === 'groups';
  }

  meanRows(): void {
    if (this.meaning === 'groups') this.refuse();
    this.meaning = 'rows';
  }

  meanGroups(): void {
    if (this.meaning === 'rows') this.refuse();
    if (this.meaning === undefined) this.group();
    this.meaning = 'groups';
  }

  /** Has it pass on a column that nobody named. */
  pass(name: string, alias: string): void {
    if (this.hidden.has(name)) return;
    this.hidden.add(name);
    (this.node.targetList as unknown[]).push({ ResTarget: { name, val: columnRef(alias, name) } });
  }

  private refuse(): never {
    throw refusal(
      `"${this.named[0]}" is a measure, and the statement takes it for a value of a group and aggregates it as well`,
      `Write MEASURE("${this.named[0]}") with a GROUP BY where it is a value.`,
    );
  }
}

/** A SELECT, as names in it are looked up. */
export interface Scope {
  readonly relations: Relation[];
  readonly parent: Scope | undefined;
}

/** What a name means: a column, or the whole row where it is the name of a relation. */
export type Found =
  | { kind: 'column'; column: Column; relation: Relation; scope: Scope }
  | { kind: 'row'; relation: Relation; scope: Scope };

/**
 * What a reference to a column means, from the innermost SELECT outwards. Postgres has looked at the statement before:
 * where there are two, they are the same by USING.
 */
export function resolve(names: readonly string[], innermost: Scope | undefined): Found | undefined {
  const name = names.at(-1) as string;
  const alias = names.at(-2);
  for (let scope = innermost; scope; scope = scope.parent) {
    if (alias !== undefined) {
      const relation = scope.relations.find((one) => one.alias === alias);
      const column = relation?.columns.find((one) => one.name === name);
      if (relation && column) return { kind: 'column', column, relation, scope };
      if (relation) return undefined;
      continue;
    }
    const found = scope.relations.flatMap((relation) =>
      relation.columns.filter((one) => one.name === name).map((column) => ({ column, relation })),
    );
    if (found[0]) return { kind: 'column', ...found[0], scope };
    const row = scope.relations.find((one) => one.alias === name);
    if (row) return { kind: 'row', relation: row, scope };
  }
  return undefined;
}
