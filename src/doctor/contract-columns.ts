import { canonicalColumn, canonicalSources, type SourceName } from '../config/sources.ts';
import { SOURCE_TABLES } from '../database/source-tables.ts';

/** The columns of a source that the contract gives a meaning beyond being an attribute, in the configuration's words. */
export interface ContractColumns {
  /** Its primary key. */
  key: string;
  /** Its timestamps, the one that places a row in time first. */
  times: string[];
  /** The required columns that may not be null. */
  notNull: string[];
  /** Its columns of numbers, and those of truths. */
  numbers: string[];
  booleans: string[];
}

/** What the contract says of each source's columns. */
export const contractColumns = Object.fromEntries(
  Object.entries(canonicalSources).map(([source, { table, required }]) => {
    const contract = SOURCE_TABLES.find(({ name }) => name === table);
    const column = (name: string) => contract?.columns.find((each) => each.name === canonicalColumn(name));
    const columns: ContractColumns = {
      key: required.find((name) => canonicalColumn(name) === contract?.primaryKey) ?? '',
      times: required.filter((name) => column(name)?.type === 'timestamptz'),
      notNull: required.filter((name) => column(name)?.nullable === false),
      numbers: required.filter((name) => column(name)?.type === 'numeric'),
      booleans: required.filter((name) => column(name)?.type === 'boolean'),
    };
    return [source, columns];
  }),
) as Record<SourceName, ContractColumns>;
