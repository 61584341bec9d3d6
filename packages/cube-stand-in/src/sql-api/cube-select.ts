import {
  type Functions,
  hasWindow,
  isAggregate,
  isAggregated,
  isCountOfSome,
  measureTypeAs,
} from './aggregates.ts';
import { type Catalogue, type ViewColumn, type ViewTable, viewOf } from './catalogue.ts';
import { conjunctsOf, nameOutputs, setCondition, sortedBy, wholeNumber } from './clauses.ts';
import { type FoundFilter, filterOf, mostFilters } from './cube-filters.ts';
import { type Fetch, rowsOf } from './fetch.ts';
import { columnRef, functionName, namesIn, nodesOf, type Tree, typeName, unwrap } from './syntax-tree.ts';
import { partOfTime } from './time-parts.ts';

/**
 * The one rule for when Cube answers a statement, with its cache and its rollups: where each SELECT that reads a view is
 * a query of Cube. That is: of one view, whichever sub-selects pass its columns on; grouped by dimensions,
 * `date_trunc(…)` and dates of times, or nothing; with no aggregates but those of measures; filtered by what
 * {@link filterOf} knows. The rest of the statement, orders, limits, expressions, windows, joins of such SELECTs, is a
 * query over Cube's groups. Every other statement is given to the source database.
 *
 * @param select without parameters; it is changed where this is so, and of no use otherwise
 * @returns what Cube is to be asked, in the order of the statement's parameters; nothing where it isn't so
 */
export function cubeSelects(select: Tree, catalogue: Catalogue, functions: Functions): Fetch[] | undefined {
  const reader = new CubeSelects(catalogue, functions);
  return reader.read(select, new Map(), true) && reader.fetches.length > 0 ? reader.fetches : undefined;
}

/** A view, or a sub-select that passes its columns on. */
interface Source {
  view: ViewTable;
  alias: string;
  columns: ReadonlyMap<string, ViewColumn>;
  found: FoundFilter[];
}

/** The CTEs, by their names. */
type Names = ReadonlyMap<string, Tree>;

class CubeSelects {
  readonly fetches: Fetch[] = [];

  constructor(
    private readonly catalogue: Catalogue,
    private readonly functions: Functions,
  ) {}

  /**
   * Whether everything in a SELECT is answered by Cube, or reads no view.
   *
   * @param isShown whether what it returns reaches the client as it is
   */
  read(node: Tree, outer: Names, isShown: boolean): boolean {
    const names = new Map(outer);
    const withClause = node.withClause as Tree | undefined;
    const ctes = ((withClause?.ctes as unknown[]) ?? []).map((cte) => unwrap(cte)[1]);
    if (withClause?.recursive && this.readsViews(ctes, names)) return false;
    for (const cte of ctes) {
      const [, query] = unwrap(cte.ctequery);
      // One that passes a view's columns on is a part of the SELECTs that read it.
      const isPassed =
        !cte.aliascolnames &&
        this.sourceOf({ RangeSubselect: { subquery: cte.ctequery } }, names) !== undefined;
      if (!isPassed && !this.read(query, names, false)) return false;
      names.set(cte.ctename as string, isPassed ? (cte.ctequery as Tree) : {});
    }
    if (node.op !== undefined && node.op !== 'SETOP_NONE') {
      return this.read(node.larg as Tree, names, isShown) && this.read(node.rarg as Tree, names, isShown);
    }
    const [item, ...others] = (node.fromClause as unknown[]) ?? [];
    const source = others.length === 0 ? this.sourceOf(item, names) : undefined;
    return source ? this.ofView(node, source, isShown) : this.readParts(node, names);
  }

