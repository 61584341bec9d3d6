import {
  castArgument,
  type Functions,
  hasWindow,
  isAggregate,
  isAggregated,
  measureTypeAs,
} from './aggregates.ts';
import { chooseBy, refuseAgain, refuseBare } from './bare-measures.ts';
import { type Catalogue, type ViewColumn, viewOf } from './catalogue.ts';
import { conjunctsOf, setCondition, sortedBy, wholeNumber } from './clauses.ts';
import { filterOf, mostFilters } from './cube-filters.ts';
import { allOf, functionRelation, renamedColumns, shorten } from './from-items.ts';
import { checkSingle } from './multiplied.ts';
import {
  columnAt,
  groupKey,
  keyOf,
  makesRows,
  nameOf,
  type Passed,
  plain,
  shown,
  starTargets,
} from './outputs.ts';
import { permit } from './permitted.ts';
import {
  type Column,
  type Found,
  type Measure,
  type Relation,
  resolve,
  type Scope,
  ViewRows,
  Wrapper,
} from './relations.ts';
import { refusal } from './sql-error.ts';
import { columnRef, functionName, impliedName, namesIn, nodesOf, type Tree, unwrap } from './syntax-tree.ts';
import { partOfTime } from './time-parts.ts';

/** A measure's aggregate in a statement, until it is known what it is written as. */
export interface MeasureCall {
  /** The node that it takes the place of. */
  holder: Tree;
  measure: Measure;
  /** What its columns are read of. */
  alias: string;
  /** The type that Postgres says it has; nothing for the measure's own. */
  type: string | undefined;
  filter: unknown;
}

/** The first or the last of a view's moments in a statement. */
export interface Extreme {
  holder: Tree;
  call: Tree;
  rows: ViewRows;
  column: ViewColumn;
}

/** What a statement reads of the views, and where their rows and measures are to stand in it. */
export interface Translation {
  rows: ViewRows[];
  calls: MeasureCall[];
  extremes: Extreme[];
}

/**
 * Finds what a SELECT reads of views, so that it can be given to the database that has their rows. The SELECT stays as
 * it was written, but for the views and the measures in it.
 *
 * @param select without parameters; it is changed. Postgres has found it to be right about the catalogue's tables.
 * @throws {SqlError} for what the database isn't to be asked, and for a measure that would be another number
 */
export function translate(select: Tree, catalogue: Catalogue, functions: Functions): Translation {
  permit(select);
  const reader = new Reader(catalogue, functions);
  reader.whole(select);
  return reader;
}

/** How a SELECT is used: what it returns reaches the client, is in FROM of another one, or is in an expression. */
type Use = 'shown' | 'from' | 'value';

/** What is known of a SELECT once it is read. */
interface Read {
  columns: Column[];
  key: readonly string[] | undefined;
  wrapper: Wrapper | undefined;
}

/** The CTEs by their names, and what they are renamed to. */
type Names = ReadonlyMap<string, { name: string; read: Read }>;

/** What the expressions of a SELECT are read in. */
interface Place {
  scope: Scope;
  names: Names;
  /** Takes a measure that isn't aggregated. */
  bare: (measure: Measure, holder: Tree, relation: Relation) => void;
  /** The measures' aggregates of the SELECT, with what they are read of; nothing where there can be none. */
  calls: { call: MeasureCall; relation: Relation }[] | undefined;
  /** What other aggregates the SELECT has. */
  others: string[];
}

/** A column of `*`. */
interface Starred {
  column: Column;
  alias: string | undefined;
}

class Reader implements Translation {
  readonly rows: ViewRows[] = [];
  readonly calls: MeasureCall[] = [];
  readonly extremes: Extreme[] = [];
  private readonly atEnd: (() => void)[] = [];
  private lastName = 0;

  constructor(
    private readonly catalogue: Catalogue,
    private readonly functions: Functions,
  ) {}

  whole(select: Tree): void {
    this.select(select, 'shown', undefined, new Map());
    // What is read of a sub-select is known once the SELECTs around it are done.
    for (const finish of this.atEnd.reverse()) finish();
    for (const { measure } of this.calls) measure.rows.measures.add(measure.column);
  }

