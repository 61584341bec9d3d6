import { PostgresQuery } from '@cubejs-backend/schema-compiler';

/** A filter, or a group of them, as Cube's planner takes it. */
interface Filter {
  operator?: string;
  values?: (string | null)[];
  or?: Filter[];
  and?: Filter[];
}

/** The filters that a day's end is the bound of. */
const endOperators = ['beforeOrOnDate', 'afterDate'];

/**
 * Cube's SQL for Postgres, with periods that end where they do. Postgres keeps microseconds, but Cube's own dialect
 * ends a day at 23:59:59.999, which loses what happened in its last millisecond; and its older planner takes
 * "before or on" a day, and "after" it, to be bounded by the day's start.
 */
export class MicrosecondPostgresQuery extends PostgresQuery {
  override timestampPrecision(): number {
    return 6;
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
