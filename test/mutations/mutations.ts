import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listedViews, modelFolder, transpileModel } from '../../src/model-files.ts';
import type { CatalogueDefinitions } from '../oracle/catalogue/settings.ts';
import { contract } from '../oracle/contract.ts';
import type { Mutation } from './mutation.ts';

/** A kind of mistake: where it can be made, and what it makes of the text there. */
interface Mistake {
  rule: string;
  at: RegExp;
  /** Of the text found; several mistakes may be made in one place. */
  makes: ((found: string, ...groups: string[]) => string)[];
}

const to = (text: string) => (): string => text;

/** Mistakes in what Cube gets. */
const inCompiled: Mistake[] = [
  { rule: 'rule 1', at: /'countDistinct'/g, makes: [to("'count'")] },
  { rule: 'rule 1, 16', at: /COUNT\(DISTINCT /g, makes: [to('COUNT(')] },
  { rule: 'rule 3', at: / >= (?=unit\.|member\.|event\.|of_|beginning\.)/g, makes: [to(' > ')] },
  { rule: 'of late', at: / >= (?=NOW)/g, makes: [to(' > ')] },
  { rule: 'of late', at: / < (?=NOW)/g, makes: [to(' <= ')] },
  { rule: 'so many moments', at: /LEAST\((?=of_\w+\.\w+, of_)/g, makes: [to('GREATEST(')] },
  { rule: 'so many moments', at: /GREATEST\((?=of_\w+\.\w+, of_)/g, makes: [to('LEAST(')] },
  { rule: 'rule 11', at: / > (?=unit\.|event\.|of_|beginning\.)/g, makes: [to(' >= ')] },
  { rule: 'up to', at: / <= (?=unit\.|event\.|of_)/g, makes: [to(' < ')] },
  { rule: 'bounds', at: /\n +AND event\.\w+ [<>]=? [^\n]*/g, makes: [to('')] },
  { rule: 'bounds', at: /WHERE event\.\w+ [<>]=? [^\n]*/g, makes: [to('WHERE TRUE')] },
  { rule: 'rule 4', at: / < (?=(?:\$\{CUBE\}|unit)\.\w+ \+ INTERVAL)/g, makes: [to(' <= ')] },
  {
    rule: 'rule 4',
    at: /INTERVAL '(\d+) hours'/g,
    makes: [
      (_, hours) => `INTERVAL '${Number(hours) / 24} days'`,
      (_, hours) => `INTERVAL '${Number(hours) - 1} hours'`,
    ],
  },
  { rule: 'rule 5', at: /(?<=\n +)JOIN (?=accounts AS account)/g, makes: [to('LEFT JOIN ')] },
  { rule: 'rule 5', at: /(?<=\n +)LEFT JOIN (?=of_)/g, makes: [to('JOIN ')] },
  { rule: 'rule 15', at: /(?<=ON event\.unit_id )= (?=unit\.user_id)/g, makes: [to('>= ')] },
  { rule: 'items', at: /IN \('(?:[^']|'')*', /g, makes: [to('IN (')] },
  { rule: 'items', at: /\)\[(?=feature\.feature_position)/g, makes: [to(')[1 + ')] },
  { rule: 'rule 1', at: /(?<=ON event\.\w+ )= /g, makes: [to('<= ')] },
  { rule: 'rule 6', at: /100\.0 \*(?= \$\{CUBE\.)/g, makes: [to('100 *'), to('1.0 *')] },
  { rule: 'rule 6', at: /NULLIF\((?=\$\{CUBE\.)/g, makes: [to('COALESCE(')] },
  {
    rule: 'rule 7',
    at: /CAST\(\$\{CUBE\}\.(\w+) AS TEXT\)/g,
    makes: [(found) => `COALESCE(${found}, 'free')`, (found) => `TRIM(${found})`],
  },
  { rule: 'rule 8', at: / <= NOW\(\)/g, makes: [to(' < NOW()'), to(' IS NOT NULL')] },
  {
    rule: 'rule 9',
    at: /\$\{CUBE\}\.(signed_up_at|created_at|eligible_date|activated_at|first_used_at|active_at)(?=`,\n +type: 'time')/g,
    makes: [(found) => `DATE_TRUNC('day', ${found})`, (found) => `(${found} AT TIME ZONE 'UTC')`],
  },
  { rule: 'the first', at: /MIN\((?=event\.)/g, makes: [to('MAX(')] },
  {
    rule: 'the nth',
    at: /(?<=\)\)\[)(\d+)(?=\])/g,
    makes: [(n) => `${Number(n) + 1}`, (n) => `${Number(n) - 1}`],
  },
  { rule: 'the nth', at: /ORDER BY event\.\w+(?=\)\)\[)/g, makes: [(found) => `${found} DESC`] },
  { rule: 'sooner than', at: / < (?=COALESCE\()/g, makes: [to(' <= ')] },
  { rule: 'open bounds', at: /COALESCE\(([^()]+), 'infinity'\)/g, makes: [(_, moment) => String(moment)] },
  { rule: 'not before', at: / >= (?=\$\{CUBE\}\.\w+(?:`| THEN))/g, makes: [to(' > ')] },
  { rule: 'names', at: /(?<=event\.\w*name )= (?=')/g, makes: [to('ILIKE ')] },
  { rule: 'a moment', at: /IS NOT NULL/g, makes: [to('IS NULL')] },
  { rule: 'a tally', at: / >= (?=\d)/g, makes: [to(' > ')] },
  { rule: 'a tally', at: / < (?=\d)/g, makes: [to(' <= ')] },
  { rule: 'a tally', at: /NUM_NONNULLS\(/g, makes: [to('NUM_NULLS(')] },
  { rule: 'a tally', at: /COALESCE\((\$\{CUBE\}\.\w+), 0\)/g, makes: [(_, column) => String(column)] },
  {
    rule: 'durations',
    at: /PERCENTILE_CONT\(0\.5\)/g,
    makes: [to('PERCENTILE_DISC(0.5)'), to('PERCENTILE_CONT(0.6)')],
  },
  { rule: 'durations', at: /\* 1000000 /g, makes: [to('* 1000001 ')] },
  { rule: 'durations', at: /3600000000\.0/g, makes: [to('3600000001.0')] },
  { rule: 'durations', at: /EXTRACT\(EPOCH (?=[^\n]*3600\)`)/g, makes: [to('EXTRACT(HOUR ')] },
  { rule: 'rule 14', at: /LEAST\((?=[^\n]*, NOW\(\)\))/g, makes: [to('COALESCE('), to('GREATEST(')] },
  { rule: 'rule 14', at: /THEN 0 ELSE 1 END/g, makes: [to('THEN 0 ELSE 0 END'), to('THEN 1 ELSE 0 END')] },
  { rule: 'rule 14', at: /waiting - 1,/g, makes: [to('waiting,'), to('waiting - 2,')] },
  { rule: 'rule 14', at: / \+ 1(?= AS DOUBLE PRECISION)/g, makes: [to(''), to(' + 2')] },
  { rule: 'rule 14', at: /MIN\((?=microseconds\))/g, makes: [to('MAX(')] },
  { rule: 'rule 14', at: / \+ 1e-9\n/g, makes: [to(' - 1e-9\n'), to(' + 1e-1\n')] },
  { rule: 'items', at: /\)\]?, FALSE\)|\], FALSE\)/g, makes: [(found) => found.replace('FALSE', 'TRUE')] },
  { rule: 'items', at: /', (\d)\)/g, makes: [(_, position) => `', ${Number(position) - 1})`] },
  { rule: 'rule 14', at: /WHEN unit\.signed_up_at <= NOW\(\)/g, makes: [to('WHEN TRUE')] },
  { rule: 'rule 14', at: /LEAST\((of_key_actions\.\w+), NOW\(\)\)/g, makes: [to('COALESCE($1, NOW())')] },
  { rule: 'rule 14', at: /leaves % 2 = 1/g, makes: [to('leaves % 2 = 0')] },
  { rule: 'rule 14', at: /OVER \(ORDER BY day DESC\)/g, makes: [to('OVER (ORDER BY day)')] },
  { rule: 'rule 14', at: /at_risk > events/g, makes: [to('at_risk >= events')] },
  { rule: 'rule 14', at: /WHEN at_risk > 0 THEN 1/g, makes: [to('ELSE 1')] },
  { rule: 'rule 14', at: /\), (91)\)(?= \* 2)/g, makes: [to('), 90)')] },
  // The interval of one rate is made as all are.
  { rule: 'Wilson', at: /(?<=activationRate(?:Low|High): \{\n +sql: `[^\n]*)\/ 2 /g, makes: [to('/ 4 ')] },
  {
    rule: 'Wilson',
    at: /(?<=activationRate(?:Low|High): \{\n +sql: `[^\n]*)SQRT\(1\.0 \*/g,
    makes: [to('SQRT(')],
  },
];

/** Mistakes in a declaration; the words of the language are there by way of `language`. */
const inDeclarations: Mistake[] = [
  { rule: 'the first', at: /\bfirst\((?=')/g, makes: [to('language.last(')] },
  {
    rule: 'a tally',
    at: /\batLeast\((\w+), /g,
    makes: [to('language.fewerThan($1, '), to('language.atLeast($1 + 1, ')],
  },
  {
    rule: 'a tally',
    at: /\bfewerThan\((\w+), /g,
    makes: [to('language.atLeast($1, '), to('language.fewerThan($1 + 1, ')],
  },
  {
    rule: 'rule 4',
    at: /\bwithin\((\w+|\w+\([^()]*\)), (\w+)\)/g,
    makes: [to('language.has($1)'), to('language.within($1, $2 + 1)')],
  },
  {
    rule: 'conditions',
    at: /\b(?:holds|where: has)\([^()]*\)/g,
    makes: [(found) => found.replace(/(holds|has)(\(.*)/, 'language.not(language.$1$2)')],
  },
  { rule: 'rule 8', at: /\bsettled\((\w+)\)/g, makes: [to('settled($1 + 1)')] },
  { rule: 'names', at: /\bnamed\(('\w+', \w+)\)/g, makes: [to('language.not(language.named($1))')] },
  {
    rule: 'the nth',
    at: /\bnth\(('\w+'), ([\w +]+), /g,
    makes: [to('language.nth($1, $2 + 1, '), to('language.nth($1, $2 - 1, ')],
  },
  {
    rule: 'so many moments',
    at: /\bnthOf\(('\w+'), (\w+), /g,
    makes: [to('language.nthOf($1, $2 + 1, '), to('language.nthOf($1, $2 - 1, ')],
  },
  {
    rule: 'sooner than',
    at: /\bsoonerThan\((\w+), /g,
    makes: [to('language.has('), to('language.notBefore($1, ')],
  },
  { rule: 'open bounds', at: /\bbeforeIfEver\(/g, makes: [to('language.before(')] },
  { rule: 'bounds', at: /\bdaysAfter\((\w+)/g, makes: [to('language.daysAfter($1 + 1')] },
  { rule: 'bounds', at: /\bdaysBefore\((\w+), /g, makes: [to('language.daysBefore($1 + 1, ')] },
  { rule: 'bounds', at: /\bbefore\('start', (\w+)/g, makes: [to("before('start', $1 + 1")] },
  { rule: 'bounds', at: /\bsince: (?:after|atOrAfter|daysAfter)\([^()]*\),?/g, makes: [to('')] },
  {
    rule: 'own moments',
    at: /\bown\('expansionActivation', ('\w+'), 'activationDate'/g,
    makes: [to("own('expansionActivation', $1, 'eligibleDate'")],
  },
  { rule: 'rule 11', at: /\bafter\(/g, makes: [to('language.atOrAfter(')] },
  { rule: 'up to', at: /\bupTo\(/g, makes: [to('language.before(')] },
  { rule: 'up to', at: /\n +until: upTo\(\w+\),/g, makes: [to('')] },
  { rule: 'events', at: /\bactions\(\w+\)/g, makes: [to('actions()')] },
  { rule: 'events', at: /\bsessions(?=, \{)/g, makes: [to('language.activations')] },
  { rule: 'events', at: /\bmilestones\(name\)/g, makes: [to('milestones()')] },
  {
    rule: 'items',
    at: /\bfirstCompletions\(keyMilestones\)/g,
    makes: [to('firstCompletions(keyMilestones).toReversed()')],
  },
];

/**
 * Mistakes that make no difference: of the same numbers, or of nothing that the contract counts.
 */
const harmless: { file: RegExp; find: RegExp; why: string }[] = [
  {
    file: /cubes\/(Accounts|TrialAccounts|Users)\.js$/,
    find: /^COUNT\(DISTINCT event\.(user_id\)|id\) >= 1\n)/,
    why: 'one is one, also twice; that so many are told apart is in test/model/repeated-rows.long.test.ts',
  },
  {
    file: /SupportedUsers\.js$/,
    find: /^COUNT\(DISTINCT event/,
    why: 'no ticket is none, and one is one too many, also twice',
  },
  {
    file: /AccountMilestones\.js$/,
    find: /^MIN\(/,
    why: 'a milestone was reached, whenever it was',
  },
  {
    file: /cubes\/(Users|UserFeatures|UsersAfterActivation)\.js$/,
    find: /^MIN\(event\.activation/,
    why: 'a user has one activation',
  },
  {
    file: /UsersAfterActivation\.js$/,
    find: /^MIN\(event\.session_start_time\) FILTER \(WHERE event\.session_start_time >= /,
    why: 'who came back on some days did, whenever on these',
  },
  {
    file: /(AccountActivation|MilestoneCompletion)\.ts$/,
    find: /^firstCompletions\(/,
    why: 'these count milestones, in whatever order they are listed',
  },
  { file: /cohorts\/users\.ts$/, find: /^first\('activatedAt/, why: 'a user has one activation' },
  {
    file: /UserBehaviours\.js$/,
    find: /^'countDistinct'/,
    why: 'of one action and one number of times a user has one row',
  },
  { file: /UserBehaviours\.js$/, find: /^MIN\(event/, why: 'who came back did, whenever' },
  { file: /ActivationDrivers\.ts$/, find: /^first\('cameBackAt/, why: 'who came back did, whenever' },
];

/** A text's places for some mistakes. */
function places(
  text: string,
  mistakes: readonly Mistake[],
): { rule: string; at: number; find: string; replace: string }[] {
  return mistakes.flatMap(({ rule, at, makes }) =>
    [...text.matchAll(at)].flatMap((match) => {
      const [find] = match;
      const groups = match.slice(1);
      return makes.map((make) => ({
        rule,
        at: match.index,
        find,
        replace: make(find, ...groups).replace(/\$(\d)/g, (_, group) => groups[Number(group) - 1] ?? ''),
      }));
    }),
  );
}

/** The declarations by their names below the model folder, with all words of the language in reach. */
export async function declarations(): Promise<Map<string, string>> {
  const [kpis = [], cohorts = []] = await Promise.all(
    ['kpis', 'cohorts'].map(async (folder) =>
      (await readdir(join(modelFolder, folder))).map((name) => `${folder}/${name}`),
    ),
  );
  return new Map(
    await Promise.all(
      [...kpis, ...cohorts, 'milestones.ts'].map(async (name): Promise<[string, string]> => {
        const up = name.includes('/') ? '..' : '.';
        const imports = `import * as facts from '${up}/language/facts.ts';\nimport * as logs from '${up}/language/events.ts';\nconst language = { ...facts, ...logs };\n`;
        return [name, `${imports}${await readFile(join(modelFolder, name), 'utf8')}`];
      }),
    ),
  );
}

/** All mutations of a model: the same again for the same declarations. */
export async function mutationsOf(definitions: CatalogueDefinitions): Promise<Mutation[]> {
  const cubes = contract(definitions, 0);
  const files = await transpileModel(definitions);
  const viewsOf = (cube: string): string[] =>
    files
      .filter(
        ({ fileName, content }) => fileName.startsWith('views/') && content.includes(`joinPath: ${cube},`),
      )
      .map(({ fileName }) => nameOf(fileName));
  const compiled = files
    .filter(({ fileName }) => fileName.startsWith('cubes/'))
    .flatMap(({ fileName: file, content }) => {
      const cube = nameOf(file);
      const shown = [...(cubes[cube] ? [cube] : []), ...viewsOf(cube)];
      const readers =
        cube === 'UserSessions' ? ['SessionHistory'] : cube === 'UserAccounts' ? viewsOf('Users') : shown;
      const [text = ''] = content.split('\n  preAggregations:');
      return places(text, inCompiled).flatMap((place): Mutation[] => {
        const member = memberAt(text, place.at);
        const counting = readers.filter((reader) => member && counts(reader, member));
        // What the contract doesn't count isn't compared.
        if (member && counting.length === 0 && !isHidden(member)) return [];
        return [
          {
            ...place,
            of: 'compiled',
            file,
            readers: counting.length > 0 ? counting : readers,
            ...(member && { member }),
          },
        ];
      });
    });
  function isHidden(member: string): boolean {
    return /^(users|others|matured|total|microseconds|counted|settled|units)[A-Z]|^sessionCount$|^lifeTable$/.test(
      member,
    );
  }
  function counts(reader: string, member: string): boolean {
    const cube = cubes[reader];
    return (
      cube !== undefined &&
      [cube.measures, cube.dimensions, cube.times, cube.segments].some((of) => member in of)
    );
  }
  const views = (await listedViews(definitions)).map(({ view }) => view);
  const declaredTexts = await declarations();
  const declared = [...declaredTexts].flatMap(([file, text]) =>
    places(text, inDeclarations)
      .filter(({ at }) => !isInImports(text, at))
      .map(
        (place): Mutation => ({
          ...place,
          of: 'declaration',
          file,
          readers: file.startsWith('kpis/') ? [nameOf(file)] : views,
        }),
      ),
  );
  return [...compiled, ...declared].filter(
    (mutation) =>
      !harmless.some(
        ({ file, find }) => file.test(mutation.file) && find.test(`${mutation.find}${following(mutation)}`),
      ),
  );

  function following({ of, file, at, find }: Mutation): string {
    const text =
      of === 'declaration'
        ? declaredTexts.get(file)
        : files.find(({ fileName }) => fileName === file)?.content;
    return (text ?? '').slice(at + find.length).slice(0, 80);
  }
}

const nameOf = (file: string): string => file.replace(/^.*\/|\.[jt]s$/g, '');

const isInImports = (text: string, at: number): boolean =>
  /^import [^;]*$/m.test(text.slice(text.lastIndexOf(';', at) + 1, at));

/** The member that a place is in: the last one that is named before it, after the cube's own SQL. */
const memberAt = (text: string, at: number): string | undefined => {
  const before = text.slice(0, at);
  if (!before.includes('\n  dimensions: {')) return undefined;
  return [...before.matchAll(/^ {4}(\w+): \{/gm)].at(-1)?.[1];
};
