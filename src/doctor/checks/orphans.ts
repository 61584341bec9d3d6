import type { Check, Question } from '../data-check.ts';
import { severityOfShare, shareOf } from '../share.ts';
import { columnOf, type SurveyedSource } from '../surveyed-source.ts';
import { joins } from './joins.ts';

/** What comes of a row whose user, account or lead isn't known; of most, that it is in no rate (rule 5). */
const consequences: Partial<Record<string, string>> = {
  'users.accountId': 'These users have no attributes of an account.',
  'referrals.referredUserId': "They stay below the line of the referral's rates, and brought nobody.",
  'leads.userId': 'These leads became nobody, and are below the line of the rates of leads.',
};

/** Rows of users, accounts or leads that the dimension tables don't know. */
export const orphans: Check = {
  id: 'orphans',
  subject: 'rows of unknown users and accounts',
  questions: ({ joined, sources }) => [
    ...joins
      .filter(({ target }) => target !== 'activatedUsers')
      .flatMap(({ source, column, target, targetColumn }): Question[] => {
        const pair = joined(source, target, column);
        if (!pair) return [];
        const [from, to] = pair;
        const key = columnOf(from, column)?.canonical;
        const targetKey = columnOf(to, targetColumn)?.canonical;
        return [
          {
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
                  detail: `${shareOf(unknown, rows)} rows, such as ${JSON.stringify(example)}. ${consequences[`${source}.${column}`] ?? 'They add nothing to any rate (rule 5).'}`,
                  count: unknown,
                  fix: `If you expect fewer, compare how ${column} is written in both (case, spaces, prefixes), and whether ${target} is complete.`,
                },
              ];
            },
          },
        ];
      }),
    ...sources.filter(({ name }) => name === 'contacts').map(contactsOfNobody),
  ],
};

/** Contacts with neither a lead nor a user: each column may be empty, though not both. */
const contactsOfNobody = ({ relation, name, physical: { path } }: SurveyedSource): Question => ({
  source: name,
  ask: async (session) => {
    const { rows, without } = await session.row<{ rows: number; without: number }>(
      `SELECT
         COUNT(*) AS rows,
         COUNT(*) FILTER (WHERE source.lead_id IS NULL AND source.user_id IS NULL) AS without
       FROM ${relation} AS source`,
    );
    return [
      {
        id: 'orphans.nobody',
        severity: severityOfShare(without, rows),
        title:
          without === 0
            ? `${path}: each is with a lead or a user`
            : `${path}: with neither a lead nor a user`,
        detail: `${shareOf(without, rows)} rows${without === 0 ? '.' : ' count for nobody.'}`,
        count: without,
        ...(without > 0 && { fix: `If you expect fewer, look at how leadId and userId are recorded.` }),
      },
    ];
  },
});
