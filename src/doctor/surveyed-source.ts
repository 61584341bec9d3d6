import type { CompleteConfig } from '../config/config.ts';
import type { SourceName } from '../config/sources.ts';
import type { PhysicalColumn, PhysicalSource } from './physical-source.ts';

/** A column's type as Postgres tells it. */
export interface ColumnType {
  /** Its name in SQL: `timestamp with time zone`. */
  type: string;
  /** Postgres' category of types: `D` for times, `S` for text, `N` for numbers, `B` for booleans, `E` for enums. */
  category: string;
}

/** A table, view or the like in the catalogue. */
export interface CatalogueTable {
  oid: number;
  schema: string;
  table: string;
  /** `pg_class.relkind`: `r` a table, `p` a partitioned one, `m` a materialized view, `v` a view, `f` a foreign table. */
  kind: string;
  /** Whether other tables inherit from it: reading it reads their rows too, which its constraints don't cover. */
  hasChildren: boolean;
  columns: { name: string; isNotNull: boolean }[];
}

/** A source that can be read, as the model reads it: what the checks of the data start from. */
export interface SurveyedSource {
  name: SourceName;
  /** What stands after FROM; its columns are the canonical ones. */
  relation: string;
  physical: PhysicalSource;
  /** The table behind it; null for a query. */
  table: CatalogueTable | null;
  estimatedRows: number;
  types: ReadonlyMap<string, ColumnType>;
}

/** Two sources that the model joins. */
export interface Join {
  source: SourceName;
  column: string;
  target: SourceName;
  targetColumn: string;
}

/** What can be read, for the checks of the data to ask about. */
export interface Warehouse {
  config: CompleteConfig;
  /** The moment that future dates and ages are judged by. */
  now: Date;
  /** The readable sources, in the contract's order. */
  sources: SurveyedSource[];
  /**
   * Two sources that can be joined, by a column where there are several; null where one of them can't be read or their
   * keys can't be compared.
   */
  joined(source: SourceName, target: SourceName, column?: string): [SurveyedSource, SurveyedSource] | null;
}

/** A column of a source by its name in the configuration; undefined for an attribute that isn't mapped. */
export const columnOf = (source: SurveyedSource, name: string): PhysicalColumn | undefined =>
  source.physical.columns.find((column) => column.name === name && column.extraType === undefined);

/** The names of a table's columns that a source's columns are; undefined where one of them is an expression. */
export function plainColumns(source: SurveyedSource, names: readonly string[]): string[] | undefined {
  const mappings = names.map((name) => columnOf(source, name)?.mapping);
  return mappings.every((mapping) => typeof mapping === 'string') ? mappings : undefined;
}
