import {
  choosingAggregates,
  type Functions,
  hasWindow,
  isAggregate,
  isAggregated,
  isConstant,
  isCountOfSome,
  measureTypeAs,
} from './aggregates.ts';
import type { Catalogue, ViewColumn, ViewTable } from './catalogue.ts';
import {
  conjunctsOf,
  expandStars,
  isEmptyLimit,
  limitOf,
  nameOutputs,
  replaceView,
  setCondition,
  sortedBy,
} from './clauses.ts';
import { type PendingCondition, pendingCondition } from './conditions.ts';
import { anyDimension, type Fetch, rowsOf, selectOfRows } from './fetch.ts';
import { mergeProjections } from './projections.ts';
import { type FromItem, isOutputName, outputNames, Reading, resolve, type Scope, viewOf } from './scope.ts';
import { refusal, SqlError } from './sql-error.ts';
import {
  columnRef,
  functionName,
  namesIn,
  nodesOf,
  statementsIn,
  type Tree,
  typeName,
  unwrap,
} from './syntax-tree.ts';
import { partOfTime } from './time-parts.ts';

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

/** Where in a SELECT an expression is. */
interface Where {
  scope: Scope;
  isInAggregate: boolean;
}

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

/** The casts that leave a column of a type as it is. */
const sameTypes: Record<string, ViewColumn['type']> = {
  text: 'text',
  varchar: 'text',
  timestamp: 'timestamp',
  numeric: 'numeric',
  bool: 'boolean',
};

const quotedList = (names: string[]): string => names.map((name) => `"${name}"`).join(', ');