  private select(node: Tree, use: Use, parent: Scope | undefined, outer: Names): Read {
    const names = this.withClause(node, parent, outer);
    if (node.op !== undefined && node.op !== 'SETOP_NONE') return this.setOperation(node, parent, names);
    if (node.valuesLists) {
      this.expression(node.valuesLists, this.constantPlace(parent, names));
      const [first] = node.valuesLists as unknown[];
      const columns = ((unwrap(first)[1].items as unknown[]) ?? []).map((_, index) =>
        plain(`column${index + 1}`),
      );
      const isOne = (node.valuesLists as unknown[]).length === 1;
      this.limits(node, parent, names);
      return { columns, key: isOne ? [] : undefined, wrapper: undefined };
    }
    return this.plainSelect(node, use, parent, names);
  }

  private withClause(node: Tree, parent: Scope | undefined, outer: Names): Names {
    const withClause = node.withClause as Tree | undefined;
    if (!withClause) return outer;
    const names = new Map(outer);
    for (const wrapped of withClause.ctes as unknown[]) {
      const [, cte] = unwrap(wrapped);
      const [, query] = unwrap(cte.ctequery);
      const written = cte.ctename as string;
      // A name that no table of the database has, which the SQL of Cube reads.
      const name = `cube_statement_cte_${++this.lastName}`;
      const renamed = (read: Read): Read => renamedColumns(read, cte.aliascolnames);
      if (withClause.recursive && query.op === 'SETOP_UNION') {
        if (query.withClause) throw refusal('WITH in a recursive CTE', 'Write it before that one.');
        const first = renamed(this.select(query.larg as Tree, 'value', parent, names));
        names.set(written, {
          name,
          read: { ...first, key: undefined, columns: first.columns.map(({ name }) => plain(name)) },
        });
        this.select(query.rarg as Tree, 'value', parent, names);
        this.limits(query, parent, names);
      } else {
        names.set(written, { name, read: renamed(this.select(query, 'from', parent, names)) });
      }
      cte.ctename = name;
    }
    return names;
  }

  private setOperation(node: Tree, parent: Scope | undefined, names: Names): Read {
    const left = this.select(node.larg as Tree, 'value', parent, names);
    const right = this.select(node.rarg as Tree, 'value', parent, names);
    this.limits(node, parent, names);
    return {
      columns: left.columns.map(({ name, ofMeasure }, index) => ({
        ...plain(name),
        ofMeasure: ofMeasure ?? right.columns[index]?.ofMeasure,
      })),
      key: undefined,
      wrapper: undefined,
    };
  }

  private limits(node: Tree, parent: Scope | undefined, names: Names): void {
    this.expression([node.limitCount, node.limitOffset], this.constantPlace(parent, names));
  }

  /** Where no measure can be. */
  private constantPlace(scope: Scope | undefined, names: Names): Place {
    return { scope: { relations: [], parent: scope }, names, bare: refuseBare, calls: undefined, others: [] };
  }

