import { createRequire } from 'node:module';

const beside = (name: string, from: string): string => createRequire(from).resolve(name);

/** The file that Cube's server loads its core from. */
export const serverCore = beside(
  '@cubejs-backend/server-core',
  beside('@cubejs-backend/server', import.meta.url),
);

/** Loads a package the way Cube's server does, so that both have the same instance of it. */
export function requireBesideServerCore(name: string): unknown {
  return createRequire(serverCore)(name);
}
