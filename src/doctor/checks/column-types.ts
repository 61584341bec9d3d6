import { contractColumns } from '../contract-columns.ts';
import type { Finding } from '../findings.ts';
import { castInConfiguration, type PhysicalColumn, type PhysicalSource } from '../physical-source.ts';
import type { ColumnType } from '../surveyed-source.ts';

/** The columns that names from the definitions, or those of the contract, are compared with. */
const nameColumns = new Set(['actionName', 'milestoneName', 'kind', 'currency', 'survey']);

/**
 * Whether the columns have types that the model can count with. Without one of them its queries fail, or the checks
 * of the data would.
 */
export function usableTypes(
  physical: PhysicalSource,
  types: ReadonlyMap<string, ColumnType>,
): { findings: Finding[]; isUsable: boolean } {
  const faults = physical.columns.flatMap((column) => {
    const type = types.get(column.name);
    return type ? faultOfType(physical, column, type) : [];
  });
  const isUsable = !faults.some(({ severity }) => severity === 'error');
  const fine: Finding = {
    id: 'types.column',
    severity: 'ok',
    title: `${physical.path} has usable types`,
    detail: `${types.size} columns were looked at.`,
    count: 0,
  };
  return { findings: faults.length > 0 ? faults : [fine], isUsable };
}

function faultOfType(
  physical: PhysicalSource,
  column: PhysicalColumn,
  { type, category }: ColumnType,
): Finding[] {
  if (column.extraType !== undefined) return faultOfExtraType(column, column.extraType, type, category);
  const { times, numbers, booleans } = contractColumns[physical.name];
  if (times.includes(column.name)) return faultOfTime(column, type, category);
  if (numbers.includes(column.name)) return faultOfNumber(column, type);
  if (booleans.includes(column.name) && category !== 'B') {
    return [
      {
        id: 'types.column',
        severity: 'error',
        column: column.name,
        title: `${column.path} is of type ${type}, not boolean`,
        detail: 'The model asks whether it is true, which Postgres refuses.',
        fix: `${column.path}: ${castInConfiguration(column, (expression) => `${expression}::boolean`)}`,
      },
    ];
  }
  if (!nameColumns.has(column.name) || category === 'S') return [];
  // An enum can be compared with a literal, which is how the key action stands in the SQL; milestones are a list of texts.
  if (category === 'E' && column.name === 'actionName') return [];
  return [
    {
      id: 'types.column',
      severity: 'error',
      column: column.name,
      title: `${column.path} is of type ${type}, not text`,
      detail: "The names that count are text, which Postgres doesn't compare with it.",
      fix: `${column.path}: ${castInConfiguration(column, (expression) => `${expression}::text`)}`,
    },
  ];
}

/** Sums of floating-point numbers depend on their order, and Postgres' money on the server's locale. */
function faultOfNumber(column: PhysicalColumn, type: string): Finding[] {
  if (['numeric', 'bigint', 'integer', 'smallint'].includes(type)) return [];
  const isFloat = type === 'double precision' || type === 'real';
  return [
    {
      id: isFloat ? 'types.inexact' : 'types.column',
      severity: isFloat ? 'warning' : 'error',
      column: column.name,
      title: `${column.path} is of type ${type}, not numeric`,
      detail: isFloat
        ? 'Floating-point numbers are rounded, and their sums depend on the order of the rows.'
        : 'The model adds it up and compares it with numbers, which Postgres refuses.',
      fix: `${column.path}: ${castInConfiguration(column, (expression) => `${expression}::numeric`)}`,
    },
  ];
}

function faultOfTime(column: PhysicalColumn, type: string, category: string): Finding[] {
  const title = `${column.path} is of type ${type}`;
  const shared = { column: column.name, title };
  switch (type) {
    case 'timestamp with time zone':
      return [];
    case 'timestamp without time zone':
      return [
        {
          ...shared,
          id: 'types.no-time-zone',
          severity: 'warning',
          detail:
            'Its times are read as UTC. Written in another time zone, they are off by some hours against the other tables.',
          fix: `If they are UTC, say so: ${column.path}: ${castInConfiguration(column, (expression) => `${expression} AT TIME ZONE 'UTC'`)}; if not, name their zone instead.`,
        },
      ];
    case 'date':
      return [
        {
          ...shared,
          id: 'types.no-time-zone',
          severity: 'warning',
          detail:
            'Its days are read as midnight UTC: something else that happened on the same day is after it, and a conversion with a date alone is before a start on its day (rule 3).',
          fix: `Map a column with the time of day if there is one, or say that UTC is meant: ${column.path}: ${castInConfiguration(column, (expression) => `${expression}::timestamp AT TIME ZONE 'UTC'`)}`,
        },
      ];
  }
  const cast = castInConfiguration(column, (expression) =>
    category === 'N' ? `to_timestamp(${expression})` : `${expression}::timestamptz`,
  );
  return [
    {
      ...shared,
      id: 'types.column',
      severity: 'error',
      title: `${title}, not a time`,
      detail: 'The model compares it with other times, which Postgres refuses.',
      fix: `${column.path}: ${cast}${category === 'N' ? ' for seconds since 1970; divide milliseconds by 1000.0' : ''}`,
    },
  ];
}

/** The categories of types that fit each type of an extra dimension; a string may be anything. */
const categories = { time: 'D', number: 'N', boolean: 'B' };

function faultOfExtraType(
  column: PhysicalColumn,
  declared: NonNullable<PhysicalColumn['extraType']>,
  type: string,
  category: string,
): Finding[] {
  if (declared === 'string' || categories[declared] === category) return [];
  return [
    {
      id: 'types.extra-dimension',
      severity: 'warning',
      column: column.name,
      title: `${column.path} is of type ${type}, not a ${declared}`,
      detail: `The configuration says that it is a ${declared}, and filters on it are written for one.`,
      fix: `Change ${column.path}.type, or cast the column with sql.`,
    },
  ];
}
