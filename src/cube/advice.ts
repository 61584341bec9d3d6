/**
 * Advice of Cube's that contradicts this package's arrangement: its numbers are tested with the older planner, rollups
 * live in Postgres where there is no Cube Store, and a first build of them takes longer than Cube's interval.
 */
const contradicting = new RegExp(
  [
    'Tesseract planner is a default one',
    'as an external database is deprecated',
    'pre-aggregations will be on an external database',
    'Previous interval #\\d+ was not finished',
    'reducing total number of partitions by using rollup_lambda',
  ].join('|'),
);

/** Leaves it out of what this process prints. Cube prints part of it past its logger, all of it by `console.log`. */
export function dropContradictingAdvice(): void {
  const { log } = console;
  console.log = (...parts: unknown[]) => {
    if (!contradicting.test(String(parts[0]))) log(...parts);
  };
}