  private plainSelect(node: Tree, use: Use, parent: Scope | undefined, names: Names): Read {
    const scope: Scope = { relations: [], parent };
    const aggregates = isAggregated(node, this.functions);
    const bare: { measure: Measure; holder: Tree; relation: Relation }[] = [];
    const place: Place = {
      scope,
      names,
      bare: (measure, holder, relation) => {
        if (aggregates) refuseBare(measure);
        bare.push({ measure, holder, relation });
      },
      calls: [],
      others: [],
    };
    const starred = ((node.fromClause as unknown[]) ?? []).flatMap((item) => this.fromItem(item, place));
    // Beside other rows, what a sub-select shows of its measures are values.
    if (!aggregates && scope.relations.length > 1) {
      for (const { wrapper } of scope.relations) if (wrapper?.named.length) wrapper.meanGroups();
    }
    this.takeConditions(node, scope);
    this.expression(node.whereClause, { ...place, bare: chooseBy });
    const targets = this.targets(node, starred, scope);
    const isRowByRow =
      !aggregates &&
      !node.distinctClause &&
      !node.limitCount &&
      !node.limitOffset &&
      !hasWindow(node) &&
      !makesRows(targets);
    const passesRows = use === 'from' && isRowByRow;

    // What a sub-select passes on is read where somebody reads it.
    const passed = targets.map((target): Passed => {
      const found = passesRows && this.passedBy(target, scope);
      if (found) return { target, found };
      const before = bare.length;
      this.expression(target.val, place);
      const [first] = bare.slice(before);
      return { target, ofMeasure: first?.measure.column.name ?? this.measureIn(target.val, scope) };
    });
    for (const item of (node.groupClause as unknown[]) ?? []) this.groupItem(item, place, targets);
    this.expression(node.havingClause, place);
    this.expression(node.windowClause, place);
    for (const by of [
      ...((node.distinctClause as unknown[]) ?? []),
      ...((node.sortClause as unknown[]) ?? []).map(sortedBy),
    ]) {
      // Of an output and a column by the same name, these mean the output.
      if (!this.isOutput(by, targets)) this.expression(by, place);
    }
    this.limits(node, parent, names);

    const measures = passed.flatMap(({ found }) => (found?.column.measure ? [found] : []));
    const isWrapper = passesRows && bare.length === 0;
    const group = (): void => {
      for (const { target, found } of passed)
        if (found?.column.measure) {
          bare.push({ measure: found.column.measure, holder: target.val as Tree, relation: found.relation });
        }
      this.groupByShown(node, passed, bare, place);
    };
    if (!isWrapper) for (const { found } of passed) if (found && !found.column.measure) found.column.read();

    this.checkCalls(node, place);
    const isGrouped = !isWrapper && (bare.length > 0 || measures.length > 0);
    if (isGrouped) group();
    this.settleWrappers(scope, place, passed, aggregates, isWrapper);
    const isOfGroups = aggregates || isGrouped || (node.distinctClause && !hasWindow(node));
    if (!isOfGroups && !isWrapper) this.listRows(scope);
    if (isWrapper) return this.wrapped(node, scope, passed, group);
    return {
      columns: passed.map(shown),
      key: isGrouped ? keyOf(passed) : groupKey(node, targets, scope, aggregates),
      wrapper: undefined,
    };
  }

  /** A SELECT that passes rows on. */
  private wrapped(node: Tree, scope: Scope, passed: Passed[], group: () => void): Read {
    const named = passed.flatMap(({ target, found }) => {
      const isNamed = !starTargets.has(target) || found?.relation.wrapper?.named.length;
      return found?.column.measure && isNamed ? [found.column.measure.column.name] : [];
    });
    const wrapper = new Wrapper(node, named, group);
    const unread = new Set(passed.filter(({ found }) => found));
    const columns = passed.map((one): Column => {
      const { found, target } = one;
      if (!found) return shown(one);
      const { measure } = found.column;
      return {
        name: nameOf(target),
        read: (isByDay) => {
          if (measure) return;
          unread.delete(one);
          found.column.read(isByDay);
        },
        get ofMeasure() {
          return measure && wrapper.isGrouped ? measure.column.name : found.column.ofMeasure;
        },
        get measure() {
          return measure && !wrapper.isGrouped
            ? { ...measure, path: [...measure.path, { wrapper, relation: found.relation }] }
            : undefined;
        },
      };
    });
    this.atEnd.push(() => {
      // What nobody reads isn't asked for, and keeps its place.
      for (const one of unread) {
        if (!wrapper.isGrouped) one.target.val = { A_Const: { isnull: true } };
        else if (!one.found?.column.measure) one.found?.column.read();
      }
    });
    this.wrappers.set(wrapper, { node, scope });
    return { columns, key: undefined, wrapper };
  }

  private readonly wrappers = new Map<Wrapper, { node: Tree; scope: Scope }>();

