import { PostgresQuery, type PreAggregations } from '@cubejs-backend/schema-compiler';
import { databaseTime } from './database-time.ts';
import { fieldIndex } from './field-index.ts';
import { QueryError } from './query-check.ts';
import { RollupMatching } from './rollup-matching.ts';

/** A filter, or a group of them, as Cube's planner takes it. */
interface Filter {
  operator?: string;
  values?: (string | null)[];
  or?: Filter[];
  and?: Filter[];
}

/** A query of a value that changes with the rows of a rollup, and what Cube is to know of it. */
type RefreshKey = [sql: string, parameters: unknown[], options?: object | undefined];

/** The comment in a refresh key's SQL that tells how long after its end a partition is likely to change. */
const updateWindow = /\/\* update window: (\d+ [a-z]+) \*\//;

const secondsOfDay = 86_400;

/** The filters that a day's end is the bound of. */
const endOperators = ['beforeOrOnDate', 'afterDate'];

/**
 * Cube's SQL for Postgres, where Cube 1.7.43 is inexact. Postgres keeps microseconds, but Cube's own dialect ends a
 * day at 23:59:59.999, which loses what happened in its last millisecond; its older planner takes "before or on" a
 * day, and "after" it, to be bounded by the day's start; and it counts columns wrong when it orders.
 */
export class ExactPostgresQuery extends PostgresQuery {
  override timestampPrecision(): number {
    return 6;
  }

  /** How the bounds of a rollup's partitions are written: as exact. */
  override timestampFormat(): string {
    return 'YYYY-MM-DD[T]HH:mm:ss.SSSSSS[Z]';
  }

  /**
   * Cube's own conversion loses the microseconds, and takes the offset from the wrong side of a change of the clocks: a
   * day in Sydney on which clocks change would begin an hour early or late.
   */
  override inDbTimeZone(local: string): string {
    const time = databaseTime(local, this.timezone ?? 'UTC');
    if (time === undefined) throw new QueryError(`${JSON.stringify(local)} is no date. Write 2026-01-31.`);
    return time;
  }

  override getFieldIndex(id: string): number | string | null {
    return fieldIndex(this, id, super.getFieldIndex(id));
  }

  override newPreAggregations(): PreAggregations {
    return RollupMatching.of(this);
  }

  /**
   * Cube's own looks at each place that a query names a member in, once for each of its filters, whenever a cube's SQL
   * has a part that a filter may fill in (`FILTER_PARAMS`): a query of fifty filters would take a second.
   */
  override allBackAliasMembersExceptSegments(): Record<string, string> {
    const named = this.flattenAllMembers(true);
    const members = new Map(named.map((member) => [member.expressionPath(), member]));
    const key = [...members.keys()].join();
    if (this.backAliases?.key !== key) {
      this.backAliases = { key, aliases: this.backAliasMembers([...members.values()]) };
    }
    return this.backAliases.aliases;
  }

  private backAliases?: { key: string; aliases: Record<string, string> };

  /** The first and the last cohort of a rollup, asked as often as the rest of it is. Cube's own keeps them a day. */
  override preAggregationStartEndQueries(
    cube: string,
    rollup: { refreshKey?: { every?: string } },
  ): [string, unknown[]][] {
    const { refreshKey } = rollup;
    const queries = super.preAggregationStartEndQueries(cube, rollup);
    if (!refreshKey?.every) return queries;
    const renewalThreshold = this.refreshKeyRenewalThresholdForInterval(refreshKey, false);
    // Cube takes the options of a query as its third part, which its types don't show.
    return queries.map((query) => [...query, { renewalThreshold }] as unknown as [string, unknown[]]);
  }

  /**
   * The refresh keys of a rollup. Those of a partition that has ended longer ago than the update window in their SQL
   * ({@link updateWindow}) are asked once a day. Cube's own has update windows for keys without SQL only.
   */
  override preAggregationInvalidateKeyQueries(
    cube: string,
    rollup: { partitionGranularity?: string },
    name: string,
  ): RefreshKey[] {
    const keys = super.preAggregationInvalidateKeyQueries(cube, rollup, name) as RefreshKey[];
    if (!rollup.partitionGranularity) return keys;
    return keys.map(([sql, parameters, options]) => {
      const [, window] = updateWindow.exec(sql) ?? [];
      if (window === undefined) return [sql, parameters, options];
      const updateWindowSeconds = this.parseSecondDuration(window);
      return [
        sql,
        parameters,
        {
          ...options,
          incremental: true,
          updateWindowSeconds,
          renewalThresholdOutsideUpdateWindow: secondsOfDay,
        },
      ];
    });
  }

  protected override initFromOptions(): void {
    this.options = { ...this.options, filters: (this.options.filters ?? []).map(boundByEnds) };
    super.initFromOptions();
  }
}

function boundByEnds(filter: Filter): Filter {
  const { operator = '', values, or, and } = filter;
  return {
    ...filter,
    ...(endOperators.includes(operator) && values ? { values: values.map(endOf) } : {}),
    ...(or ? { or: or.map(boundByEnds) } : {}),
    ...(and ? { and: and.map(boundByEnds) } : {}),
  };
}

/** The last microsecond of a day, or of a period that Cube's gateway ended at the last millisecond. */
const endOf = (value: string | null): string | null =>
  value?.replace(/^\d{4}-\d\d-\d\d$/, '$&T23:59:59.999').replace(/T23:59:59\.999$/, '$&999') ?? null;
