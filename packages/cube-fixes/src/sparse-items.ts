import type { BaseDimension } from '@cubejs-backend/schema-compiler';
import { sqlOfRows } from './distinct-units.ts';
import { isOfDimension, LateDimensionQuery } from './late-dimension.ts';

/**
 * Dimensions of which every unit is with every combination of values, an item, though few units have it: what the model says in
 * a cube's `meta.sparse`.
 */
export interface SparseItems {
  /** Each dimension with the hidden measure that is an array of all its values. */
  dimensions: Record<string, string>;
  /** The counts of all units, which are the same for each item. */
  ofUnits: string[];
  /** The counts of the units that have the item. */
  ofItem: string[];
  /** The dimension that is true of the rows of a unit's own items. */
  isOwn: string;
  /** The dimension that is true of one row a unit. */
  isFirst: string;
}

/**
 * Counts the units of a group once, whatever the item, and those that have an item from these alone, and brings both
 * together afterwards: what is read is a row a unit and a row for each of its own items, and not one for each item that
 * there is. A filter that joins an item's dimension with others by `or` leaves the query to Cube, which answers the same
 * from all rows.
 */
export class SparseItemsQuery extends LateDimensionQuery {
  override simpleQuery(): string {
    return this.sparseQuery() ?? super.simpleQuery();
  }

  private sparseQuery(): string | undefined {
    const { measures = [], dimensions: asked = [], isPart } = this.options as Record<string, unknown[]>;
    const names = [...measures, ...asked].filter((name) => typeof name === 'string');
    const { cube = '', sparse } = names.map((name) => this.metaOf(name)).find((meta) => meta.sparse) ?? {};
    if (!sparse || isPart) return undefined;
    const items = Object.keys(sparse.dimensions);
    const itemOf = (member: string): string | undefined =>
      items.find((item) => this.pathInCube(member) === `${cube}.${item}`);
    const isOfItem = (member: string): boolean => itemOf(member) !== undefined;
    const parts = this.partsOf(isOfItem);
    if (!parts?.dimensions.some(isOfItem)) return undefined;

    const inCube = (name: string): string => `${cube}.${name}`;
    const isTrue = (name: string) => ({
      member: inCube(name),
      dimension: inCube(name),
      operator: 'equals',
      values: ['true'],
    });
    const leaves = this.leafMeasures();
    const countsAskedFor = (names: string[]): string[] =>
      names.map(inCube).filter((path) => leaves.includes(path));
    const [countsOfUnits, countsOfItem] = [countsAskedFor(sparse.ofUnits), countsAskedFor(sparse.ofItem)];
    const ofUnits = this.partQuery({
      measures: [...countsOfUnits, ...Object.values(sparse.dimensions).map(inCube)],
      dimensions: parts.dimensions.filter((name) => !isOfItem(name)),
      filters: [...parts.ofGroups, isTrue(sparse.isFirst)],
    });
    const ofItems = this.partQuery({
      measures: countsOfItem,
      dimensions: parts.dimensions,
      filters: [...parts.ofGroups, ...parts.ofItems, isTrue(sparse.isOwn)],
    });
    const aliasesOf = ({ measures: made }: typeof ofUnits): string[] =>
      made.map((each) => each.aliasName() as string);
    const unitCounts = aliasesOf(ofUnits);
    const arrays = unitCounts.splice(countsOfUnits.length);
    const itemValue = (item: string): string => `item_${items.indexOf(item)}.value`;
    const groups = this.dimensionsForSelect()
      .filter((each) => each.selectColumns())
      .map((each) => ({
        alias: each.aliasName() as string,
        item: itemOf((each as BaseDimension).dimension),
      }));
    const keys = groups.map(({ alias }) => alias);
    const itemValues = Object.fromEntries(items.map((item) => [inCube(item), itemValue(item)]));
    const kept = this.evaluateSymbolSqlWithContext(
      () => this.baseWhere(this.filters.filter((filter) => isOfDimension(filter, isOfItem))),
      { renderedReference: itemValues },
    );
    const ofAll = [
      ...groups.map(({ alias, item }) => (item ? itemValue(item) : `units.${alias}`)),
      ...unitCounts.map((alias) => `units.${alias}`),
      ...aliasesOf(ofItems).map(() => '0'),
    ];
    const ofOwn = [...keys, ...unitCounts.map(() => '0'), ...aliasesOf(ofItems)];
    const counts = [...countsOfUnits, ...countsOfItem].map((path, index) => ({
      path,
      alias: `count_${index}`,
    }));
    const columns = [...keys, ...counts.map(({ alias }) => alias)];
    const named = ofAll.map((sql, index) => `${sql} AS ${columns[index]}`);
    const unnested = arrays.map(
      (array, index) => `CROSS JOIN UNNEST(units.${array}) AS item_${index} (value)`,
    );
    const rows = [
      `SELECT ${named.join(', ')} FROM (${sqlOfRows(ofUnits)}) AS units ${unnested.join(' ')}${kept}`,
      `SELECT ${ofOwn.join(', ')} FROM (${sqlOfRows(ofItems)}) AS own_items`,
    ];
    const sums = counts.map(({ alias }) => `CAST(SUM(${alias}) AS BIGINT) AS ${alias}`);
    const counted = `SELECT ${[...keys, ...sums].join(', ')} FROM (${rows.join(' UNION ALL ')}) AS parts GROUP BY ${keys.join(', ')}`;
    return this.evaluateSymbolSqlWithContext(
      () => {
        const selected = [...keys, ...this.measures.map((measure) => measure.selectColumns())].join(', ');
        return `SELECT ${selected} FROM (${counted}) AS counted${this.baseWhere(this.measureFilters)}${this.orderBy()}${this.groupByDimensionLimit()}`;
      },
      { renderedReference: Object.fromEntries(counts.map(({ path, alias }) => [path, `counted.${alias}`])) },
    );
  }
}