  /** Whether the SELECTs in one that reads no view itself are answered by Cube. */
  private readParts(node: Tree, names: Names): boolean {
    const isRead = (tree: unknown): boolean => {
      if (Array.isArray(tree)) return tree.every(isRead);
      if (typeof tree !== 'object' || tree === null) return true;
      const [kind, inner] = unwrap(tree);
      if (kind === 'RangeVar') return !this.isView(inner, names);
      if (kind === 'SelectStmt') return this.read(inner, names, false);
      return Object.values(tree).every(isRead);
    };
    const { withClause: _, ...rest } = node;
    return isRead(rest);
  }

  private isView(range: Tree, names: Names): boolean {
    const cte = range.schemaname === undefined ? names.get(range.relname as string) : undefined;
    // One that passes columns on would have to be read here.
    return cte ? Object.keys(cte).length > 0 : viewOf(range, this.catalogue) !== undefined;
  }

  private readsViews(tree: unknown, names: Names): boolean {
    return nodesOf<Tree>(tree, 'RangeVar').some((range) => this.isView(range, names));
  }

  /** What is in FROM, where it is a view or passes one on. */
  private sourceOf(item: unknown, names: Names): Source | undefined {
    const [kind, node] = unwrap(item);
    const alias = node.alias as Tree | undefined;
    if (alias?.colnames) return undefined;
    if (kind === 'RangeVar') {
      const name = node.relname as string;
      const query = node.schemaname === undefined ? names.get(name) : undefined;
      if (query) {
        return Object.keys(query).length === 0
          ? undefined
          : this.sourceOf(
              { RangeSubselect: { subquery: query, alias: alias ?? { aliasname: name } } },
              names,
            );
      }
      const view = viewOf(node, this.catalogue);
      return view && { view, alias: (alias?.aliasname as string) ?? name, columns: view.columns, found: [] };
    }
    if (kind !== 'RangeSubselect' || node.lateral) return undefined;
    const [, query] = unwrap(node.subquery);
    const known = ['targetList', 'fromClause', 'whereClause', 'limitOption', 'op'];
    const [inner, ...others] = (query.fromClause as unknown[]) ?? [];
    if (others.length > 0 || Object.keys(query).some((key) => !known.includes(key))) return undefined;
    const source = this.sourceOf(inner, names);
    const found = source && filtersOf(query.whereClause, source);
    if (!source || !found) return undefined;
    const columns = new Map<string, ViewColumn>();
    for (const wrapped of (query.targetList as unknown[]) ?? []) {
      const [, { name, val }] = unwrap(wrapped);
      const fields = unwrap(val)[0] === 'ColumnRef' ? namesIn(unwrap(val)[1].fields) : [];
      if (fields.at(-1) === '*') {
        for (const [own, column] of source.columns) columns.set(own, column);
        continue;
      }
      const column = columnIn(source, fields);
      if (!column) return undefined;
      // A measure that it names is a value of its groups, unless the SELECT around it aggregates it.
      columns.set((name as string | undefined) ?? (fields.at(-1) as string), column);
    }
    return {
      view: source.view,
      alias: (alias?.aliasname as string) ?? 'cube_statement_rows',
      columns,
      found: [...source.found, ...found],
    };
  }

