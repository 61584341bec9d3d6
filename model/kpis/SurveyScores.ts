import { surveyAnswers } from '../cohorts/surveys.ts';
import { holds, ownValue } from '../language/facts.ts';
import { kpis } from '../language/kpi.ts';
import { mean, share } from '../language/shapes.ts';

const view = 'SurveyScores';

export default kpis(view, surveyAnswers, ({ surveys }) => {
  const each = Object.entries(surveys).map(
    ([name, { counts, favourableFrom }]) =>
      `\`${name}\`: ${counts === 'latest' ? "a user's latest answer" : "a user's first answer at or after the activation"}, favourable from ${favourableFrom}`,
  );
  const ofOne = 'Of one survey: over several it is empty, as their scales differ.';
  return {
    name: 'Survey scores',
    title: 'Survey scores',
    description:
      'The average score and the share of favourable scores of each survey, one answer a user. Answers by their time.',
    sqlAlias: 'scores',
    headline: { rate: 'favourableShare', by: 'survey' },
    shapes: [
      share({
        above: {
          name: 'favourableRespondents',
          where: holds('isFavourable'),
          words: {
            title: 'Favourable respondents',
            description: `How many of the respondents gave a favourable score: ${each.join('; ')}. ${ofOne}`,
          },
        },
        rate: {
          name: 'favourableShare',
          title: 'Favourable share',
          description: `Of the respondents, the percentage with a favourable score: ${each.join('; ')}. ${ofOne}`,
        },
        hasInterval: true,
      }),
      mean({
        tally: ownValue('score', 'score'),
        unit: 'points',
        mean: {
          name: 'averageScore',
          title: 'Average score',
          description: `The average of the scores that count, one a user. ${ofOne}`,
        },
      }),
    ],
    guide: {
      question: 'What do users say in the surveys, and how many of them are favourable?',
      counted: [`One answer of each known user to each survey, at or after the sign-up: ${each.join('; ')}.`],
      notCounted: [
        'Other answers of the same user to the same survey, and answers before the sign-up.',
        'Surveys that the configuration does not name, and answers of users who are not in `users`.',
      ],
      rises: 'Users are more content, or others answer. Look at the respondents beside it.',
      falls: 'Users are less content, or those who are content answer less.',
      answer: '50.00 % for `ces`',
      examples: [
        {
          title: 'Each survey by month',
          query: {
            measures: [`${view}.respondents`, `${view}.averageScore`, `${view}.favourableShare`],
            dimensions: [`${view}.survey`],
            timeDimensions: [{ dimension: `${view}.answeredAt`, granularity: 'month' }],
            order: { [`${view}.answeredAt`]: 'asc', [`${view}.survey`]: 'asc' },
          },
        },
      ],
    },
  };
});
