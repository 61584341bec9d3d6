import { type Catalogue, quoted, type ViewColumn, type ViewTable } from './catalogue.ts';
import { type PendingCondition, pendingCondition } from './conditions.ts';
import { fittingAggregates } from './member-types.ts';
import { mergeProjections } from './projections.ts';
import { refusal, SqlError } from './sql-error.ts';
import {
  columnRef,
  functionName,
  impliedName,
  namesIn,
  nodesOf,
  statementsIn,
  type Tree,
  typeName,
  unwrap,
} from './syntax-tree.ts';

/** What a statement asks Cube for, in the place of one mention of a view. */
export interface Fetch {
  view: ViewTable;
  /** The columns that the rest of the statement reads. */
  columns: FetchColumn[];
  /** Whether each row is one of the view's, and not a group of them. */
  isUngrouped: boolean;
  /** Which rows, once the constants are known. */
  conditions: PendingCondition[];
  segments: string[];
  /** The rows that are enough, whichever they are. */
  limit: number | undefined;
}

export interface FetchColumn {
  /** Its name in the rest of the statement: the column's, with the granularity of times. */
  name: string;
  column: ViewColumn;
  granularity: string | undefined;
}

/** What is known of Postgres' functions. */
export interface Functions {
  aggregates: ReadonlySet<string>;
  /** Those whose value may differ between two calls of a statement. */
  volatile: ReadonlySet<string>;
}

/** Whether what a SELECT returns reaches the client as it is, which may be groups without saying so. */
type Place = 'shown' | 'used';

/**
 * Divides a SELECT between Cube and Postgres. Of each view it reads, the measures, the dimensions they are grouped by
 * and the conditions that Cube has a filter for become a {@link Fetch}; in the statement, rows in JSON take the
 * view's place, and a measure's aggregate becomes `MEASURE` of the one row of its group.
 *
 * @param select the statement, which is changed
 * @throws {SqlError} for what can't be answered exactly
 */
export function divide(select: Tree, catalogue: Catalogue, functions: Functions): Fetch[] {
  const fetches: Fetch[] = [];
  const merged = mergeProjections(select, catalogue, functions);
  new Division(catalogue, functions, merged, fetches).select(select, 'shown', new Set(), undefined);
  return fetches;
}

/** One item of a FROM. */
interface FromItem {
  alias: string;
  view: ViewTable | undefined;
  /** Whether rows of it may be missing where the condition of a join doesn't hold. */
  isNullable: boolean;
}

/** What a SELECT reads of its view. */
class Reading {
  readonly columns = new Map<string, FetchColumn>();
  readonly bareMeasures: string[] = [];
  readonly measures: string[] = [];
  /** Aggregates of something else than a measure, that count a row as often as it is there. */
  readonly counting: string[] = [];
  /** Those that don't. */
  readonly choosing: string[] = [];

  constructor(readonly item: FromItem & { view: ViewTable }) {}

  read(column: ViewColumn, granularity?: string): string {
    const name = granularity === undefined ? column.name : `${column.name}.${granularity}`;
    this.columns.set(name, { name, column, granularity });
    return name;
  }
}

interface Scope {
  items: FromItem[];
  reading: Reading | undefined;
  parent: Scope | undefined;
  /** The names of the columns that the SELECT returns. */
  outputs: ReadonlySet<string>;
}

/** Where in a SELECT an expression is. */
interface Where {
  scope: Scope;
  isInAggregate: boolean;
}

const granularities: Record<string, string> = {
  second: 'second',
  minute: 'minute',
  hour: 'hour',
  day: 'day',
  week: 'week',
  month: 'month',
  quarter: 'quarter',
  year: 'year',
};

/** The granularity at which a field of a time is the same as the time's own. */
const granularityOfField: Record<string, string> = {
  ...granularities,
  isoyear: 'week',
  decade: 'year',
  century: 'year',
  millennium: 'year',
  dow: 'day',
  isodow: 'day',
  doy: 'day',
};

/** They have the same value however often a row is there. */
const choosingAggregates = new Set(['min', 'max', 'bool_and', 'bool_or', 'every', 'bit_and', 'bit_or']);

