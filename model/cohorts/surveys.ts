import type { Definitions } from '../../src/config/definitions.ts';
import { sqlString } from '../compiler/sql-text.ts';
import { type Cohort, type Given, rowColumn } from '../language/cohort.ts';
import { users } from './users.ts';

type Counts = Definitions['surveys'][string]['counts'];

/** Of each known user and survey, the answer that counts: the latest, or the first at or after the activation. */
function countedAnswers({ settings, relation, columnsOf }: Given): string {
  const answers = (counts: Counts, pick: (surveys: string) => string): string[] => {
    const surveys = Object.entries(settings.surveys)
      .filter(([, survey]) => survey.counts === counts)
      .map(([name, { favourableFrom }]) => `(${sqlString(name)}, ${favourableFrom}::numeric)`);
    return surveys.length > 0 ? [`(${pick(surveys.join(', '))})`] : [];
  };
  const picked = (surveys: string, since: string, order: string): string => `
  SELECT DISTINCT ON (person.user_id, counted.survey)
    ${columnsOf('user', 'person')},
    answer.id AS answer_id, counted.survey, answer.answered_at, answer.score,
    answer.score >= counted.favourable_from AS is_favourable
  FROM ${relation('surveyResponses')} AS answer
  JOIN (VALUES ${surveys}) AS counted (survey, favourable_from)
    ON counted.survey = answer.survey
  JOIN ${relation('users')} AS person
    ON person.user_id = answer.user_id AND answer.answered_at >= person.signed_up_at
  ${since}
  ORDER BY person.user_id, counted.survey, ${order}
`;
  return [
    ...answers('latest', (surveys) =>
      picked(surveys, '', 'answer.answered_at DESC, answer.id COLLATE "C" DESC'),
    ),
    ...answers('firstAfterActivation', (surveys) =>
      picked(
        surveys,
        `WHERE answer.answered_at >= (
    SELECT MIN(activation.activation_milestone_completion_timestamp)
    FROM ${relation('activatedUsers')} AS activation
    WHERE activation.user_id = person.user_id
      AND activation.activation_milestone_completion_timestamp >= person.signed_up_at
  )`,
        'answer.answered_at, answer.id COLLATE "C"',
      ),
    ),
  ].join('\nUNION ALL\n');
}

/** Known users' answers that count, one of each user to each survey, by the time of the answer. */
export const surveyAnswers: Cohort = {
  ...users,
  cube: 'SurveyAnswers',
  sqlAlias: 'surveys',
  title: 'Survey answers',
  description:
    "New users' answers to the surveys that the configuration names: of each user and survey the one that counts.",
  needs: ['users', 'surveyResponses', 'activatedUsers'],
  rows: countedAnswers,
  key: rowColumn('answerId', 'string', { title: 'Answer', description: "The answer's identifier." }),
  countedBy: users.key,
  columns: [
    {
      ...rowColumn('survey', 'string', {
        title: 'Survey',
        description: 'The survey. Scores of several surveys have different scales: ask for each by itself.',
      }),
      isInView: true,
    },
    rowColumn('isFavourable', 'boolean', {
      title: 'Favourable',
      description: "Whether the score is at or above the survey's favourable one.",
    }),
    { ...users.start, isInView: true },
  ],
  oneOf: 'survey',
  start: rowColumn('answeredAt', 'time', {
    title: 'Answered at',
    description: 'When the user gave the answer that counts: the time dimension of the answers.',
  }),
  count: {
    name: 'respondents',
    title: 'Respondents',
    description: 'How many users answered, each counted once, also over several surveys.',
  },
  list: ['userId', 'survey', 'answeredAt'],
  rollups: 'few',
};
