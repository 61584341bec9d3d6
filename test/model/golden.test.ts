/**
 * What Cube gets, by the tests' definitions: a pull request shows what a change of a declaration does to the SQL.
 * `npm run golden` writes the files anew.
 */
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { transpileModel } from '../../src/model-files.ts';
import definitions from '../activation.config.ts';

const folder = fileURLToPath(new URL('../golden', import.meta.url));
const files = await transpileModel(definitions);

test.each(files.map((file) => [file.fileName, file] as const))('%s', async (_, { fileName, content }) => {
  await expect(content, `${fileName} has changed: look at it, and run npm run golden`).toMatchFileSnapshot(
    `${folder}/${fileName}`,
  );
});

test('there are no others', async () => {
  const kept = await readdir(folder, { recursive: true });
  expect(kept.filter((name) => name.endsWith('.js')).sort()).toEqual(
    files.map(({ fileName }) => fileName).sort(),
  );
});

test('a source that is there is read once by each cube, apart from the units themselves, the days before now, events of any name, users by their events, what the headlines ask for alone, and what stands on it', () => {
  for (const { fileName, content } of files.filter(({ fileName: name }) => name.startsWith('cubes/'))) {
    const [all = ''] = content.split("\n  title: '");
    const sql = all.replace(
      /\n {6}(of_all|members_with|of_\w+_lately|of_\w+_(?:of|after)_headline)\w* AS[\s\S]*?\n {6}\)/g,
      '',
    );
    for (const log of ['session_history', 'key_actions', 'milestone_completion_logs', 'activated_users']) {
      expect(sql.match(new RegExp(`(FROM|JOIN) ${log} `, 'g')) ?? [], `${log} in ${fileName}`).toHaveLength(
        sql.includes(` ${log} AS`) ? 1 : 0,
      );
    }
  }
});
