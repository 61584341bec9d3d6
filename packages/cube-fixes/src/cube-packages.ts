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

/** The prototype of a class of Cube's, by the package or the file that exports it; asked when it is first needed. */
export const prototypeIn = (file: string, name: string) => (): object =>
  (requireBesideServerCore(file) as Record<string, { prototype: object }>)[name]?.prototype ?? {};

/** What is used here of a driver's class. */
interface DriverClass {
  /** The SQL dialect that the driver brings, where it brings one. */
  dialectClass?(): object;
}

/** The driver that Cube has for a kind of database, such as `bigquery`. */
export function lookupDriverClass(dbType: string): DriverClass {
  const { CubejsServerCore } = createRequire(import.meta.url)(serverCore) as {
    CubejsServerCore: { lookupDriverClass(dbType: string): DriverClass };
  };
  return CubejsServerCore.lookupDriverClass(dbType);
}
