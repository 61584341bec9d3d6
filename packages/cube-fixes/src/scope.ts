/** Which part of a Cube project the fixes are for. The rest of it gets Cube as it is. */
export interface Scope {
  /** The data source, by Cube's name for it. */
  dataSource: string;
  /** Whether a file of the model is of this part, by its name in the model. */
  ownsFile(fileName: string): boolean;
}

let scope: Scope = { dataSource: 'default', ownsFile: () => true };

/** Has the fixes hold for this part alone. Unless told, they do for all of the data source `default`. */
export function limitFixesTo(part: Scope): void {
  scope = part;
}

export const isOwnDataSource = (name = 'default'): boolean => name === scope.dataSource;

/** What is used here of Cube's evaluated model. */
interface Model {
  cubeEvaluator: { cubeFromPath(name: string): object; cubeExists(name: string): boolean };
}

/** Whether a cube or a view is of this part of the project. */
export function isOwnCube({ cubeEvaluator }: Model, name: string): boolean {
  if (!cubeEvaluator.cubeExists(name)) return false;
  const { fileName = '' } = cubeEvaluator.cubeFromPath(name) as { fileName?: string };
  return scope.ownsFile(fileName);
}
