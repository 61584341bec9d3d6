import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ActionableError } from '../../src/actionable-error.ts';
import { loadConfig, validateConfig } from '../../src/config/config.ts';
import type { Sources } from '../../src/config/sources.ts';
import { amplitudeFivetran, mixpanelFivetran, posthog, segment, snowplow } from '../../src/presets/index.ts';
import defaults from '../activation.config.ts';

/** The presets as a configuration file calls them that no compiler has checked. */
const presets = { segment, posthog, snowplow, mixpanelFivetran, amplitudeFivetran } as unknown as Record<
  string,
  (options: Record<string, unknown>) => Sources
>;
const accounts: Record<string, Record<string, unknown>> = {
  segment: {},
  posthog: { groupType: 'company' },
  snowplow: { id: 'se_label' },
  mixpanelFivetran: { groupKey: 'company_id' },
  amplitudeFivetran: { groupType: 'company' },
};

describe.each(Object.entries(presets))('%s', (name, preset) => {
  const least = { schema: 'analytics' };
  const most = {
    ...least,
    signUpEvent: 'Signed Up',
    activationEvent: 'Tour Finished',
    userAttributes: { persona: 'a', planType: 'b', signupSource: 'c' },
    account: {
      ...accounts[name],
      createdEvent: 'Account Created',
      attributes: { productPlan: 'a', planTier: 'b', useCase: 'c', userType: 'd' },
    },
    expansionOfferings: [{ feature: 'f', eligibleEvent: 'e', activationEvent: 'a' }],
  };

  test.each([
    ['all options', most],
    ['as few options as possible', least],
    ['options that are undefined', { ...least, userAttributes: { persona: undefined }, account: undefined }],
    ['a user new when first seen', { ...least, signUpEvent: null }],
  ])('%s make a mapping that validates', (_, options) => {
    const sources = preset(options);
    expect(validateConfig({ ...defaults, sources }, 'my.config.ts').sources).toEqual(sources);
  });

  test('what is left out is not there', () => {
    expect(preset(least)).toMatchObject({
      users: { columns: {} },
      activatedUsers: null,
      accounts: null,
      milestoneCompletionLogs: null,
      expansionActivation: null,
    });
    const { expansionOfferings, ...others } = most;
    expect(preset(others).expansionActivation).toBeNull();
  });

  test.each([
    ['schema', { ...most, schema: '' }],
    ['schema', { ...most, schema: '  ' }],
    ['signUpEvent', { ...most, signUpEvent: '' }],
    ['activationEvent', { ...most, activationEvent: '' }],
    ['userAttributes.persona', { ...most, userAttributes: { persona: '' } }],
    ['account.createdEvent', { ...most, account: { ...most.account, createdEvent: '' } }],
    ['account.attributes.planTier', { ...most, account: { ...most.account, attributes: { planTier: '' } } }],
    [
      'expansionOfferings[0].feature',
      { ...most, expansionOfferings: [{ feature: '', eligibleEvent: 'e', activationEvent: 'a' }] },
    ],
    ['expansionOfferings', { ...most, expansionOfferings: [] }],
    ['expansionOfferings', { ...most, account: undefined }],
    ['inactivityMinutes', { ...most, inactivityMinutes: 0 }],
    ['signupEvent', { ...most, signupEvent: 'Signed Up' }],
  ])('%s that can not be used is named', (option, options) => {
    const call = () => preset(options);
    expect(call).toThrow(ActionableError);
    expect(call).toThrow(`The options of the preset ${name} can't be used:`);
    expect(call).toThrow(option);
  });
});

test('options of one preset only', () => {
  expect(() => presets.segment?.({})).toThrow(/schema: is not a text/);
  expect(() => segment({ schema: 's', sessionIdColumn: 'a', inactivityMinutes: 5 })).toThrow(
    /inactivityMinutes: is for derived sessions/,
  );
  expect(() => presets.posthog?.({ schema: 's', account: { groupType: 'company', groupIndex: 5 } })).toThrow(
    /account\.groupIndex: is more than 4/,
  );
  expect(() => presets.posthog?.({ schema: 's', account: {} })).toThrow(/account\.groupType/);
  expect(() => presets.snowplow?.({ account: { id: { table: 't' } } })).toThrow(
    /account\.id: is neither a column/,
  );
  expect(() => presets.snowplow?.({ userIdColumn: 'email' })).toThrow(/userIdColumn: is none of/);
});

test('a configuration file calls a preset', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'preset-'));
  const presetsFile = fileURLToPath(new URL('../../src/presets/index.ts', import.meta.url));
  const file = join(folder, 'activation.config.ts');
  const write = (options: string) =>
    writeFile(
      file,
      `import { segment } from ${JSON.stringify(presetsFile)};
       export default { ...${JSON.stringify(defaults)}, sources: segment(${options}) };`,
    );
  try {
    await write("{ schema: 'analytics' }");
    expect((await loadConfig(file)).sources).toEqual(segment({ schema: 'analytics' }));
    await write("{ schema: 'analytics', activationEvent: '' }");
    await expect(loadConfig(file)).rejects.toThrow(/activationEvent: is empty/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