  private ofView(node: Tree, source: Source, isShown: boolean): boolean {
    const parts = [
      node.targetList,
      node.whereClause,
      node.havingClause,
      node.sortClause,
      node.groupClause,
      node.limitCount,
      node.limitOffset,
    ];
    if (nodesOf([...parts, node.windowClause, node.distinctClause], 'SubLink').length > 0) return false;
    if (node.lockingClause || nodesOf(node.groupClause, 'GroupingSet').length > 0) return false;
    const filters = filtersOf(node.whereClause, source);
    if (!filters) return false;
    const having = conjunctsOf(node.havingClause);
    const groups = (node.groupClause as unknown[]) ?? [];
    // Each group has rows, as Tableau asks.
    if (groups.length > 0)
      setCondition(
        node,
        'havingClause',
        having.filter((one) => !isCountOfSome(one)),
      );
    const targets = ((node.targetList as unknown[]) ?? []).map((wrapped) => unwrap(wrapped)[1]);
    if (
      targets.some(
        ({ val }) => unwrap(val)[0] === 'ColumnRef' && namesIn(unwrap(val)[1].fields).at(-1) === '*',
      )
    )
      return false;
    nameOutputs(node);

    const query = new Query(
      source,
      this.functions,
      isAggregated(node, this.functions) ? 'aggregates' : 'columns',
    );
    const keys =
      query.isOf === 'aggregates'
        ? groups.map((item) => keyIn(item, targets, source))
        : targets.filter(({ val }) => !query.hasMeasure(val)).map(({ val }) => val);
    if (!keys.every((key) => key === undefined || query.isKey(key))) return false;
    if (query.isOf === 'columns') {
      const hasMeasures = targets.some(({ val }) => query.hasMeasure(val));
      if (hasMeasures ? !isShown : !isDistinct(node)) return false;
      if (hasWindow(node)) return false;
    }
    const isOutput = (by: unknown): boolean => isNameOf(by, targets) || wholeNumber(by) !== undefined;
    if (!query.read(targets) || query.columns.size === 0) return false;
    const dimensions = query.dimensions;
    const isRead =
      query.read(node.havingClause) &&
      query.read(node.windowClause) &&
      groups.every((item) => isOutputOnly(item, targets, source) || query.read(item)) &&
      ((node.sortClause as unknown[]) ?? []).every(
        (item) => isOutput(sortedBy(item)) || query.read(sortedBy(item)),
      );
    // Of columns alone, those that are shown are the groups.
    if (!isRead || (query.isOf === 'columns' && query.dimensions > dimensions)) return false;

    const found = [...source.found, ...filters];
    if (found.length > mostFilters) return false;
    delete node.whereClause;
    this.fetches.push({
      view: source.view,
      columns: [...query.columns.values()],
      filters: found.flatMap((one) => ('filters' in one ? one.filters : [])),
      segments: found.flatMap((one) => ('segment' in one ? [one.segment] : [])),
    });
    node.fromClause = [rowsOf(this.fetches.length, source.alias, [...query.columns.values()])];
    return true;
  }
}

/** What one SELECT asks Cube for. */
class Query {
  readonly columns = new Map<string, Fetch['columns'][number]>();

  constructor(
    private readonly source: Source,
    private readonly functions: Functions,
    readonly isOf: 'aggregates' | 'columns',
  ) {}

  get dimensions(): number {
    return [...this.columns.values()].filter(({ column }) => column.kind === 'dimension').length;
  }

  /** Whether Cube groups by an expression. */
  isKey(expression: unknown): boolean {
    const [kind, node] = unwrap(expression);
    if (kind === 'ColumnRef') {
      const column = columnIn(this.source, namesIn(node.fields));
      return column?.kind === 'dimension' && column.type !== 'timestamp';
    }
    if (kind === 'A_Const') return true;
    const timed = partOfTime(kind, node);
    const isWhole =
      kind === 'TypeCast' || functionName(node) === 'date_trunc' || functionName(node) === 'date';
    return isWhole && timed !== undefined && this.timeIn(timed.expression) !== undefined;
  }

  hasMeasure(expression: unknown): boolean {
    return nodesOf<Tree>(expression, 'ColumnRef').some(
      ({ fields }) => columnIn(this.source, namesIn(fields))?.kind === 'measure',
    );
  }

  /** Reads an expression over groups; false where it isn't one. */
  read(tree: unknown): boolean {
    if (Array.isArray(tree)) return tree.every((item) => this.read(item));
    if (typeof tree !== 'object' || tree === null) return true;
    const [kind, node] = unwrap(tree);
    if (kind === 'ColumnRef') return this.readColumn(node);
    if (kind === 'FuncCall' && isAggregate(node, this.functions)) return this.readMeasure(tree as Tree, node);
    const timed = partOfTime(kind, node);
    const column = timed && this.timeIn(timed.expression);
    if (timed && column) {
      const [, reference] = unwrap(timed.expression);
      reference.fields = this.add(column, timed.granularity);
      return true;
    }
    return Object.values(tree).every((child) => this.read(child));
  }

