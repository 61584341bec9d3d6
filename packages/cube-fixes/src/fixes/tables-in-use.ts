import { type Fix, methodsOf } from '../fix.ts';
import { loadCache, orchestrator, rollupLoader, type Table, type VersionEntry } from '../orchestrator.ts';
import { isMendedTable } from '../rollup-matching.ts';
import { newerThanEachTable } from './clock-set-back.ts';

/** For how long a process takes a list of the tables to hold. */
const secondsListed = 10;

/** For how long others may go on reading a table that there is a newer one of. */
const secondsInUse = 600;

/** A process looks for new tables every ten seconds, and a table stays for ten minutes after the next one was made. */
export const tablesInUse: Fix = {
  name: 'tables-in-use',
  defect:
    'It drops a table as soon as there is a newer one, though another process that reads the same rollups knows the old one for an hour: a second server, or a command that builds rollups beside a running one. And it drops every other table that is in the schema.',
  places: [
    ...methodsOf('PreAggregationLoadCache', loadCache, {
      fetchTables: 'b2340d01c5c4',
      tablesCachePrefixKey: 'fd957fa2ca02',
    }),
    ...methodsOf('PreAggregationLoader', rollupLoader, { dropOrphanedTables: '156862a1ec04' }),
  ],
  patch() {
    const cache = loadCache();
    const { fetchTables, tablesCachePrefixKey } = cache;
    // A list of their own, as that of other rollups is kept for an hour.
    cache.tablesCachePrefixKey = function ofMendedRollups(rollup) {
      const key = tablesCachePrefixKey.call(this, rollup);
      return rollup.isMended ? `${key}#mended` : key;
    };
    cache.fetchTables = async function forAWhile(rollup) {
      const tables = await fetchTables.call(this, rollup);
      if (rollup.isMended)
        await this.queryCache.getCacheDriver().set(this.tablesCachePrefixKey(rollup), tables, secondsListed);
      return tables;
    };

    const { tablesToVersionEntries } = orchestrator();
    const loader = rollupLoader();
    const { dropOrphanedTables } = loader;
    loader.dropOrphanedTables = function notThoseInUse(client, ...others) {
      const getTablesQuery = async (schema: string): Promise<Table[]> =>
        outOfUse(await client.getTablesQuery(schema), (table) => tablesToVersionEntries(schema, [table])[0]);
      return dropOrphanedTables.call(
        this,
        Object.create(client, { getTablesQuery: { value: getTablesQuery } }),
        ...others,
      );
    };
  },
};

/**
 * Those tables that no process reads any more, and the newest of each name; all tables of other rollups. What isn't
 * called as a rollup's table isn't one.
 */
function outOfUse(tables: Table[], entryOf: (table: Table) => VersionEntry | undefined): Table[] {
  const madeAt = (table: Table): number => entryOf(table)?.last_updated_at ?? 0;
  const successors = new Map<string, number>();
  return tables
    .toSorted((one, other) => madeAt(other) - madeAt(one))
    .filter((table) => {
      const name = entryOf(table)?.table_name;
      if (name === undefined) return false;
      if (!isMendedTable(name)) return true;
      const successorMadeAt = successors.get(name) ?? 0;
      successors.set(name, madeAt(table));
      return successorMadeAt < newerThanEachTable() - secondsInUse * 1000;
    });
}
