import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

const types = fileURLToPath(new URL('../types/cube-model.d.ts', import.meta.url));

/** TypeScript's own declarations, read once for all. */
const libraries = new Map<string, ts.SourceFile | undefined>();

/** What `tsc` says of a model file. */
function check(source: string): string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    types: [],
    skipDefaultLibCheck: true,
  };
  const host = ts.createCompilerHost(options);
  const files = new Map([
    ['model.ts', source],
    [types, readFileSync(types, 'utf8')],
  ]);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) => {
    const text = files.get(name);
    if (text !== undefined) return ts.createSourceFile(name, text, ts.ScriptTarget.ES2022);
    if (!libraries.has(name)) libraries.set(name, read(name, ...rest));
    return libraries.get(name);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

const cubeWith = (measure: string): string =>
  `cube('C', { sqlTable: 't', dimensions: { id: { sql: \`\${CUBE}.id\`, type: 'string', primaryKey: true } }, measures: { m: ${measure} } });`;

test('a right model file passes', () => {
  expect(check(cubeWith(`{ type: 'countDistinct', sql: \`\${CUBE.id}\`, title: 'M' }`))).toEqual([]);
  expect(
    check(`view('V', { cubes: [{ joinPath: CUBE.Other, includes: ['a', { name: 'b', alias: 'c' }] }] });`),
  ).toEqual([]);
});

test.each([
  ['a misspelled property', cubeWith(`{ type: 'count', tilte: 'M' }`), 'tilte'],
  ['a wrong measure type', cubeWith(`{ type: 'counter', sql: 'x' }`), '"counter"'],
  ['a measure without its SQL', cubeWith(`{ type: 'sum' }`), 'sql'],
  ['both sql and sqlTable', `cube('C', { sql: 'SELECT 1', sqlTable: 't' });`, 'sqlTable'],
  [
    'an unknown relationship',
    `cube('C', { sqlTable: 't', joins: { D: { relationship: 'many', sql: 'x' } } });`,
    '"many"',
  ],
  [
    'an unknown dimension type',
    `cube('C', { sqlTable: 't', dimensions: { d: { sql: 'x', type: 'date' } } });`,
    '"date"',
  ],
  ['a view without its members', `view('V', { cubes: [{ joinPath: CUBE.Other }] });`, 'includes'],
])('%s fails', (_, source, named) => {
  expect(check(source).join('\n')).toContain(named);
});
