import { ActionableError } from '../actionable-error.ts';

/** The oldest version of Postgres that the model's SQL runs on: 14 can hash a row, which tells that a rollup is old. */
const leastVersion = 14;

/**
 * Refuses a Postgres that is too old.
 *
 * @param versionNumber its `server_version_num`, such as 140012
 * @throws {ActionableError} naming the version found and the one needed
 */
export function checkVersion(versionNumber: number): void {
  const version = Math.floor(versionNumber / 10_000);
  if (version >= leastVersion) return;
  throw new ActionableError(
    `The database is Postgres ${version}, and ${leastVersion} or newer is needed. Upgrade it, or serve a newer replica of it.`,
  );
}
