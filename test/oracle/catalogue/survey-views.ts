import { userAttributes } from '../attributes.ts';
import { type AnyCube, anyCube } from '../cube.ts';
import { decimal, isAtLeast, total } from '../fraction.ts';
import type { OracleRow, OracleRows } from '../source-rows.ts';
import { grouped } from '../units.ts';
import { ratio, type Value } from '../value.ts';
import type { CatalogueView } from './catalogue-view.ts';
import { inOrder, type UserHistory, userHistories } from './histories.ts';
import { type Measures, rateMeasures } from './measures.ts';
import { type CatalogueDefinitions, type CatalogueSettings, catalogueSettings } from './settings.ts';

/** The one answer of a user to a survey that counts. */
interface Answer {
  user: UserHistory;
  response: OracleRow<'survey_responses'>;
  isFavourable: boolean;
}

function answers(source: OracleRows, definitions: CatalogueDefinitions): Answer[] {
  const surveys = Object.entries(catalogueSettings(definitions).surveys);
  const responses = grouped(source.survey_responses ?? [], (row) => row.user_id);
  return userHistories(source, definitions).flatMap((user) =>
    // Answers to surveys that aren't configured count nowhere (reading 14).
    surveys.flatMap(([name, { counts, favourableFrom }]) => {
      const given = (responses.get(user.user_id) ?? []).filter(({ survey }) => survey === name);
      const response = counting(user, given, counts);
      if (!response) return [];
      const isFavourable = isAtLeast(decimal(response.score), decimal(String(favourableFrom)));
      return [{ user, response, isFavourable }];
    }),
  );
}

/** The latest (then the greater id), or the first at or after the activation (then the lesser id). */
function counting(
  { signed_up_at, activatedAt }: UserHistory,
  responses: readonly OracleRow<'survey_responses'>[],
  which: CatalogueSettings['surveys'][string]['counts'],
): OracleRow<'survey_responses'> | undefined {
  const ordered = inOrder(
    responses.filter(({ answered_at }) => answered_at >= signed_up_at),
    (row) => row.answered_at,
    (row) => row.id,
  );
  if (which === 'latest') return ordered.at(-1);
  // An activation that counts is at or after the sign-up; without one, no answer is after it.
  return activatedAt === null ? undefined : ordered.find(({ answered_at }) => answered_at >= activatedAt);
}

export function surveyScores(definitions: CatalogueDefinitions, members: CatalogueView): AnyCube {
  const measures: Measures<Answer> = {
    ...rateMeasures(members, ({ user }: Answer) => user.user_id, {
      favourableShare: { above: ({ isFavourable }) => isFavourable },
    }),
    averageScore: (rows) => ratio(total(rows.map(({ response }) => decimal(response.score))), rows.length),
  };
  /** Scales differ: over answers to several surveys there is no score. Without any answer, nobody is favourable. */
  const ofOneSurvey =
    (measure: (rows: readonly Answer[]) => Value) =>
    (rows: readonly Answer[]): Value =>
      new Set(rows.map(({ response }) => response.survey)).size > 1 ? null : measure(rows);
  return anyCube<Answer>({
    rows: (source) => answers(source, definitions),
    times: {
      answeredAt: ({ response }) => response.answered_at,
      signedUpAt: ({ user }) => user.signed_up_at,
    },
    dimensions: { ...userAttributes(({ user }: Answer) => user), survey: ({ response }) => response.survey },
    segments: {},
    measures: Object.fromEntries(
      Object.entries(measures).map(([name, measure]) => [
        name,
        name === 'respondents' ? measure : ofOneSurvey(measure),
      ]),
    ),
  });
}
