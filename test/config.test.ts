import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CompleteConfig, loadConfig, validateConfig } from '../src/config/config.ts';
import defaults from './activation.config.ts';

const check = (change: Record<string, unknown>) => () =>
  validateConfig({ ...defaults, ...change }, 'my.config.ts');

test('the defaults are those of the contract, section 3', () => {
  const contract: CompleteConfig = {
    keyAction: 'project_created',
    activationWindowDays: 7,
    activationWindowsOfferedDays: [1, 3, 7, 14, 30],
    keyMilestones: ['workspace_created', 'teammate_invited', 'first_message_sent'],
    multiSessionMinimumSessions: 2,
    expansionWindowDays: 30,
    followUpDays: 7,
  };
  expect(validateConfig(defaults, 'activation.config.ts')).toEqual(contract);
  // What a company leaves out has its default.
  expect(validateConfig({}, 'activation.config.ts')).toEqual(contract);
  expect(validateConfig({ keyAction: undefined }, 'activation.config.ts')).toEqual(contract);
});

describe('definitions that can not be used are refused, naming the field', () => {
  test.each([
    ['an unknown key', { keyActoin: 'x' }, /keyActoin/],
    ['an empty key action', { keyAction: '' }, /keyAction:/],
    ['no milestones', { keyMilestones: [] }, /keyMilestones:/],
    ['a milestone twice', { keyMilestones: ['a', 'b', 'a'] }, /keyMilestones: names a milestone twice/],
    ['a milestone without a name', { keyMilestones: ['a', ''] }, /keyMilestones\[1\]:/],
    ['a window of 0 days', { activationWindowDays: 0 }, /activationWindowDays:/],
    ['a window of 1.5 days', { activationWindowDays: 1.5 }, /activationWindowDays:/],
    [
      'an offered window of 0 days',
      { activationWindowsOfferedDays: [1, 0] },
      /activationWindowsOfferedDays\[1\]:/,
    ],
    ['no offered windows', { activationWindowsOfferedDays: [] }, /activationWindowsOfferedDays:/],
    ['an offered window twice', { activationWindowsOfferedDays: [7, 7] }, /names a window twice/],
    ['a window in words', { expansionWindowDays: 'thirty' }, /expansionWindowDays:/],
    ['a window of a century', { expansionWindowDays: 36500 }, /expansionWindowDays:/],
    ['one session as several', { multiSessionMinimumSessions: 1 }, /multiSessionMinimumSessions:/],
  ])('%s', (_, change, message) => {
    expect(check(change)).toThrow(message);
    expect(check(change)).toThrow(/^The configuration in my\.config\.ts/);
  });

  test('every wrong field at once', () => {
    expect(check({ keyMilestones: [], expansionWindowDays: 0 })).toThrow(
      /keyMilestones.*expansionWindowDays/s,
    );
  });

  test.each([undefined, null, 'project_created', []])('a default export that is %j', (value) => {
    expect(() => validateConfig(value, 'my.config.ts')).toThrow(/the default export:/);
  });
});

describe('a definitions file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'definitions-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const write = async (name: string, content: string): Promise<string> => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };

  test('is read anew at each call, with what it imports', async () => {
    await write('milestones.ts', `export const keyMilestones = ['first'] as const;`);
    const file = await write(
      'a.config.ts',
      `import { keyMilestones } from './milestones.ts';
       export default { ...${JSON.stringify(defaults)}, keyMilestones: [...keyMilestones] };`,
    );
    expect((await loadConfig(file)).keyMilestones).toEqual(['first']);
    await write('milestones.ts', `export const keyMilestones = ['second'] as const;`);
    expect((await loadConfig(file)).keyMilestones).toEqual(['second']);
  });

  test('may be plain JavaScript', async () => {
    const file = await write('b.config.mjs', `export default ${JSON.stringify(defaults)};`);
    expect(await loadConfig(file)).toEqual(defaults);
  });

  test('that is missing is named', async () => {
    await expect(loadConfig(join(folder, 'nowhere.ts'))).rejects.toThrow(
      /no configuration file at .*nowhere\.ts/,
    );
  });

  test('with a syntax error is named with the place', async () => {
    const file = await write('c.config.ts', 'export default {');
    await expect(loadConfig(file)).rejects.toThrow(/c\.config\.ts can't be read: .*c\.config\.ts:1:16/s);
  });
});
