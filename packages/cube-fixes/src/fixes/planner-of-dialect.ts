import { BaseQuery } from '@cubejs-backend/schema-compiler';
import { type Fix, methodsOf } from '../fix.ts';
import { isOwnCube } from '../scope.ts';
import { UpdateWindows } from './update-windows.ts';

/** What is read here of a query, as Cube's planner takes it. */
interface PlannedQuery {
  measures?: unknown[];
  dimensions?: unknown[];
  segments?: unknown[];
  timeDimensions?: { dimension: string }[];
}

/** A query of the model that the fixes are for is planned by the planner that knows them, whatever the variable says. */
export class PlannerOfDialect extends UpdateWindows {
  protected override initFromOptions(): void {
    const {
      measures = [],
      dimensions = [],
      segments = [],
      timeDimensions = [],
    } = this.options as PlannedQuery;
    const named = [
      ...measures,
      ...dimensions,
      ...segments,
      ...timeDimensions.map(({ dimension }) => dimension),
    ];
    if (named.some((member) => isOwnCube(this, cubeOf(member)))) {
      this.options = { ...this.options, useNativeSqlPlanner: false };
    }
    super.initFromOptions();
  }
}

/** The cube of a member, or of an expression of the SQL API. */
function cubeOf(member: unknown): string {
  if (typeof member === 'string') return member.split('.')[0] ?? '';
  return (member as { cubeName?: string } | null)?.cubeName ?? '';
}

export const plannerOfDialect: Fix = {
  name: 'planner-of-dialect',
  defect:
    "Its newer planner, Tesseract, is in the native add-on, and passes over what a dialect of one's own overrides: the same query has other numbers with and without CUBEJS_TESSERACT_SQL_PLANNER.",
  places: methodsOf('BaseQuery', () => BaseQuery.prototype, { initFromOptions: '6ee7ac359842' }),
  overrides: [PlannerOfDialect],
};
