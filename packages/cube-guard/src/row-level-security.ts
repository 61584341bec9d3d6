import { createHash } from 'node:crypto';
import { methodsOf, type Reach } from 'cube-fixes';
import { PermissionError } from 'cube-fixes/query-check';
import type { CompilerApi, CubeEvaluator } from './gateway.ts';
import { namedMembers } from './named-members.ts';
import { compilerApi as places } from './places.ts';

type ApplyRowLevelSecurity = CompilerApi['applyRowLevelSecurity'];

export const rowRules: Reach = {
  name: 'row-rules',
  defect:
    "It takes the primary keys that it counts and joins by for members that are asked for, so that who may not see a key can't count its rows either; passes over the row rules of a cube that a query joins but names no member of, such as a view's unit; and answers a query for what isn't the asker's as if there were no rows.",
  places: methodsOf('CompilerApi', places, {
    applyRowLevelSecurity: '289951fb7935',
    getSqlGenerator: 'b7a10500600c',
  }),
};

/** Cube's own row-level security, mended. */
export function rowLevelSecurity(compilerApi: CompilerApi): ApplyRowLevelSecurity {
  return async (query, evaluatedQuery, context) => {
    const { cubeEvaluator, compilerCache } = await compilerApi.getCompilers({ requestId: context.requestId });
    const named = new Set(namedMembers(query));
    const isKey = (name: string): boolean => {
      const [cube = '', member = ''] = name.split('.');
      return cubeEvaluator.primaryKeys[cube]?.includes(member) ?? false;
    };
    const asked = new Proxy(compilerApi, {
      get: (target, name) => {
        if (name !== 'getSql') return bound(target, name);
        // Cube makes the whole SQL for these names, and will again of the secured query.
        return async (planned: object) => {
          const kept = compilerCache.getQueryCache<string[]>({ membersOf: digest(planned) });
          // The expressions of the SQL API are functions by now, which that key doesn't tell apart.
          const isKept = evaluatedQuery === query;
          const members = (isKept && kept.cache(path, () => undefined)) || (await membersOf(target, planned));
          if (isKept) kept.cache(path, () => members);
          const shown = members.filter((member) => named.has(member) || !isKey(member));
          const cubes = new Set(shown.map(cubeOf));
          // The rows of a cube that is joined and shows nothing are still its policies' affair.
          return { memberNames: [...shown, ...members.filter((member) => !cubes.has(cubeOf(member)))] };
        };
      },
    });
    const secured = await compilerApi.applyRowLevelSecurity.call(asked, query, evaluatedQuery, context);
    if (secured.denied) throw new PermissionError('The query needs members that you may not ask for.');
    return secured;
  };
}

const path = ['members'];

/** As short for a query of a megabyte as for another: thousands of them are kept. */
const digest = (query: object): string => createHash('sha256').update(JSON.stringify(query)).digest('hex');

/** The members that a query is made of, and one of each cube that it joins to come from one to another. */
async function membersOf(compilerApi: CompilerApi, planned: object): Promise<string[]> {
  const { sqlGenerator, compilers } = await compilerApi.getSqlGenerator(planned);
  const members = compilers.compiler.withQuery(sqlGenerator, () => sqlGenerator.collectAllMemberNames());
  const { root, joins = [] } = sqlGenerator.join ?? {};
  const joined = [...(root ? [root] : []), ...joins.map(({ originalTo }) => originalTo)];
  const unnamed = joined.filter((cube) => !members.some((member) => cubeOf(member) === cube));
  return [...members, ...unnamed.map((cube) => memberOf(compilers.cubeEvaluator, cube))];
}

/** A member that stands for its cube: none that tells a row from the others, where there is another one. */
function memberOf(cubeEvaluator: CubeEvaluator, cube: string): string {
  const names = Object.keys(cubeEvaluator.cubeFromPath(cube).dimensions ?? {});
  const keys = cubeEvaluator.primaryKeys[cube] ?? [];
  return `${cube}.${names.find((name) => !keys.includes(name)) ?? names[0]}`;
}

const cubeOf = (member: string): string | undefined => member.split('.')[0];

/** A property of an object, whose methods go on working on the object itself. */
export function bound<Target extends object>(target: Target, name: string | symbol): unknown {
  const value: unknown = Reflect.get(target, name);
  return typeof value === 'function' ? value.bind(target) : value;
}