class Division {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly functions: Functions,
    private readonly merged: WeakSet<Tree>,
    private readonly fetches: Fetch[],
  ) {}

  /** @param hidden names of CTEs, which hide views of the same name */
  select(node: Tree, place: Place, hidden: ReadonlySet<string>, parent: Scope | undefined): void {
    const names = this.withClause(node, hidden, parent);
    if (node.op !== undefined && node.op !== 'SETOP_NONE') {
      this.select(node.larg as Tree, place, names, parent);
      this.select(node.rarg as Tree, place, names, parent);
      return;
    }
    const aggregates = isAggregated(node, this.functions);
    const isPlain = !aggregates && !node.distinctClause && !hasWindow(node);
    const from = (node.fromClause as unknown[] | undefined) ?? [];
    const scope: Scope = { items: [], reading: undefined, parent, outputs: outputNames(node) };
    if (this.merged.has(node)) place = 'used';
    const innerPlace = place === 'shown' && isPlain && from.length === 1 ? 'shown' : 'used';
    for (const item of from) this.fromItem(item, scope, names, innerPlace, false);

    const views = scope.items.filter(
      (item): item is FromItem & { view: ViewTable } => item.view !== undefined,
    );
    if (views.length > 1) {
      throw refusal(
        `${views.map(({ view }) => `"${view.name}"`).join(' and ')} can't be joined row by row`,
        'Aggregate each view in a sub-select of its own, and join their results.',
      );
    }
    const [view] = views;
    if (view) this.ofView(node, scope, view, { place, aggregates, names });
    else this.expressions(node, { scope, isInAggregate: false }, names);
  }

  private withClause(
    node: Tree,
    hidden: ReadonlySet<string>,
    parent: Scope | undefined,
  ): ReadonlySet<string> {
    const withClause = node.withClause as Tree | undefined;
    if (!withClause) return hidden;
    const names = new Set(hidden);
    const ctes = (withClause.ctes as unknown[]).map((cte) => unwrap(cte)[1]);
    if (withClause.recursive) for (const { ctename } of ctes) names.add(ctename as string);
    for (const { ctename, ctequery } of ctes) {
      const [kind, query] = unwrap(ctequery);
      if (kind === 'SelectStmt') this.select(query, 'used', names, parent);
      names.add(ctename as string);
    }
    return names;
  }

  private fromItem(
    wrapped: unknown,
    scope: Scope,
    names: ReadonlySet<string>,
    place: Place,
    isNullable: boolean,
  ): void {
    const [kind, node] = unwrap(wrapped);
    const alias = (node.alias as Tree | undefined)?.aliasname as string | undefined;
    switch (kind) {
      case 'RangeVar': {
        const view = viewOf(node, this.catalogue, names);
        scope.items.push({ alias: alias ?? (node.relname as string), view, isNullable });
        if (view && (node.alias as Tree | undefined)?.colnames) {
          throw refusal(
            `the columns of "${view.name}" can't be renamed in FROM`,
            'Rename them in the SELECT.',
          );
        }
        return;
      }
      case 'RangeSubselect': {
        const [, query] = unwrap(node.subquery);
        // What is joined may be read from inside, where it is LATERAL.
        this.select(query, place, names, node.lateral ? scope : scope.parent);
        scope.items.push({ alias: alias ?? '', view: undefined, isNullable });
        return;
      }
      case 'JoinExpr': {
        const { jointype, larg, rarg } = node;
        this.fromItem(
          larg,
          scope,
          names,
          'used',
          isNullable || jointype === 'JOIN_RIGHT' || jointype === 'JOIN_FULL',
        );
        this.fromItem(
          rarg,
          scope,
          names,
          'used',
          isNullable || jointype === 'JOIN_LEFT' || jointype === 'JOIN_FULL',
        );
        const isUnclear = alias !== undefined || node.usingClause || node.isNatural;
        if (isUnclear && scope.items.some(({ view }) => view)) {
          throw refusal(
            'a view can only be joined by ON',
            'Write JOIN … ON … with the columns of both sides.',
          );
        }
        return;
      }
      case 'RangeFunction':
        scope.items.push({ alias: alias ?? '', view: undefined, isNullable });
        this.expression(node.functions, { scope, isInAggregate: false }, names);
        return;
      default:
        if ([...nodesOf(wrapped, 'RangeVar')].some((range) => viewOf(range, this.catalogue, names))) {
          throw refusal('a view can only be read as it is', 'Leave out TABLESAMPLE and its like.');
        }
        scope.items.push({ alias: alias ?? '', view: undefined, isNullable });
    }
  }

  /** The SELECT that reads a view. */
  private ofView(
    node: Tree,
    scope: Scope,
    item: FromItem & { view: ViewTable },
    { place, aggregates, names }: { place: Place; aggregates: boolean; names: ReadonlySet<string> },
  ): void {
    const reading = new Reading(item);
    scope.reading = reading;
    const { view } = item;
    if ([...nodesOf(node.groupClause, 'GroupingSet')].length > 0) {
      throw refusal(
        'several groupings of a view in one SELECT',
        'Ask for each grouping in a SELECT of its own.',
      );
    }
    if (node.lockingClause)
      throw new SqlError('25006', 'cannot execute SELECT FOR UPDATE in a read-only transaction');
    expandStars(node, scope);
    nameOutputs(node);

    const asked = this.takeConditions(node, scope, item);
    const isThere = this.asksForMeasures(node, scope) ? this.takeCounts(node, scope, view, asked) : undefined;
    this.expressions(node, { scope, isInAggregate: false }, names);
    for (const from of (node.fromClause as unknown[]) ?? [])
      this.joinConditions(from, { scope, isInAggregate: false }, names);

    if (isThere) setCondition(node, 'havingClause', [isThere, ...conjunctsOf(node.havingClause)]);

    const { bareMeasures, measures, counting, choosing } = reading;
    if (bareMeasures.length > 0 && (aggregates || place === 'used')) {
      throw refusal(
        `${quotedList(bareMeasures)} of "${view.name}" is a measure, which has a value for a group, and not for a row`,
        `Write MEASURE(${bareMeasures[0] && `"${bareMeasures[0]}"`}), and GROUP BY the dimensions beside it.`,
      );
    }
    const [measure] = [...measures, ...bareMeasures];
    const aggregate = [...counting, ...choosing][0];
    if (measure !== undefined && aggregate !== undefined) {
      throw refusal(
        `${aggregate} can't be computed beside the measure "${measure}" of "${view.name}": Cube groups the rows for one, and not for the other`,
        'Ask for them in two statements, or take a measure for both.',
      );
    }
    const isUngrouped =
      measure === undefined &&
      (counting.length > 0 || !(aggregates || (node.distinctClause && !hasWindow(node))));
    // A row that nothing is read of is still a row.
    if (reading.columns.size === 0) reading.read(anyDimension(view));
    const hasRest =
      node.whereClause ||
      node.groupClause ||
      node.havingClause ||
      node.distinctClause ||
      hasWindow(node) ||
      aggregates;
    this.fetches.push({
      view,
      columns: [...reading.columns.values()],
      isUngrouped,
      ...asked,
      limit:
        isEmptyLimit(node) || (!hasRest && !node.sortClause && scope.items.length === 1)
          ? limitOf(node)
          : undefined,
    });
    replaceView(node, item.alias, rowsOf(this.fetches.length, item.alias, [...reading.columns.values()]));
  }

  private asksForMeasures(node: Tree, scope: Scope): boolean {
    return [...nodesOf<Tree>([node.targetList, node.havingClause, node.sortClause], 'FuncCall')].some(
      (call) =>
        isAggregate(call, this.functions) &&
        this.measureOf((call.args as unknown[])?.[0], scope) !== undefined,
    );
  }

  /**
   * Takes `COUNT(1) > 0` out of HAVING, which Tableau puts there: a group has rows. Without GROUP BY it asks whether
   * there are any, which one row of Cube's tells.
   *
   * @returns that question
   */
  private takeCounts(
    node: Tree,
    scope: Scope,
    view: ViewTable,
    asked: Pick<Fetch, 'conditions' | 'segments'>,
  ): Tree | undefined {
    if (scope.items.length > 1 || node.whereClause) return undefined;
    const conjuncts = conjunctsOf(node.havingClause);
    const rest = conjuncts.filter((conjunct) => !isCountOfSome(conjunct));
    if (rest.length === conjuncts.length) return undefined;
    setCondition(node, 'havingClause', rest);
    if (node.groupClause) return undefined;
    const column = anyDimension(view);
    const columns = [{ name: column.name, column, granularity: undefined }];
    this.fetches.push({ view, columns, isUngrouped: true, ...asked, limit: 1 });
    // Without an aggregate in it, Postgres would take the condition for one of WHERE.
    const [statement] = statementsIn('SELECT EXISTS (SELECT 1) = (count(*) >= 0)');
    const [question] = nodesOf<Tree>(statement?.node, 'ResTarget');
    const [sublink] = nodesOf<Tree>(question, 'SubLink');
    Object.assign(sublink as Tree, { subselect: selectOfRows(this.fetches.length, columns) });
    return question?.val as Tree;
  }

  /** Takes out of WHERE what Cube filters by. */
  private takeConditions(
    node: Tree,
    scope: Scope,
    item: FromItem & { view: ViewTable },
  ): { conditions: PendingCondition[]; segments: string[] } {
    const conditions: PendingCondition[] = [];
    const segments: string[] = [];
    const rest: unknown[] = [];
    const reader = {
      column: (expression: unknown) => this.dimensionOf(expression, scope, item),
      isConstant: (expression: unknown) => isConstant(expression, this.functions),
    };
    for (const conjunct of conjunctsOf(node.whereClause)) {
      const segment = this.segmentOf(conjunct, scope, item);
      const condition = item.isNullable ? undefined : pendingCondition(conjunct, reader);
      if (segment && !item.isNullable) segments.push(segment);
      else if (condition) conditions.push(condition);
      else rest.push(conjunct);
    }
    setCondition(node, 'whereClause', rest);
    return { conditions, segments };
  }

  /** A plain dimension of the view, with or without a cast that changes nothing. */
  private dimensionOf(
    expression: unknown,
    scope: Scope,
    item: FromItem & { view: ViewTable },
  ): ViewColumn | undefined {
    const [kind, node] = unwrap(expression);
    if (kind === 'TypeCast') {
      const column = this.dimensionOf(node.arg, scope, item);
      const type = node.typeName as Tree;
      const isSame =
        !type.typmods &&
        !type.arrayBounds &&
        sameTypes[namesIn(type.names).at(-1) as string] === column?.type;
      return isSame ? column : undefined;
    }
    if (kind !== 'ColumnRef') return undefined;
    const found = resolve(node, scope);
    return found?.reading.item === item && found.column.kind === 'dimension' ? found.column : undefined;
  }

  /** The segment that a condition is: its column, or that it IS TRUE. */
  private segmentOf(condition: unknown, scope: Scope, item: FromItem): string | undefined {
    const [kind, node] = unwrap(condition);
    if (kind === 'BooleanTest' && node.booltesttype === 'IS_TRUE')
      return this.segmentOf(node.arg, scope, item);
    if (kind === 'A_Expr' && node.kind === 'AEXPR_OP' && namesIn(node.name)[0] === '=') {
      const [, right] = unwrap(node.rexpr);
      return (right.boolval as Tree | undefined)?.boolval
        ? this.segmentOf(node.lexpr, scope, item)
        : undefined;
    }
    if (kind !== 'ColumnRef') return undefined;
    const found = resolve(node, scope);
    return found?.reading.item === item && found.column.kind === 'segment' ? found.column.member : undefined;
  }

  /** Reads the expressions of a SELECT. */
  private expressions(node: Tree, where: Where, names: ReadonlySet<string>): void {
    this.expression(node.targetList, where, names);
    this.expression(node.whereClause, where, names);
    this.expression(node.havingClause, where, names);
    this.expression(node.windowClause, where, names);
    this.expression(node.valuesLists, where, names);
    this.expression(node.limitCount, where, names);
    this.expression(node.limitOffset, where, names);
    for (const item of (node.groupClause as unknown[]) ?? []) this.expression(item, where, names);
    for (const by of [
      ...((node.distinctClause as unknown[]) ?? []),
      ...((node.sortClause as unknown[]) ?? []).map(sortedBy),
    ]) {
      // Of an output and a column by the same name, these mean the output.
      if (!isOutputName(by, where.scope)) this.expression(by, where, names);
    }
  }

  private joinConditions(from: unknown, where: Where, names: ReadonlySet<string>): void {
    const [kind, node] = unwrap(from);
    if (kind !== 'JoinExpr') return;
    this.expression(node.quals, where, names);
    this.joinConditions(node.larg, where, names);
    this.joinConditions(node.rarg, where, names);
  }

  /** Reads the columns in an expression, and has it read the rows of Cube. */
  private expression(tree: unknown, where: Where, names: ReadonlySet<string>): void {
    if (Array.isArray(tree)) {
      for (const item of tree) this.expression(item, where, names);
      return;
    }
    if (typeof tree !== 'object' || tree === null) return;
    const [kind, node] = unwrap(tree);
    if (kind === 'ColumnRef') {
      this.column(node, where, undefined);
    } else if (kind === 'SubLink') {
      this.expression(node.testexpr, where, names);
      this.select(unwrap(node.subselect)[1], 'used', names, where.scope);
    } else if (kind === 'FuncCall' && isAggregate(node, this.functions)) {
      this.aggregate(tree as Tree, where, names);
    } else {
      const timed = partOfTime(kind, node);
      const [timedKind, timedNode] = unwrap(timed?.expression);
      if (timed && timedKind === 'ColumnRef' && this.column(timedNode, where, timed.granularity)) {
        return;
      }
      for (const child of Object.values(tree)) this.expression(child, where, names);
    }
  }

  /**
   * Reads a column, if it is one of a view.
   *
   * @param granularity of a time, what is enough of it
   * @returns whether it was read at that granularity
   */
  private column(node: Tree, { scope, isInAggregate }: Where, granularity: string | undefined): boolean {
    const found = resolve(node, scope);
    if (!found) return false;
    const { reading, column, scope: owner } = found;
    if (owner !== scope && (isInAggregate || column.kind !== 'dimension')) {
      throw refusal(
        `"${column.name}" of "${reading.item.view.name}" can't be read in a sub-select from outside of it`,
        'Select it in the outer SELECT.',
      );
    }
    if (column.kind === 'segment') {
      throw refusal(
        `"${column.name}" is a segment of "${reading.item.view.name}": it can only be a condition of WHERE, joined to others by AND`,
      );
    }
    const isTimed = granularity !== undefined && column.type === 'timestamp' && column.kind === 'dimension';
    const name = reading.read(column, isTimed ? granularity : undefined);
    if (column.kind === 'measure' && !reading.bareMeasures.includes(column.name))
      reading.bareMeasures.push(column.name);
    node.fields = (columnRef(reading.item.alias, name).ColumnRef as Tree).fields;
    return isTimed;
  }

  /** Reads an aggregate: of a measure it is the measure, of anything else Postgres computes it. */
  private aggregate(tree: Tree, where: Where, names: ReadonlySet<string>): void {
    const node = tree.FuncCall as Tree;
    const { reading } = where.scope;
    const args = (node.args as unknown[]) ?? [];
    const measure = reading && args.length === 1 ? this.measureOf(args[0], where.scope) : undefined;
    if (reading && measure) {
      const type = measureTypeAs(node, measure, reading.item.view);
      reading.read(measure);
      reading.measures.push(measure.name);
      const call = {
        FuncCall: {
          funcname: [{ String: { sval: 'pg_catalog' } }, { String: { sval: 'measure' } }],
          args: [columnRef(reading.item.alias, measure.name)],
          funcformat: 'COERCE_EXPLICIT_CALL',
        },
      };
      delete tree.FuncCall;
      Object.assign(tree, type === undefined ? call : { TypeCast: { arg: call, typeName: typeName(type) } });
      return;
    }
    if (reading && functionName(node) === 'measure') {
      throw refusal(
        `MEASURE takes one measure of "${reading.item.view.name}" by its name`,
        'Compute with the values of measures outside of it.',
      );
    }
    const before = reading?.bareMeasures.length ?? 0;
    const inside = { ...where, isInAggregate: true };
    this.expression(node.args, inside, names);
    this.expression(node.agg_filter, inside, names);
    this.expression(node.agg_order, inside, names);
    if (!reading) return;
    if (reading.bareMeasures.length > before) {
      const [name] = reading.bareMeasures.slice(before);
      throw refusal(
        `"${name}" of "${reading.item.view.name}" is a measure already, and ${functionName(node)} can't aggregate it again`,
        `Write MEASURE("${name}"), and compute with its values; or aggregate over a sub-select with a GROUP BY of its own.`,
      );
    }
    const isChoosing = node.agg_distinct === true || choosingAggregates.has(functionName(node));
    (isChoosing ? reading.choosing : reading.counting).push(
      `${functionName(node)}(${node.agg_star ? '*' : '…'})`,
    );
  }

  private measureOf(expression: unknown, scope: Scope): ViewColumn | undefined {
    const [kind, node] = unwrap(expression);
    if (kind !== 'ColumnRef') return undefined;
    const found = resolve(node, scope);
    return found && found.scope === scope && found.column.kind === 'measure' ? found.column : undefined;
  }
}

