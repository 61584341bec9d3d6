import type { DocumentedView } from '../../model/compiler/declared-views.ts';
import type { Example } from '../../model/language/kpi.ts';
import type { Definitions } from '../../src/config/definitions.ts';
import type { CubeMetadata, MemberMetadata } from '../../src/cube/model-metadata.ts';
import { rules } from '../../src/kpis/rules.ts';
import { curl, sqlStatement } from '../../src/page/query-text.ts';
import { anchor, code, table } from './markdown.ts';

/**
 * Writes `docs/metrics.md`: what the model says of itself, and the guides of its declarations. The same model gives the
 * same text.
 *
 * @throws {Error} naming a declared view that the model doesn't have, or a member that a guide names and no view has
 */
export function metricsDocument(
  model: CubeMetadata[],
  declared: readonly DocumentedView[],
  definitions: Definitions,
): string {
  const views = model.filter(({ type }) => type === 'view');
  const guided = declared.map((one) => {
    const view = views.find(({ name }) => name === one.view);
    if (!view) throw new Error(`model/kpis declares ${one.view}, and the model has no such view.`);
    checkMembers(view, examplesOf(one));
    return { view, declared: one };
  });
  const cubes = model.filter(({ type }) => type === 'cube');

  return `${[
    '<!-- Written by `npm run docs` from the declarations in model/kpis. Edit those. -->',
    '# Metrics',
    'What each metric counts, how to ask for it, and how to read it when it moves.',
    table(
      ['view', 'question', 'headline', 'on the worked example'],
      guided.map(({ declared: { name, kpi, headline } }) => [
        `[${name}](#${anchor(name)})`,
        kpi.guide.question,
        headline ? code(headline.rate) : '',
        kpi.guide.answer,
      ]),
    ),
    'The examples run as they stand beside `npm start`, which serves the worked example at `http://localhost:4000`. In production the REST API asks for a token as well: `-H "Authorization: $TOKEN"`. The SQL examples are for the SQL API, for instance `psql postgres://cube:any@localhost:15432/cube`.',
    '## Rules that hold for all',
    'Comments in the code and the findings of `activation doctor` cite them by number.',
    rules.map(([rule, meaning], index) => `${index + 1}. **${rule}.** ${meaning}`).join('\n'),
    "Small cohorts say little. The measures `…Low` and `…High` are the ends of the 95 % Wilson score interval of a rate. Where the intervals of two groups overlap widely, don't make much of their difference.",
    '## Definitions in force',
    'What counts as activation is set in `activation.config.ts`. The numbers and names of this page are those of the settings below.',
    definitionsTable(definitions, declared),
    ...guided.flatMap(({ view, declared: one }) => viewSection(view, one)),
    '## The cubes beneath',
    'The views above are made from these cubes. Query a cube for what no view shows: lists of users or accounts, and counts of rows as they were logged. A measure or dimension that a view shows means the same in its cube.',
    ...cubes.flatMap((cube) => cubeSection(cube, views)),
  ].join('\n\n')}\n`;
}

/** The settings that some view counts by, with the views. */
function definitionsTable(definitions: Definitions, declared: readonly DocumentedView[]): string {
  const settings = new Set(declared.flatMap(({ reads }) => reads));
  const shown = (setting: keyof Definitions): string => {
    const value = definitions[setting];
    if (setting.endsWith('Days')) return `${[value].flat().join(', ')} days`;
    return textOf(value);
  };
  return table(
    ['setting', 'value', 'used by'],
    [...settings].map((setting) => [
      code(setting),
      shown(setting),
      declared
        .filter(({ reads }) => reads.includes(setting))
        .map(({ view }) => code(view))
        .join(', '),
    ]),
  );
}

/** A setting's value as Markdown, such as "reports: `report_viewed`; files: `file_uploaded`, `file_shared`". */
const textOf = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(textOf).join(value.some((item) => typeof item === 'object') ? '; ' : ', ') || 'none'
    : typeof value === 'object' && value !== null
      ? Object.entries(value)
          .map(([key, of]) => `${key}: ${textOf(of)}`)
          .join('; ') || 'none'
      : code(String(value));

function viewSection(view: CubeMetadata, declared: DocumentedView): string[] {
  const { guide } = declared.kpi;
  return [
    `## ${declared.name}`,
    `View \`${view.name}\` (“${view.title}”). ${guide.question}`,
    '### Formula',
    bullets(formulasOf(view, declared)),
    '### What is counted',
    bullets(guide.counted),
    "### What isn't",
    bullets(guide.notCounted),
    '### How to read it',
    `- **It rises.** ${guide.rises}\n- **It falls.** ${guide.falls}`,
    '### Measures',
    table(['measure', 'title', 'what it is', 'unit'], view.measures.map(measureRow)),
    '### Dimensions',
    table(
      ['dimension', 'title', 'what it is', 'type'],
      view.dimensions.map((member) => [...memberRow(member), member.type ?? '']),
    ),
    ...(view.segments.length > 0
      ? ['### Segments', table(['segment', 'title', 'who is in it'], view.segments.map(memberRow))]
      : []),
    '### Examples',
    ...examplesOf(declared).flatMap((example) => exampleSection(example, view)),
  ];
}

