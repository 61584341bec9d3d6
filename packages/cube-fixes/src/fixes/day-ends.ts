import { PostgresQuery } from '@cubejs-backend/schema-compiler';
import { type Fix, methodsOf } from '../fix.ts';

/** A filter, or a group of them, as Cube's planner takes it. */
interface Filter {
  operator?: string;
  values?: (string | null)[];
  or?: Filter[];
  and?: Filter[];
}

/** The filters that a day's end is the bound of. */
const endOperators = ['beforeOrOnDate', 'afterDate'];

/** A day ends with its last microsecond. */
export class DayEnds extends PostgresQuery {
  override timestampPrecision(): number {
    return 6;
  }

  /** How the bounds of a rollup's partitions are written: as exact. */
  override timestampFormat(): string {
    return 'YYYY-MM-DD[T]HH:mm:ss.SSSSSS[Z]';
  }

  protected override initFromOptions(): void {
    this.options = { ...this.options, filters: (this.options.filters ?? []).map(boundByEnds) };
    super.initFromOptions();
  }
}

export const dayEnds: Fix = {
  name: 'day-ends',
  defect:
    'Postgres keeps microseconds, but a day ends at 23:59:59.999, which loses what happened in its last millisecond; and "before or on" a day, and "after" it, are bounded by the day\'s start.',
  places: methodsOf('PostgresQuery', () => PostgresQuery.prototype, {
    timestampPrecision: '8757790ea99a',
    timestampFormat: 'e7e26cd58405',
  }),
  overrides: [DayEnds],
};

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
