import { QueryError } from '../cube/query-check.ts';
import type { CompilerApi } from './gateway.ts';
import { namedMembers } from './named-members.ts';

type ApplyRowLevelSecurity = CompilerApi['applyRowLevelSecurity'];

/**
 * Cube's own row-level security, mended where Cube 1.7.43
 *
 * - takes the primary keys that it counts and joins by for members that are asked for, so that who may not see a key
 *   can't count its rows either,
 * - and answers a query for what isn't the asker's as if there were no rows, instead of refusing it.
 */
export function rowLevelSecurity(compilerApi: CompilerApi): ApplyRowLevelSecurity {
  return async (query, evaluatedQuery, context) => {
    const { cubeEvaluator } = await compilerApi.getCompilers({ requestId: context.requestId });
    const named = new Set(namedMembers(query));
    const isKey = (name: string): boolean => {
      const [cube = '', member = ''] = name.split('.');
      return cubeEvaluator.primaryKeys[cube]?.includes(member) ?? false;
    };
    const cubesOf = (names: string[]): Set<string | undefined> =>
      new Set(names.map((name) => name.split('.')[0]));

    const asked = new Proxy(compilerApi, {
      get: (target, name) => {
        if (name !== 'getSql') return bound(target, name);
        return async (...args: Parameters<CompilerApi['getSql']>) => {
          const sql = await target.getSql(...args);
          const shown = sql.memberNames.filter((member) => named.has(member) || !isKey(member));
          const cubes = cubesOf(shown);
          // The rows of a cube that is joined by its key alone are still its policies' affair.
          const keys = sql.memberNames.filter((member) => !cubes.has(member.split('.')[0]));
          return { ...sql, memberNames: [...shown, ...keys] };
        };
      },
    });
    const secured = await compilerApi.applyRowLevelSecurity.call(asked, query, evaluatedQuery, context);
    if (secured.denied) throw new QueryError('The query needs members that you may not ask for.');
    return secured;
  };
}

/** A property of an object, whose methods go on working on the object itself. */
export function bound<Target extends object>(target: Target, name: string | symbol): unknown {
  const value: unknown = Reflect.get(target, name);
  return typeof value === 'function' ? value.bind(target) : value;
}
