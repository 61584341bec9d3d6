/**
 * What a cube tells, in its `meta`, of the units that its measures count, where a unit has several rows and counts
 * once: over which dimensions the counts of parts add up to the count of the whole. Cube takes it that a distinct
 * count never adds up; this project's dialect reads this to answer from rollups that hold more dimensions than a
 * query asks for.
 *
 * @param attributesOfUnit the dimensions that have one value for all rows of a unit
 * @param rowsOfUnit the dimensions of which each tells the rows of a unit apart, if there are any
 */
export const distinctUnits = (attributesOfUnit: string[], rowsOfUnit: string[] = []): CubeMeta => ({
  attributesOfUnit,
  rowsOfUnit,
});
