import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CompleteConfig, loadConfig, validateConfig } from '../src/config/config.ts';
import chosen from './activation.config.ts';

const check = (change: Record<string, unknown>) => () =>
  validateConfig({ ...chosen, ...change }, 'my.config.ts');

test('the defaults are those of the contract, section 3, and of the catalogue, section 3', () => {
  const defaults: CompleteConfig = {
    keyAction: 'project_created',
    activationWindowDays: 7,
    activationWindowsOfferedDays: [1, 3, 7, 14, 30],
    keyMilestones: ['workspace_created', 'teammate_invited', 'first_message_sent'],
    multiSessionMinimumSessions: 2,
    expansionWindowDays: 30,
    followUpDays: 7,
    retentionDays: [7, 30],
    features: {},
    coreFeatures: [],
    topFeatures: [],
    earlyDays: 7,
    explorationDays: 30,
    reuseDays: 7,
    desiredAction: 'project_created',
    valueAction: 'project_created',
    basicValueAction: 'project_created',
    significantValueAction: 'project_created',
    quickWinAction: 'project_created',
    initialSessions: 3,
    dropOffDays: 14,
    breadthDays: 30,
    progressDays: 30,
    taskDays: 14,
    tasksRequired: 1,
    teamSize: 3,
    qualification: { actions: ['project_created'], atLeast: 1 },
    engagement: [
      { action: 'session', weight: 1, cap: 10 },
      { action: 'project_created', weight: 1, cap: 5 },
    ],
    trialEngagementActions: 3,
    trialActions: ['project_created'],
    trialRevenueDays: 90,
    reportingCurrency: 'USD',
    freeToPaidDays: 30,
    referredCustomerDays: 90,
    invitationDays: 30,
    leadConversionDays: 30,
    leadEngagementDays: 7,
    supportEngagementDays: 14,
    surveys: {
      ces: { counts: 'latest', favourableFrom: 5 },
      onboarding_satisfaction: { counts: 'firstAfterActivation', favourableFrom: 4 },
      post_activation_feedback: { counts: 'firstAfterActivation', favourableFrom: 4 },
    },
  };
  expect(validateConfig({}, 'activation.config.ts')).toEqual(defaults);
  expect(validateConfig({ keyAction: undefined }, 'activation.config.ts')).toEqual(defaults);
  // What is in force stays so when it is read again.
  expect(validateConfig(defaults, 'activation.config.ts')).toEqual(defaults);
  expect(validateConfig(chosen, 'activation.config.ts')).toEqual(chosen);
});

test('what a company leaves out is what it chose for another', () => {
  expect(validateConfig({ keyAction: 'sent', valueAction: 'paid' }, 'activation.config.ts')).toMatchObject({
    desiredAction: 'sent',
    valueAction: 'paid',
    basicValueAction: 'sent',
    significantValueAction: 'sent',
    quickWinAction: 'sent',
    qualification: { actions: ['sent'], atLeast: 1 },
    engagement: [
      { action: 'session', weight: 1, cap: 10 },
      { action: 'sent', weight: 1, cap: 5 },
    ],
  });
  const features = { one: ['a'], two: ['b'], three: ['c'], four: ['a', 'd'] };
  expect(validateConfig({ features }, 'activation.config.ts')).toMatchObject({
    features,
    coreFeatures: ['one', 'two', 'three', 'four'],
    topFeatures: ['one', 'two', 'three'],
  });
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
    ['a feature without actions', { features: { files: [] } }, /features\.files:/],
    [
      'two features that measures could not tell apart',
      {
        features: { 'code review': ['a'], CodeReview: ['b'] },
        coreFeatures: undefined,
        topFeatures: undefined,
      },
      /features\.CodeReview: and code review would give measures the same name/,
    ],
    [
      'a feature that no measure can be named after',
      { features: { 里程碑: ['a'] } },
      /features\.里程碑: needs a letter/,
    ],
    [
      'a feature with too long a name',
      { features: { ['a'.repeat(31)]: ['a'] } },
      /has a name of more than 30/,
    ],
    ['a core feature that is none', { coreFeatures: ['maps'] }, /coreFeatures: names maps, which is none/],
    ['no top features', { topFeatures: [] }, /topFeatures: names none of the features/],
    ['retention on a day twice', { retentionDays: [7, 7] }, /retentionDays: names a window twice/],
    [
      'more tasks than there are',
      { tasksRequired: 4 },
      /tasksRequired: is more than there are keyMilestones/,
    ],
    [
      'a qualification that nobody can have',
      { qualification: { actions: ['a'], atLeast: 2 } },
      /qualification\.atLeast: is more than there are actions/,
    ],
    [
      'a part of the engagement score twice',
      {
        engagement: [
          { action: 'a', weight: 1, cap: 1 },
          { action: 'a', weight: 2, cap: 1 },
        ],
      },
      /engagement: names an action twice/,
    ],
    ['a weight of nothing', { engagement: [{ action: 'a', weight: 0, cap: 1 }] }, /engagement\[0\]\.weight:/],
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
       export default { ...${JSON.stringify(chosen)}, keyMilestones: [...keyMilestones] };`,
    );
    expect((await loadConfig(file)).keyMilestones).toEqual(['first']);
    await write('milestones.ts', `export const keyMilestones = ['second'] as const;`);
    expect((await loadConfig(file)).keyMilestones).toEqual(['second']);
  });

  test('may be plain JavaScript', async () => {
    const file = await write('b.config.mjs', `export default ${JSON.stringify(chosen)};`);
    expect(await loadConfig(file)).toEqual(chosen);
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
