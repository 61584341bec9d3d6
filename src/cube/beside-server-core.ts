import { createRequire } from 'node:module';

/** Loads a package the way Cube's server does, so that both have the same instance of it. */
export function requireBesideServerCore(name: string): unknown {
  const beside = (other: string, from: string): string => createRequire(from).resolve(other);
  const core = beside('@cubejs-backend/server-core', beside('@cubejs-backend/server', import.meta.url));
  return createRequire(core)(name);
}
