import type { Check } from '../data-check.ts';
import { countOf } from '../share.ts';

/** How many rows each source has. The planner's estimate can be far off, that of a query above all. */
export const rows: Check = {
  id: 'rows',
  subject: 'number of rows',
  questions: ({ sources }) =>
    sources.map((source) => ({
      source: source.name,
      ask: async (session) => {
        const { count } = await session.row<{ count: number }>(
          `SELECT COUNT(*) AS count FROM ${source.relation} AS source`,
        );
        return [
          {
            id: 'rows.counted',
            severity: 'ok',
            title: `${source.physical.path} was counted`,
            detail: `It has ${countOf(count, 'row')}.`,
            count,
          },
        ];
      },
    })),
};