  /** Decides what sub-selects mean by what the SELECT around them does. */
  private settleWrappers(
    scope: Scope,
    place: Place,
    passed: Passed[],
    aggregates: boolean,
    isWrapper: boolean,
  ): void {
    for (const { wrapper } of scope.relations) {
      if (!wrapper || wrapper.named.length === 0) continue;
      const isAggregatedHere = place.calls?.some(({ relation }) => relation.wrapper === wrapper);
      if (isAggregatedHere) {
        if (place.others.length > 0) {
          throw refusal(
            `${place.others[0]} beside the measure "${wrapper.named[0]}", which the sub-select shows as a value of its groups`,
            `Write MEASURE("${wrapper.named[0]}") with a GROUP BY in the sub-select, or leave the measure out of it.`,
          );
        }
        wrapper.meanRows();
      } else if (
        aggregates
          ? place.others.length > 0
          : !isWrapper ||
            !passed.some(({ found }) => found?.relation.wrapper === wrapper && found.column.measure)
      ) {
        wrapper.meanGroups();
      }
    }
  }

  /** Reads what is in FROM, and returns what its star stands for. */
  private fromItem(wrapped: unknown, place: Place): Starred[] {
    const [kind, node] = unwrap(wrapped);
    const { scope, names } = place;
    const alias = node.alias as Tree | undefined;
    switch (kind) {
      case 'RangeVar':
        // A view's rows have its own names, so that others are those of a sub-select.
        if (alias?.colnames && viewOf(node, this.catalogue) && !names.has(node.relname as string)) {
          const subselect = { subquery: { SelectStmt: allOf(node) }, alias };
          delete (wrapped as Tree).RangeVar;
          return this.fromItem(Object.assign(wrapped as Tree, { RangeSubselect: subselect }), place);
        }
        return this.add(scope, this.relation(wrapped as Tree, node, alias, names));
      case 'RangeSubselect': {
        const [, query] = unwrap(node.subquery);
        const read = renamedColumns(
          this.select(query, 'from', node.lateral ? scope : scope.parent, names),
          alias?.colnames,
        );
        node.alias ??= { aliasname: `cube_statement_select_${++this.lastName}` };
        return this.add(scope, { alias: (node.alias as Tree).aliasname as string, ...read });
      }
      case 'RangeFunction': {
        this.expression(node.functions, this.constantPlace(scope, names));
        return this.add(scope, functionRelation(node, alias));
      }
      case 'JoinExpr':
        return this.join(node, place);
      default:
        throw refusal(`${kind} in FROM of a statement on views`);
    }
  }

  private add(scope: Scope, relation: Relation): Starred[] {
    scope.relations.push(relation);
    return relation.columns.map((column) => ({ column, alias: relation.alias }));
  }

  private relation(wrapped: Tree, range: Tree, alias: Tree | undefined, names: Names): Relation {
    const written = range.relname as string;
    const cte = range.schemaname === undefined ? names.get(written) : undefined;
    if (cte) {
      range.relname = cte.name;
      range.alias ??= { aliasname: written };
      return { alias: (alias?.aliasname as string) ?? written, ...renamedColumns(cte.read, alias?.colnames) };
    }
    const view = viewOf(range, this.catalogue);
    if (!view)
      throw refusal(
        `"${written}" beside views in one statement`,
        'Read the catalogue in a statement of its own.',
      );
    const rows = new ViewRows(view, (alias?.aliasname as string) ?? written, wrapped);
    this.rows.push(rows);
    return rows;
  }

  private join(node: Tree, place: Place): Starred[] {
    if (node.alias || node.join_using_alias)
      throw refusal('a join with a name of its own in a statement on views');
    const left = this.fromItem(node.larg, place);
    const right = this.fromItem(node.rarg, place);
    if (node.isNatural) {
      const common = left.filter(({ column }) => right.some((other) => other.column.name === column.name));
      delete node.isNatural;
      if (common.length > 0)
        node.usingClause = common.map(({ column }) => ({ String: { sval: column.name } }));
    }
    const using = namesIn(node.usingClause);
    const merged = using.map((name): Starred => {
      const sides = [left, right].map((side) => side.find(({ column }) => column.name === name)?.column);
      for (const column of sides) {
        if (column?.measure) refuseBare(column.measure);
        column?.read();
      }
      return { column: plain(name), alias: undefined };
    });
    this.expression(node.quals, { ...place, bare: chooseBy });
    const rest = [...left, ...right].filter(({ column }) => !using.includes(column.name));
    return [...merged, ...rest];
  }

