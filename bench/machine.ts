import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { cpus, platform, release, totalmem } from 'node:os';
import type { EmbeddedPostgres } from '../src/database/embedded.ts';

/** What a run was made on. */
export interface Machine {
  processor: string;
  cores: number;
  memoryBytes: number;
  system: string;
  node: string;
  postgres: string;
  /** Those that aren't the default: `shared_buffers=512MB`. */
  postgresSettings: string[];
  cube: string;
  drizzleCube: string;
}

/** Describes this machine and what runs on it. */
export async function describeMachine(postgres: EmbeddedPostgres): Promise<Machine> {
  const { rows: settings } = await postgres.query(
    `SELECT name || '=' || current_setting(name) AS setting, current_setting('server_version') AS version
     FROM pg_settings
     WHERE source NOT IN ('default', 'override', 'client', 'session') AND setting IS DISTINCT FROM boot_val
       AND category NOT LIKE 'Connections and Authentication%'
     ORDER BY name`,
  );
  const require = createRequire(import.meta.url);
  const drizzleCube: { dependencies: Record<string, string> } = JSON.parse(
    await readFile(new URL('./drizzle-cube/package.json', import.meta.url), 'utf8'),
  );
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryBytes: totalmem(),
    system: `${platform()} ${release()}`,
    node: process.version,
    postgres: settings[0]?.version,
    postgresSettings: settings.map(({ setting }) => setting),
    cube: require('@cubejs-backend/server/package.json').version,
    drizzleCube: drizzleCube.dependencies['drizzle-cube'] ?? 'unknown',
  };
}
