import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder for an embedded Postgres, which the user that Postgres runs as can enter. */
export async function makeHome(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'activation-'));
  await chmod(folder, 0o755);
  return folder;
}