  /** The outputs of a SELECT, with stars written out and names as they are. */
  private targets(node: Tree, starred: Starred[], scope: Scope): Tree[] {
    const targets = ((node.targetList as unknown[]) ?? []).flatMap((wrapped): Tree[] => {
      const [, target] = unwrap(wrapped);
      const [kind, { fields }] = unwrap(target.val);
      const names = kind === 'ColumnRef' ? namesIn(fields) : [];
      if (names.at(-1) !== '*') {
        const name = impliedName(target.val);
        if (name !== undefined) target.name ??= name;
        return [target];
      }
      const columns =
        names.length === 1
          ? starred
          : this.columnsOf(names.at(-2) as string, scope).map(({ column, relation }) => ({
              column,
              alias: relation.alias,
            }));
      return columns.map(({ column, alias }) => {
        const starTarget = {
          name: column.name,
          val: alias === undefined ? columnRef(column.name) : columnRef(alias, column.name),
        };
        starTargets.add(starTarget);
        return starTarget;
      });
    });
    node.targetList = targets.map((target) => ({ ResTarget: target }));
    return targets;
  }

  private columnsOf(alias: string, innermost: Scope): { column: Column; relation: Relation }[] {
    for (let scope: Scope | undefined = innermost; scope; scope = scope.parent) {
      const relation = scope.relations.find((one) => one.alias === alias);
      if (relation) return relation.columns.map((column) => ({ column, relation }));
    }
    return [];
  }

  /** The column that an output passes on as it is. */
  private passedBy({ val }: Tree, scope: Scope): Passed['found'] {
    const [kind, node] = unwrap(val);
    if (kind !== 'ColumnRef') return undefined;
    const found = resolve(namesIn(node.fields), scope);
    if (found?.kind !== 'column' || found.scope !== scope) return undefined;
    shorten(node, found.relation);
    return found;
  }

  /** The measure that an expression has a value of. */
  private measureIn(expression: unknown, scope: Scope): string | undefined {
    return columnAt(expression, scope)?.ofMeasure;
  }

  private isOutput(expression: unknown, targets: Tree[]): boolean {
    const [kind, node] = unwrap(expression);
    const names = kind === 'ColumnRef' ? namesIn(node.fields) : [];
    return (
      (names.length === 1 && targets.some(({ name }) => name === names[0])) ||
      wholeNumber(expression) !== undefined
    );
  }

  /** Of a column in FROM and an output by the same name, GROUP BY means the column. */
  private groupItem(item: unknown, place: Place, targets: Tree[]): void {
    const [kind, node] = unwrap(item);
    if (kind === 'GroupingSet') {
      for (const one of (node.content as unknown[]) ?? []) this.groupItem(one, place, targets);
      return;
    }
    const names = kind === 'ColumnRef' ? namesIn(node.fields) : [];
    const isOutput =
      names.length === 1 &&
      !resolve(names, { ...place.scope, parent: undefined }) &&
      this.isOutput(item, targets);
    if (!isOutput && wholeNumber(item) === undefined) this.expression(item, place);
  }

  /** Takes out of WHERE what Cube filters its rows by, so that it reads no more of them. */
  private takeConditions(node: Tree, scope: Scope): void {
    const from = (node.fromClause as unknown[]) ?? [];
    if (from.length !== 1 || unwrap(from[0])[0] !== 'RangeVar') return;
    const [rows] = scope.relations;
    if (!(rows instanceof ViewRows)) return;
    const rest = conjunctsOf(node.whereClause).filter((conjunct) => {
      if (rows.filters.length >= mostFilters) return true;
      const filter = filterOf(conjunct, (names) => {
        const found = resolve(names, scope);
        return found?.kind === 'column' && found.relation === rows
          ? rows.view.columns.get(found.column.name)
          : undefined;
      });
      if (filter && 'segment' in filter) rows.segments.push(filter.segment);
      else if (filter) rows.filters.push(...filter.filters);
      return !filter;
    });
    setCondition(node, 'whereClause', rest);
  }

