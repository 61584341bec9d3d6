import fc from 'fast-check';

/** A cell that may be null. */
export const nullable = <Thing>(thing: fc.Arbitrary<Thing>): fc.Arbitrary<Thing | null> =>
  fc.option(thing, { freq: 5 });

/** A table's rows: seldom one or none. */
export const some = <Row>(row: fc.Arbitrary<Row>, maxLength: number): fc.Arbitrary<Row[]> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.array(row, { maxLength: 1 }) },
    { weight: 6, arbitrary: fc.array(row, { maxLength, size: 'max' }) },
  );

/** A table's rows, each with another key. */
export const someWithKey = <Row>(row: fc.Arbitrary<Row>, key: (row: Row) => string): fc.Arbitrary<Row[]> =>
  fc.uniqueArray(row, { selector: key, maxLength: 6, size: 'max' });
