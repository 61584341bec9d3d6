import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { cpus, platform, release, totalmem } from 'node:os';

/** What a run was made on. */
export interface Machine {
  processor: string;
  cores: number;
  memoryBytes: number;
  system: string;
  node: string;
  postgres: string;
  cube: string;
  drizzleCube: string;
}

/** Describes this machine and what runs on it, with a Postgres of that version. */
export async function describeMachine(postgres: string): Promise<Machine> {
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
    postgres,
    cube: require('@cubejs-backend/server/package.json').version,
    drizzleCube: drizzleCube.dependencies['drizzle-cube'] ?? 'unknown',
  };
}
