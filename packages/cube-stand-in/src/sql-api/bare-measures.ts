import type { Measure, Relation } from './relations.ts';
import { refusal } from './sql-error.ts';
import type { Tree } from './syntax-tree.ts';

/** Where a measure has no group to be a value of. */
export function refuseBare({ column, rows }: Measure): never {
  throw refusal(
    `"${column.name}" of "${rows.view.name}" is a measure, which has a value for a group, and not for a row`,
    `Write MEASURE("${column.name}"), and GROUP BY the dimensions beside it.`,
  );
}

/** A condition is on the values of a sub-select's groups; of a view's rows none has one. */
export function chooseBy({ column, rows }: Measure, _holder: Tree, { wrapper }: Relation): void {
  if (wrapper && wrapper.named.length > 0) {
    wrapper.meanGroups();
    return;
  }
  throw refusal(
    `"${column.name}" of "${rows.view.name}" is a measure, which no row has a value of to choose it by`,
    `Write HAVING MEASURE("${column.name}") … after a GROUP BY.`,
  );
}

/** A measure inside another aggregate. */
export function refuseAgain({ column, rows }: Measure, name: string): never {
  throw refusal(
    `"${column.name}" of "${rows.view.name}" is a measure already, and ${name} can't aggregate it again`,
    `Write MEASURE("${column.name}"), and compute with its values; or aggregate over a sub-select with a GROUP BY of its own.`,
  );
}
