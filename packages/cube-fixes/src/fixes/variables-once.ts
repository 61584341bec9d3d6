import { requireBesideServerCore } from '../cube-packages.ts';
import { digestOf, type Fix, methodsOf } from '../fix.ts';

interface Variables {
  getEnv(name: string, of?: object): unknown;
}

const variables = (): Variables =>
  requireBesideServerCore('@cubejs-backend/shared/dist/src/env') as Variables;

/** It reads each once, from the moment that all are set: {@link readVariablesOnce}. */
export const variablesOnce: Fix = {
  name: 'variables-once',
  defect: 'It reads and checks some thirty variables of its environment for each request.',
  places: methodsOf('env', variables, { getEnv: '4da8f9b302e2' }),
};

/** Has Cube read each variable of its environment once from now on, when all are set. */
export function readVariablesOnce(): void {
  // It may be another version that somebody goes on with.
  if (variablesOnce.places.some(({ find, digest }) => digestOf(find()) !== digest)) return;
  const library = variables();
  const { getEnv } = library;
  const values = new Map<string, unknown>();
  library.getEnv = (name, of) => {
    const key = `${name} ${JSON.stringify(of)}`;
    if (!values.has(key)) values.set(key, getEnv(name, of));
    return values.get(key);
  };
}
