/** What one KPI adds to the cube of the units it counts. */
export interface CubePart {
  /** Columns of the cube's SELECT. */
  columns: string;
  /** The joins that the columns come from, each with one row at most for a unit. */
  joins: (ofFewUnits: boolean) => string;
  dimensions: Record<string, CubeDimension>;
  segments: Record<string, CubeSegment>;
  measures: Record<string, CubeMeasure>;
}

/** The columns of several parts, each list with a comma in front, to follow the columns of the unit. */
export const partColumns = (parts: CubePart[]): string => parts.map(({ columns }) => `,${columns}`).join('');

/**
 * The joins of several parts, to follow the unit's own FROM.
 *
 * @param ofFewUnits whether the query is of few units, whose rows are looked up rather than all read
 */
export const partJoins = (parts: CubePart[], ofFewUnits: boolean): string =>
  parts.map(({ joins }) => joins(ofFewUnits)).join('');

/** The members of one kind of several parts. */
export const partMembers = <Kind extends 'dimensions' | 'segments' | 'measures'>(
  parts: CubePart[],
  kind: Kind,
): CubePart[Kind] => Object.assign({}, ...parts.map((part) => part[kind]));

/** The names of a part's measures that people query; the others are what rates are made of. */
export const publicMeasures = ({ measures }: CubePart): string[] =>
  Object.keys(measures).filter((name) => measures[name]?.public !== false);

/** The names of those of some measures whose values over parts of the units may be added up. */
export const additiveMeasures = (measures: Record<string, CubeMeasure>): string[] =>
  Object.keys(measures).filter((name) => ['count', 'sum'].includes(measures[name].type));
