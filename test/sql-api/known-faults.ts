/**
 * Cases of the SQL API that today's translator answers wrong or refuses, by their names. Each is expected to fail: a
 * case that is mended fails the tests until its line is gone from here.
 */
export const knownFaults: Record<string, string> = {};