const isAggregate = (call: Tree, { aggregates }: Functions): boolean =>
  !call.over && (call.agg_star === true || aggregates.has(functionName(call)));

/** Whether a SELECT forms groups. */
export function isAggregated(node: Tree, functions: Functions): boolean {
  if (node.groupClause || node.havingClause) return true;
  const found = (tree: unknown): boolean => {
    if (Array.isArray(tree)) return tree.some(found);
    if (typeof tree !== 'object' || tree === null) return false;
    const [kind, inner] = unwrap(tree);
    if (kind === 'SubLink') return found(inner.testexpr);
    if (kind === 'FuncCall' && isAggregate(inner, functions)) return true;
    return Object.values(tree).some(found);
  };
  return found(node.targetList) || found(node.sortClause) || found(node.windowClause);
}

/** The casts that leave a column of a type as it is. */
const sameTypes: Record<string, ViewColumn['type']> = {
  text: 'text',
  varchar: 'text',
  timestamp: 'timestamp',
  numeric: 'numeric',
  bool: 'boolean',
};

/**
 * What the aggregate of a measure is cast to, so that it has the type that Postgres says it has; nothing for the
 * measure's own.
 */
function measureTypeAs(node: Tree, measure: ViewColumn, view: ViewTable): string | undefined {
  const name = functionName(node);
  const written = node.agg_distinct ? `${name.toUpperCase()}(DISTINCT)` : name.toUpperCase();
  if (node.agg_filter || node.agg_order || node.agg_within_group) {
    throw refusal(
      `${written} of the measure "${measure.name}" of "${view.name}" takes no FILTER and no order`,
      'Put the condition into WHERE.',
    );
  }
  if (written === 'MEASURE') return undefined;
  if (!fittingAggregates(measure.aggType).includes(written)) {
    throw refusal(
      `${written} doesn't fit the measure "${measure.name}" of "${view.name}", which is of type ${measure.aggType}`,
      `Write MEASURE("${measure.name}").`,
    );
  }
  return measure.type === 'bigint' && name === 'sum' ? 'numeric' : undefined;
}