/** The rates whose counts are measures, each as their quotient. */
const formulasOf = (view: CubeMetadata, { shares }: DocumentedView): string[] =>
  shares
    .filter(({ above }) => above.words)
    .map(({ rate, above, below }) => {
      const words = view.measures.find(({ name }) => shortName(name) === above.name)?.description ?? '';
      return `\`${rate}\` = 100 × \`${above.name}\` ÷ \`${below}\`. Above the line: ${words.replace(/^How/, 'how')}`;
    });

/** The headline number first, then what the guide shows. */
function examplesOf({ view, kpi, headline, items }: DocumentedView): Example[] {
  const member = (name: string): string => `${view}.${name}`;
  const [first] = items;
  return [
    ...(headline
      ? [
          {
            title: 'The headline number',
            query: {
              measures: [headline.rate, headline.above, headline.below].map(member),
              ...(headline.by &&
                first && { dimensions: items.map(member), order: { [member(first)]: 'asc' as const } }),
            },
            answer: kpi.guide.answer,
          },
        ]
      : []),
    ...(kpi.guide.examples ?? []),
  ];
}

function exampleSection({ title, query, answer }: Example, { dimensions }: CubeMetadata): string[] {
  const numbers = dimensions.filter(({ type }) => type === 'number').map(({ name }) => name);
  const statement = sqlStatement(query, numbers);
  return [
    `**${title}**${answer ? ` — on the worked example ${answer}` : ''}`,
    fence('sh', curl(query, 'http://localhost:4000/cubejs-api/v1')),
    ...(statement ? [fence('sql', statement)] : []),
  ];
}

/** The members that no view shows are described; the others have been. */
function cubeSection(cube: CubeMetadata, views: CubeMetadata[]): string[] {
  const inViews = new Set(
    views.flatMap(({ measures, dimensions }) =>
      [...measures, ...dimensions].map((member) => member.aliasMember),
    ),
  );
  const described = (members: MemberMetadata[]) => members.filter(({ name }) => !inViews.has(name));
  const shown = [...cube.measures, ...cube.dimensions].filter(({ name }) => inViews.has(name));
  const rows = [
    ...described(cube.measures).map((member) => ['measure', ...memberRow(member)]),
    ...described(cube.dimensions).map((member) => ['dimension', ...memberRow(member)]),
    ...cube.segments.map((member) => ['segment', ...memberRow(member)]),
  ];
  return [
    `### \`${cube.name}\``,
    cube.description ?? '',
    ...(rows.length > 0 ? [table(['', 'name', 'title', 'what it is'], rows)] : []),
    ...(shown.length > 0
      ? [`Also, as in the views: ${shown.map(({ name }) => code(shortName(name))).join(', ')}.`]
      : []),
  ];
}

const measureRow = (member: MemberMetadata): string[] => {
  const unit = member.meta?.unit ?? '';
  return [...memberRow(member), unit === 'percent' ? '%, 0 to 100' : unit];
};

const memberRow = ({ name, shortTitle, description }: MemberMetadata): string[] => [
  code(shortName(name)),
  shortTitle,
  description ?? '',
];

/** Members that an example names and that the view doesn't have would leave it without an answer. */
function checkMembers(view: CubeMetadata, examples: readonly Example[]): void {
  const members = new Set([...view.measures, ...view.dimensions, ...view.segments].map(({ name }) => name));
  const named = examples.flatMap(({ query }) => [
    ...(query.measures ?? []),
    ...(query.dimensions ?? []),
    ...(query.segments ?? []),
    ...(query.timeDimensions ?? []).map(({ dimension }) => dimension),
  ]);
  for (const name of named) {
    if (!members.has(name))
      throw new Error(`The guide of ${view.name} names ${name}, which the view doesn't have.`);
  }
}

const shortName = (member: string): string => member.slice(member.indexOf('.') + 1);

const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

const fence = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``;
