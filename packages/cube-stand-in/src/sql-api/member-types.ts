/** Cube's meta of a measure, a dimension or a segment, as far as the SQL API shows it. */
export interface MetaMember {
  /** With the view's name: `ActivationRate.newSignUps`. */
  name: string;
  title?: string;
  shortTitle?: string;
  description?: string;
  type?: string;
  aggType?: string;
  isVisible?: boolean;
  public?: boolean;
}

/** What a column of a view is in the model. */
export type MemberKind = 'measure' | 'dimension' | 'segment';

/** Postgres' types of the columns. */
export type ColumnType = 'bigint' | 'numeric' | 'text' | 'timestamp' | 'boolean';

const byMemberType: Record<string, ColumnType> = {
  number: 'numeric',
  string: 'text',
  time: 'timestamp',
  boolean: 'boolean',
};

const counts = ['count', 'countDistinct', 'countDistinctApprox'];

/** The type of a member's column: counts are bigint, other numbers numeric. */
export function columnType(kind: MemberKind, { type = 'string', aggType }: MetaMember): ColumnType {
  if (kind === 'segment') return 'boolean';
  if (kind === 'measure' && aggType !== undefined && counts.includes(aggType)) return 'bigint';
  return byMemberType[type] ?? 'text';
}

/**
 * The aggregate functions that stand for a measure besides `MEASURE`, by Cube's rules: those that its own type is
 * named after, `SUM` for a count, and any that keeps a value where the measure is calculated of others.
 */
export function fittingAggregates(aggType: string | undefined): string[] {
  switch (aggType) {
    case 'count':
      return ['COUNT', 'SUM'];
    case 'countDistinct':
    case 'countDistinctApprox':
      return ['COUNT(DISTINCT)'];
    case 'number':
      return ['SUM', 'AVG', 'MIN', 'MAX'];
    case 'sum':
    case 'avg':
    case 'min':
    case 'max':
      return [aggType.toUpperCase()];
    case 'time':
      return ['MIN', 'MAX'];
    default:
      return [];
  }
}