/** What an expression reads of a time, and the granularity that is enough for it. */
function partOfTime(kind: string, node: Tree): { expression: unknown; granularity: string } | undefined {
  if (kind === 'TypeCast') {
    const isDate =
      namesIn((node.typeName as Tree).names).at(-1) === 'date' && !(node.typeName as Tree).arrayBounds;
    return isDate ? { expression: node.arg, granularity: 'day' } : undefined;
  }
  if (kind !== 'FuncCall') return undefined;
  const args = (node.args as unknown[]) ?? [];
  const name = functionName(node);
  if (name === 'date' && args.length === 1) return { expression: args[0], granularity: 'day' };
  if (args.length !== 2) return undefined;
  const field = constantText(args[0])?.toLowerCase() ?? '';
  const expression = withoutTimestampCast(args[1]);
  const known = { date_trunc: granularities, extract: granularityOfField, date_part: granularityOfField }[
    name
  ];
  const granularity = known && Object.hasOwn(known, field) ? known[field] : undefined;
  // A second has fractions.
  const isExact = name === 'date_trunc' || granularity !== 'second';
  return granularity && isExact ? { expression, granularity } : undefined;
}

function withoutTimestampCast(expression: unknown): unknown {
  const [kind, node] = unwrap(expression);
  if (kind !== 'TypeCast') return expression;
  const isTimestamp =
    namesIn((node.typeName as Tree).names).at(-1) === 'timestamp' && !(node.typeName as Tree).typmods;
  return isTimestamp ? node.arg : expression;
}