  private timeIn(expression: unknown): ViewColumn | undefined {
    const [kind, node] = unwrap(expression);
    const column = kind === 'ColumnRef' ? columnIn(this.source, namesIn(node.fields)) : undefined;
    return column?.kind === 'dimension' && column.type === 'timestamp' ? column : undefined;
  }

  private readColumn(node: Tree): boolean {
    const names = namesIn(node.fields);
    const column = columnIn(this.source, names);
    // A segment or a moment is no group; a measure is one's value only where nothing is aggregated.
    if (!column) return names.at(-1) !== '*' && names.length === 1 && names[0] !== this.source.alias;
    if (column.kind === 'segment' || column.type === 'timestamp') return false;
    if (column.kind === 'measure' && this.isOf === 'aggregates') return false;
    node.fields = this.add(column);
    return true;
  }

  private readMeasure(holder: Tree, node: Tree): boolean {
    const [argument, ...others] = (node.args as unknown[]) ?? [];
    const [kind, reference] = unwrap(argument);
    const column =
      kind === 'ColumnRef' && others.length === 0
        ? columnIn(this.source, namesIn(reference.fields))
        : undefined;
    if (column?.kind !== 'measure' || node.agg_filter) return false;
    const type = measureTypeAs(node, column, this.source.view);
    const call = {
      FuncCall: {
        funcname: ['pg_catalog', 'measure'].map((sval) => ({ String: { sval } })),
        args: [{ ColumnRef: { fields: this.add(column) } }],
        funcformat: 'COERCE_EXPLICIT_CALL',
      },
    };
    delete holder.FuncCall;
    Object.assign(holder, type === undefined ? call : { TypeCast: { arg: call, typeName: typeName(type) } });
    return true;
  }

  private add(column: ViewColumn, granularity?: string): unknown {
    const name = granularity === undefined ? column.name : `${column.name}.${granularity}`;
    this.columns.set(name, { name, column, granularity });
    return (columnRef(this.source.alias, name).ColumnRef as Tree).fields;
  }
}

/** The filters that a WHERE is; nothing where a part of it is no filter of Cube. */
function filtersOf(where: unknown, source: Source): FoundFilter[] | undefined {
  const found = conjunctsOf(where).map((one) => filterOf(one, (names) => columnIn(source, names)));
  return found.every((one) => one !== undefined) ? found : undefined;
}

function columnIn({ alias, columns }: Source, names: string[]): ViewColumn | undefined {
  const isOf = names.length === 1 || names.at(-2) === alias;
  return isOf ? columns.get(names.at(-1) as string) : undefined;
}

/** The expression that an item of GROUP BY is. */
function keyIn(item: unknown, targets: Tree[], source: Source): unknown {
  const number = wholeNumber(item);
  if (number !== undefined) return targets[number - 1]?.val;
  if (!isOutputOnly(item, targets, source)) return item;
  const name = namesIn(unwrap(item)[1].fields)[0];
  return targets.find((target) => target.name === name)?.val;
}

const isNameOf = (expression: unknown, targets: Tree[]): boolean => {
  const [kind, node] = unwrap(expression);
  const names = kind === 'ColumnRef' ? namesIn(node.fields) : [];
  return names.length === 1 && targets.some(({ name }) => name === names[0]);
};

/** Of a column and an output by the same name, GROUP BY means the column. */
const isOutputOnly = (item: unknown, targets: Tree[], source: Source): boolean =>
  wholeNumber(item) !== undefined ||
  (isNameOf(item, targets) && !columnIn(source, namesIn(unwrap(item)[1].fields)));

/** SELECT DISTINCT, without ON. */
const isDistinct = ({ distinctClause }: Tree): boolean =>
  Array.isArray(distinctClause) && Object.keys((distinctClause[0] as Tree) ?? {}).length === 0;
