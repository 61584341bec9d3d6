/**
 * What a cube tells, in its `meta`, of measures that are over all of its units. A log's cube joins to its units, so
 * that beside a member of the log a measure would leave out the units that have no row there; this project's dialect
 * refuses such a query.
 */
export const overAllUnits: CubeMeta = { overAllUnits: true };