function constantText(expression: unknown): string | undefined {
  const [kind, node] = unwrap(expression);
  if (kind === 'TypeCast') return constantText(node.arg);
  const text = node.sval as Tree | undefined;
  return kind === 'A_Const' && text ? String(text.sval ?? '') : undefined;
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

/** The view's column that a reference means, from the innermost SELECT outwards. */
function resolve(
  { fields }: Tree,
  innermost: Scope,
): { reading: Reading; column: ViewColumn; scope: Scope } | undefined {
  const names = namesIn(fields);
  const column = names.at(-1) as string;
  const alias = names.at(-2);
  for (let scope: Scope | undefined = innermost; scope; scope = scope.parent) {
    const { reading } = scope;
    const found = reading?.item.view.columns.get(column);
    if (alias !== undefined && scope.items.some((item) => item.alias === alias)) {
      return reading && found && reading.item.alias === alias ? { reading, column: found, scope } : undefined;
    }
    if (alias === undefined && reading && found) return { reading, column: found, scope };
    if (alias === undefined && reading && column === reading.item.alias) {
      throw refusal(`"${reading.item.view.name}" as one value`, 'Name its columns.');
    }
  }
  return undefined;
}

const sortedBy = (item: unknown): unknown => unwrap(item)[1].node;

const isOutputName = (expression: unknown, scope: Scope): boolean => {
  const [kind, node] = unwrap(expression);
  const names = kind === 'ColumnRef' ? namesIn(node.fields) : [];
  return names.length === 1 && scope.outputs.has(names[0] as string);
};

/** The names of the columns of a SELECT, but for those of a star. */
const outputNames = ({ targetList }: Tree): ReadonlySet<string> =>
  new Set(
    ((targetList as unknown[]) ?? []).flatMap((target) => {
      const [, { name, val }] = unwrap(target);
      const output = (name as string | undefined) ?? impliedName(val);
      return output === undefined ? [] : [output];
    }),
  );

const hasWindow = (node: Tree): boolean =>
  [...nodesOf<Tree>([node.targetList, node.sortClause], 'FuncCall')].some(({ over }) => over !== undefined);

function conjunctsOf(condition: unknown): unknown[] {
  if (condition === undefined) return [];
  const [kind, node] = unwrap(condition);
  return kind === 'BoolExpr' && node.boolop === 'AND_EXPR'
    ? (node.args as unknown[]).flatMap(conjunctsOf)
    : [condition];
}

function setCondition(node: Tree, clause: 'whereClause' | 'havingClause', conjuncts: unknown[]): void {
  if (conjuncts.length === 0) delete node[clause];
  else
    node[clause] =
      conjuncts.length === 1 ? conjuncts[0] : { BoolExpr: { boolop: 'AND_EXPR', args: conjuncts } };
}

/** `COUNT(*) > 0`, or of a number. */
function isCountOfSome(condition: unknown): boolean {
  const [, { kind, name, lexpr, rexpr }] = unwrap(condition);
  const [callKind, call] = unwrap(lexpr);
  const [argKind, arg] = unwrap((call.args as unknown[] | undefined)?.[0]);
  return (
    kind === 'AEXPR_OP' &&
    namesIn(name)[0] === '>' &&
    wholeNumber(rexpr) === 0 &&
    callKind === 'FuncCall' &&
    functionName(call) === 'count' &&
    !call.over &&
    !call.agg_filter &&
    !call.agg_distinct &&
    (call.agg_star === true || (argKind === 'A_Const' && arg.ival !== undefined))
  );
}

function anyDimension(view: ViewTable): ViewColumn {
  const dimension = [...view.columns.values()].find(({ kind }) => kind === 'dimension');
  if (!dimension) throw refusal(`"${view.name}" has no dimension to count rows by`);
  return dimension;
}

/** Whether an expression reads nothing, and has one value for the whole statement. */
function isConstant(expression: unknown, functions: Functions): boolean {
  if (expression === undefined) return false;
  for (const kind of ['ColumnRef', 'SubLink', 'ParamRef', 'SetToDefault', 'GroupingFunc']) {
    if (!nodesOf(expression, kind).next().done) return false;
  }
  return [...nodesOf<Tree>(expression, 'FuncCall')].every(
    (call) =>
      !functions.volatile.has(functionName(call)) &&
      !functions.aggregates.has(functionName(call)) &&
      !call.over,
  );
}

/** The rows that a LIMIT and an OFFSET reach; nothing where they aren't whole numbers in the text. */
function limitOf({ limitCount, limitOffset, limitOption }: Tree): number | undefined {
  const count = wholeNumber(limitCount);
  const offset = limitOffset === undefined ? 0 : wholeNumber(limitOffset);
  if (count === 0) return 0;
  return count === undefined || offset === undefined || limitOption !== 'LIMIT_OPTION_COUNT'
    ? undefined
    : count + offset;
}

const isEmptyLimit = (node: Tree): boolean => wholeNumber(node.limitCount) === 0;

function wholeNumber(expression: unknown): number | undefined {
  const [kind, node] = unwrap(expression);
  if (kind === 'TypeCast') {
    const text = constantText(node.arg);
    return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  }
  const integer = node.ival as Tree | undefined;
  return kind === 'A_Const' && integer ? Number(integer.ival ?? 0) : undefined;
}

/** Writes out the columns that a star stands for, where it stands for a view's. */
function expandStars(node: Tree, scope: Scope): void {
  node.targetList = ((node.targetList as unknown[]) ?? []).flatMap((target): unknown[] => {
    const [, { val }] = unwrap(target);
    const [kind, { fields }] = unwrap(val);
    const names = kind === 'ColumnRef' ? namesIn(fields) : [];
    if (names.at(-1) !== '*') return [target];
    const items =
      names.length === 1 ? scope.items : scope.items.filter(({ alias }) => alias === names.at(-2));
    return items.flatMap(({ alias, view }): unknown[] =>
      view
        ? [...view.columns.values()].map(({ kind, name }) => ({
            ResTarget: { name, val: kind === 'segment' ? nullSegment() : columnRef(alias, name) },
          }))
        : [{ ResTarget: { val: { ColumnRef: { fields: [{ String: { sval: alias } }, { A_Star: {} }] } } } }],
    );
  });
}

/** Gives the columns the names that they have without being given one: what they are computed of is going to change. */
function nameOutputs({ targetList }: Tree): void {
  for (const target of targetList as unknown[]) {
    const [, output] = unwrap(target);
    const name = impliedName(output.val);
    if (name !== undefined) output.name ??= name;
  }
}

/** A segment is a condition, and has no value to show. */
const nullSegment = (): Tree => ({
  TypeCast: { arg: { A_Const: { isnull: true } }, typeName: typeName('bool') },
});

/** The rows of a fetch, which are the statement's parameter of that number, in the place of the view. */
function rowsOf(parameter: number, alias: string, columns: FetchColumn[]): Tree {
  return {
    RangeSubselect: { subquery: selectOfRows(parameter, columns), alias: { aliasname: alias } },
  };
}

function selectOfRows(parameter: number, columns: FetchColumn[]): Tree {
  const typed = columns.map(({ name, column }) => `${quoted(name)} ${column.type}`);
  const [statement] = statementsIn(
    `SELECT * FROM pg_catalog.json_to_recordset($${parameter}::json) AS fetched (${typed.join(', ')})`,
  );
  return { SelectStmt: statement?.node };
}

/** Puts the rows in the place of the view, wherever in the joins it is. */
function replaceView(node: Tree, alias: string, rows: Tree): void {
  const replaced = (wrapped: unknown): unknown => {
    const [kind, item] = unwrap(wrapped);
    if (kind === 'JoinExpr') {
      return { JoinExpr: { ...item, larg: replaced(item.larg), rarg: replaced(item.rarg) } };
    }
    const name = (item.alias as Tree | undefined)?.aliasname ?? item.relname;
    return kind === 'RangeVar' && name === alias ? rows : wrapped;
  };
  node.fromClause = (node.fromClause as unknown[]).map(replaced);
}

const quotedList = (names: string[]): string => names.map((name) => `"${name}"`).join(', ');
