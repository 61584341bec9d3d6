import { createHash } from 'node:crypto';

/** A function of Cube's that is replaced, or built on. */
export interface Place {
  /** E.g. `QueryCache.cacheQueryResult`. */
  name: string;
  /** What there is now; undefined where nothing is. */
  find(): unknown;
  /** The digest of its text in the tested version: {@link digestOf}. */
  digest: string;
}

/** What reaches into Cube where Cube gives no other way: a fix, or a guard of another package. */
export interface Reach {
  /** By which it is named to whoever goes on with another version. */
  name: string;
  /** What is wrong in Cube, or open. */
  defect: string;
  /** What it replaces. Where one of these isn't what it was, nobody knows whether it does what it should. */
  places: readonly Place[];
}

/** A defect of Cube's that is mended. */
export interface Fix extends Reach {
  /** The classes of this package that it consists of: their methods override Cube's. */
  overrides?: readonly { prototype: object }[];
  /** Replaces functions of Cube's, where Cube gives no way to override them. */
  patch?(): void;
}

/** What reaches into places of which some have changed. */
export interface Broken {
  reach: Reach;
  places: Place[];
}

/** Short, and different for each text that a function has had. */
export const digestOf = (found: unknown): string =>
  typeof found === 'function'
    ? createHash('sha256').update(Function.prototype.toString.call(found)).digest('hex').slice(0, 12)
    : 'gone';

/**
 * Methods of one class of Cube's.
 *
 * @param prototype asked when it is first needed, because it comes with a large part of Cube
 * @param digests of the methods, by their names
 */
export function methodsOf(
  className: string,
  prototype: () => object,
  digests: Record<string, string>,
): Place[] {
  return Object.entries(digests).map(([method, digest]) => ({
    name: `${className}.${method}`,
    find: () => Reflect.get(prototype(), method),
    digest,
  }));
}
