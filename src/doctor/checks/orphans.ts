import type { Check } from '../check.ts';
import { severityOfShare, shareOf } from '../share.ts';
import { columnOf } from '../surveyed-source.ts';
import { joins } from './joins.ts';

/** Rows of users or accounts that the dimension tables don't know: they add nothing to any rate (rule 5). */
export const orphans: Check = {
  id: 'orphans',
  subject: 'rows of unknown users and accounts',
  questions: ({ joined }) =>
    joins
      .filter(({ target }) => target === 'users' || target === 'accounts')
      .flatMap(({ source, column, target, targetColumn }) => {
        const pair = joined(source, target);
        if (!pair) return [];
        const [from, to] = pair;
        const key = columnOf(from, column)?.canonical;
        const targetKey = columnOf(to, targetColumn)?.canonical;
        return {
          source,
          ask: async (session) => {
            const { rows, unknown, example } = await session.row<{
              rows: number;
              unknown: number;
              example: string | null;
            }>(
              `SELECT
                 COUNT(*) AS rows,
                 COUNT(*) FILTER (WHERE known.key IS NULL) AS unknown,
                 MIN(source.${key}::text) FILTER (WHERE known.key IS NULL) AS example
               FROM ${from.relation} AS source
               LEFT JOIN (
                 SELECT DISTINCT target.${targetKey} AS key
                 FROM ${to.relation} AS target
               ) AS known
                 ON known.key = source.${key}
               WHERE source.${key} IS NOT NULL`,
            );
            const id = 'orphans.unknown';
            const path = from.physical.path;
            if (unknown === 0) {
              return [
                {
                  id,
                  severity: 'ok',
                  column,
                  title: `${path}: each ${column} is in ${target}`,
                  detail: shareOf(rows, rows),
                  count: 0,
                },
              ];
            }
            return [
              {
                id,
                severity: severityOfShare(unknown, rows),
                column,
                title: `${path}: rows whose ${column} isn't in ${target}`,
                detail: `${shareOf(unknown, rows)} rows, such as ${JSON.stringify(example)}. ${
                  source === 'users'
                    ? 'These users have no attributes of an account.'
                    : 'They add nothing to any rate (rule 5).'
                }`,
                count: unknown,
                fix: `If you expect fewer, compare how ${column} is written in both (case, spaces, prefixes), and whether ${target} is complete.`,
              },
            ];
          },
        };
      }),
};