  private expression(tree: unknown, place: Place): void {
    if (Array.isArray(tree)) {
      for (const item of tree) this.expression(item, place);
      return;
    }
    if (typeof tree !== 'object' || tree === null) return;
    const [kind, node] = unwrap(tree);
    if (kind === 'ColumnRef') {
      this.column(tree as Tree, node, place, false);
    } else if (kind === 'SubLink') {
      this.expression(node.testexpr, place);
      this.subLink(node, place);
    } else if (kind === 'FuncCall' && isAggregate(node, this.functions)) {
      this.aggregate(tree as Tree, node, place);
    } else if (kind === 'FuncCall' && node.over) {
      this.refuseAgain(node, place.scope);
      this.expression(node.over, place);
      this.expression([node.args, node.agg_filter], {
        ...place,
        bare: (measure) => refuseAgain(measure, functionName(node)),
      });
    } else {
      const timed = partOfTime(kind, node);
      const [timedKind, timedNode] = unwrap(timed?.expression);
      if (timed && timedKind === 'ColumnRef' && coarse.has(timed.granularity)) {
        this.column(timed.expression as Tree, timedNode, place, true);
        return;
      }
      for (const child of Object.values(tree)) this.expression(child, place);
    }
  }

  private subLink(node: Tree, { scope, names }: Place): void {
    const [, query] = unwrap(node.subselect);
    const isPlain = !query.op || query.op === 'SETOP_NONE';
    if (
      node.subLinkType === 'EXISTS_SUBLINK' &&
      isPlain &&
      !query.distinctClause &&
      !isAggregated(query, this.functions)
    ) {
      query.targetList = [{ ResTarget: { val: { A_Const: { ival: { ival: 1 } } } } }];
    }
    this.select(query, 'value', scope, names);
  }

  private column(holder: Tree, node: Tree, { scope, bare }: Place, isByDay: boolean): void {
    const names = namesIn(node.fields);
    if (names.at(-1) === '*') {
      this.row(this.columnsOf(names.at(-2) as string, scope), names.at(-2) as string);
      return;
    }
    const found = resolve(names, scope);
    if (!found) return;
    if (found.kind === 'row') {
      this.row(
        found.relation.columns.map((column) => ({ column })),
        found.relation.alias,
      );
      return;
    }
    const { column, relation } = found;
    shorten(node, relation);
    if (!column.measure) {
      column.read(isByDay);
      return;
    }
    if (found.scope !== scope) {
      throw refusal(
        `"${column.name}" of "${column.measure.rows.view.name}" can't be read in a sub-select from outside of it`,
        'Select it in the outer SELECT.',
      );
    }
    bare(column.measure, holder, relation);
  }

  /** Reads a whole row. */
  private row(columns: { column: Column }[], alias: string): void {
    for (const { column } of columns) {
      if (column.measure)
        throw refusal(`"${alias}" as one value, with the measure "${column.name}"`, 'Name its columns.');
      column.read();
    }
  }

