import { PostgresQuery, type PreAggregations } from '@cubejs-backend/schema-compiler';
import { fieldIndex } from './field-index.ts';
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
   * The moment of a local time such as `2024-10-06T00:00:00.000000`, in UTC. Cube's own conversion loses the
   * microseconds, and takes the offset from the wrong side of a change of the clocks: a day in Sydney on which clocks
   * change would begin an hour early or late. The end of a period, which ends in …999999, is the last moment at which
   * clocks show it, any other time the first; where they skip it, the period begins and ends with the skip.
   */
  override inDbTimeZone(local: string): string {
    const time = Date.parse(`${local.slice(0, 19)}Z`);
    const fraction = local.slice(20).padEnd(6, '0');
    const isEnd = fraction === '999999';
    const moments = [time - day, time + day]
      .map((near) => time - offset(this.timezone ?? 'UTC', near))
      .sort((one, other) => one - other);
    const shown = moments.filter((moment) => moment + offset(this.timezone ?? 'UTC', moment) === time);
    const moment = isEnd ? (shown.at(-1) ?? moments.at(0)) : (shown.at(0) ?? moments.at(-1));
    return `${new Date(moment as number).toISOString().slice(0, 19)}.${fraction}Z`;
  }

  override getFieldIndex(id: string): number | string | null {
    return fieldIndex(this, id, super.getFieldIndex(id));
  }

  override newPreAggregations(): PreAggregations {
    return RollupMatching.of(this);
  }

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
          renewalThresholdOutsideUpdateWindow: day / 1000,
        },
      ];
    });
  }

  protected override initFromOptions(): void {
    this.options = { ...this.options, filters: (this.options.filters ?? []).map(boundByEnds) };
    super.initFromOptions();
  }
}

const day = 86_400_000;
const clocks = new Map<string, Intl.DateTimeFormat>();

/** How far a time zone's clocks are ahead of UTC at a moment, in milliseconds. */
function offset(timeZone: string, moment: number): number {
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('en', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  clocks.set(timeZone, clock);
  const shown = new Map(clock.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => shown.get(type) ?? 0;
  return (
    Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) -
    moment
  );
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
