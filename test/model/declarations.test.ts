/** What a declaration may say, and what is refused: by TypeScript, or when the model is compiled, by name. */
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { users } from '../../model/cohorts/users.ts';
import { compile } from '../../model/compiler/compile.ts';
import { actions } from '../../model/language/events.ts';
import { after, first, has, type Moment, nth, within } from '../../model/language/facts.ts';
import { type Kpi, type KpiView, kpis } from '../../model/language/kpi.ts';
import { type Shape, segment, share } from '../../model/language/shapes.ts';
import { withDefaults } from '../../src/config/definitions.ts';
import { mapSources, type Sources } from '../../src/config/sources.ts';
import { transpileModel } from '../../src/model-files.ts';

const folder = fileURLToPath(new URL('../../model/kpis', import.meta.url));

/** What `tsc` says of each of some declarations, as files beside the others: one reading of all they import. */
function check(sources: readonly string[]): string[] {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const { config } = ts.readConfigFile(`${root}/tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root);
  const files = new Map(sources.map((source, index) => [`${folder}/Declared${index}.ts`, source]));
  const host = ts.createCompilerHost(options);
  const [read, exists] = [host.getSourceFile.bind(host), host.fileExists.bind(host)];
  host.fileExists = (name) => files.has(name) || exists(name);
  host.getSourceFile = (name, ...rest) => {
    const source = files.get(name);
    return source === undefined
      ? read(name, ...rest)
      : ts.createSourceFile(name, source, ts.ScriptTarget.ES2022);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()].map((name) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(name))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
      .join('\n'),
  );
}

const declaration = (body: string): string => `
import { users } from '../cohorts/users.ts';
import { column } from '../language/cohort.ts';
import { after, atLeast, first, has, own, tally, within } from '../language/facts.ts';
import { actions, sessions } from '../language/events.ts';
import { share } from '../language/shapes.ts';
const firstAction = first('firstActionAt', actions('signed'));
const again = first('againAt', actions('signed'), { since: after(firstAction) });
const words = { title: 'T', description: 'D.' };
export const used = [users, column, has, own, atLeast, tally, within, sessions, share, again, words];
${body}`;

test('TypeScript takes a right declaration, and refuses what there is none of', { timeout: 120_000 }, () => {
  const wrong: [what: string, body: string, named: string][] = [
    ['a moment that nothing declares', 'export const x = has(firstActoin);', 'firstActoin'],
    ['a moment for a tally', 'export const x = atLeast(2, firstAction);', 'EventMoment'],
    ['a tally for a moment', `export const x = has(tally('n', sessions));`, 'EventTally'],
    [
      'a column that the source lacks',
      `export const x = own('expansionActivation', 'at', 'activatedOn');`,
      'activatedOn',
    ],
    ['an unknown source', `export const x = own('expansions', 'at', 'activationDate');`, 'expansions'],
    [
      'a dimension of a column that the source lacks',
      `export const x = column('users', 'country', 'country', 'string', words);`,
      'country',
    ],
    [
      'a misspelled property of a shape',
      `export const x = share({ abov: { name: 'a', where: has(firstAction) }, rate: { name: 'r', ...words } });`,
      'abov',
    ],
    [
      'a setting that there is none of',
      `export const x: (keyof import('../../src/config/definitions.ts').Definitions)[] = ['keyActoin'];`,
      'keyActoin',
    ],
  ];
  const right = `export const x = share({ above: { name: 'a', where: within(again, 7) }, rate: { name: 'r', ...words } });`;
  const [ofRight, ...found] = check([right, ...wrong.map(([, body]) => body)].map(declaration));
  expect(ofRight).toBe('');
  for (const [index, [what, , named]] of wrong.entries()) expect(found[index], what).toContain(named);
});

const words = { title: 'Title', description: 'A description.' };
const signed = first('signedAt', actions('signed'));

/** A view of some shapes. */
const declared = (view: string, shapes: Shape[], more: Partial<Kpi> = {}): KpiView =>
  kpis(view, users, () => ({
    ...words,
    name: view,
    sqlAlias: view.toLowerCase(),
    headline: { rate: 'signedRate' },
    shapes,
    guide: { question: '', counted: [], notCounted: [], rises: '', falls: '', answer: '' },
    ...more,
  }));

const signedRate = (where: Moment = signed): Shape =>
  share({
    above: { name: 'usersSigning', where: within(where, 7), words },
    rate: { name: 'signedRate', ...words },
  });

const compiled = (views: KpiView[], sources: Sources = {}) =>
  compile(views, {
    settings: withDefaults(),
    sources: mapSources(sources),
    rollups: {
      enabled: true,
      outcomes: false,
      refreshEvery: '1 hour',
      keptEvery: '5 minutes',
      updateWindow: '180 days',
    },
  });

describe('the compiler names', () => {
  test.each<[what: string, views: () => KpiView[], named: RegExp]>([
    [
      'a name that two views give to different measures',
      () => [
        declared('One', [signedRate()]),
        declared('Other', [signedRate(first('otherAt', actions('other')))]),
      ],
      /Users has two members usersSigning/,
    ],
    [
      'a segment with the name of a measure',
      () => [declared('One', [signedRate(), segment({ name: 'usersSigning', where: has(signed), words })])],
      /Users has two members usersSigning/,
    ],
    [
      'a moment that two views mean otherwise',
      () => [
        declared('One', [signedRate()]),
        declared('Other', [
          share({
            above: { name: 'others', where: has(first('signedAt', actions('other'))) },
            rate: { name: 'signedRate', ...words },
          }),
        ]),
      ],
      /Users has two meanings of signedAt/,
    ],
    [
      'a view declared twice',
      () => [declared('One', [signedRate()]), declared('One', [signedRate()])],
      /the view One/,
    ],
    [
      'a headline that is no share',
      () => [declared('One', [signedRate()], { headline: { rate: 'singedRate' } })],
      /singedRate/,
    ],
    [
      'a list of what there is no dimension of',
      () => [
        declared('One', [
          share({
            above: { name: 'usersSigning', where: has(signed), words, list: ['signdAt'] },
            rate: { name: 'signedRate', ...words },
          }),
        ]),
      ],
      /usersSigning lists signdAt/,
    ],
    [
      'a matured twin of what has no window',
      () => [
        declared('One', [
          share({
            above: { name: 'usersSigning', where: has(signed) },
            rate: { name: 'signedRate', ...words },
            matured: { below: { name: 'settled' }, rate: { name: 'maturedSignedRate', ...words } },
          }),
        ]),
      ],
      /signedRate has a matured twin/,
    ],
    [
      'a moment after the nth of the same log',
      () => {
        const second = nth('secondSignedAt', 2, actions('signed'));
        return [
          declared('One', [signedRate(first('nextSignedAt', actions('signed'), { since: after(second) }))]),
        ];
      },
      /Users: secondSignedAt is the nth of some events, and others of the same log are bounded by it/,
    ],
  ])('%s', (_, views, named) => {
    expect(() => compiled(views())).toThrow(named);
  });

  test('an extra dimension with the name of a member', async () => {
    const sources = { users: { extraDimensions: { activatedAt: {} } } };
    await expect(transpileModel({ sources })).rejects.toThrow(/Users has two members activatedAt/);
  });
});

test('a view whose source is not there is left out, and nothing of it stays', () => {
  const files = compiled([declared('One', [signedRate()])], { keyActions: null });
  expect(files.map(({ fileName }) => fileName)).not.toContain('views/One.js');
  expect(files.find(({ fileName }) => fileName === 'cubes/Users.js')?.content).not.toContain('signed_at');
});

test('each window that measures settle by is in the refresh keys', async () => {
  const files = await transpileModel({ activationWindowDays: 5, expansionWindowDays: 9 });
  const content = (name: string): string => files.find(({ fileName }) => fileName === name)?.content ?? '';
  expect(content('cubes/Users.js')).toMatch(
    /signed_up_at \+ INTERVAL '120 hours' <= NOW\(\)\) AS settled_after_5_days/,
  );
  expect(content('cubes/ExpansionActivation.js')).toContain('settled_after_9_days');
});