  private aggregate(holder: Tree, node: Tree, place: Place): void {
    const cast = castArgument(node);
    if (cast && columnAt(cast.arg, place.scope)?.measure) {
      const call = { FuncCall: { ...node, args: [cast.arg] } };
      delete holder.FuncCall;
      Object.assign(holder, { TypeCast: { ...cast, arg: call } });
      this.aggregate(call, call.FuncCall, place);
      return;
    }
    const [argument, ...others] = (node.args as unknown[]) ?? [];
    const [kind, reference] = unwrap(argument);
    const found =
      kind === 'ColumnRef' && others.length === 0
        ? resolve(namesIn(reference.fields), place.scope)
        : undefined;
    const measure =
      found?.kind === 'column' && found.scope === place.scope ? found.column.measure : undefined;
    if (measure && found?.kind === 'column') {
      const type = measureTypeAs(node, measure.column, measure.rows.view);
      if (!place.calls) refuseBare(measure);
      this.expression(node.agg_filter, { ...place, bare: refuseBare });
      const call = { holder, measure, alias: found.relation.alias, type, filter: node.agg_filter };
      place.calls?.push({ call, relation: found.relation });
      this.calls.push(call);
      return;
    }
    this.refuseAgain(node, place.scope);
    if (functionName(node) === 'measure') {
      throw refusal(
        'MEASURE takes one measure of a view by its name',
        'Compute with the values of measures outside of it.',
      );
    }
    this.extreme(holder, node, found, place);
    place.others.push(`${functionName(node)}(${node.agg_star ? '*' : '…'})`);
    const inside: Place = { ...place, bare: (bare) => refuseAgain(bare, functionName(node)) };
    this.expression([node.args, node.agg_filter, node.agg_order], inside);
  }

  private extreme(holder: Tree, call: Tree, found: Found | undefined, { scope }: Place): void {
    if (found?.kind !== 'column' || found.scope !== scope || !(found.relation instanceof ViewRows)) return;
    const column = found.relation.view.columns.get(found.column.name);
    if (column?.type === 'timestamp' && ['min', 'max'].includes(functionName(call)))
      this.extremes.push({ holder, call, rows: found.relation, column });
  }

  /** The value of a measure that nobody asked to be aggregated by groups isn't aggregated again. */
  private refuseAgain(call: Tree, scope: Scope): void {
    const [argument] = (call.args as unknown[]) ?? [];
    const name = isAggregate({ ...call, over: undefined }, this.functions)
      ? this.measureIn(argument, scope)
      : undefined;
    if (name === undefined) return;
    throw refusal(
      `"${name}" is a measure already, and ${functionName(call)} can't aggregate it again`,
      `Write MEASURE("${name}") with a GROUP BY where it is a value.`,
    );
  }

  /** A measure's aggregate is over each row once. */
  private checkCalls(node: Tree, { scope, calls = [] }: Place): void {
    for (const { call, relation } of calls) {
      checkSingle(node, scope, relation, call.measure);
      for (const { wrapper, relation: inner } of call.measure.path) {
        const one = this.wrappers.get(wrapper);
        if (one) checkSingle(one.node, one.scope, inner, call.measure);
      }
    }
  }

  /** Notes which views are read row by row. */
  private listRows(scope: Scope): void {
    for (const { rows, wrapper } of scope.relations) {
      if (rows) rows.isListed = true;
      const passing = wrapper && !wrapper.isGrouped ? this.wrappers.get(wrapper) : undefined;
      if (passing) this.listRows(passing.scope);
    }
  }

  /** Gives a SELECT the groups that its columns are, and its measures their values in them. */
  private groupByShown(
    node: Tree,
    passed: Passed[],
    bare: { measure: Measure; holder: Tree; relation: Relation }[],
    place: Place,
  ): void {
    const keys = passed.flatMap(({ target, found, ofMeasure }, index) => {
      const isValue = found?.column.measure ?? ofMeasure;
      return isValue || nodesOf(target.val, 'ColumnRef').length === 0
        ? []
        : [{ A_Const: { ival: { ival: index + 1 } } }];
    });
    if (keys.length > 0) node.groupClause = keys;
    else if (!node.groupClause) node.groupClause = [{ GroupingSet: { kind: 'GROUPING_SET_EMPTY' } }];
    for (const { measure, holder, relation } of bare) {
      const call = { holder, measure, alias: relation.alias, type: undefined, filter: undefined };
      this.calls.push(call);
      place.calls?.push({ call, relation });
      for (const { wrapper } of measure.path) wrapper.meanRows();
    }
    this.checkCalls(node, place);
  }
}

/** Granularities that days are enough for. */
const coarse = new Set(['day', 'week', 'month', 'quarter', 'year']);
