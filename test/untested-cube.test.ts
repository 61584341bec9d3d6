/** A Cube in which what the guards stand before isn't what it was. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { brokenOf } from '../packages/cube-fixes/src/registry.ts';
import { UntestedCubeError } from '../packages/cube-fixes/src/untested-cube-error.ts';
import { guards } from '../packages/cube-guard/src/guards.ts';
import { apiGateway } from '../packages/cube-guard/src/places.ts';
import { activationOptions } from '../src/cube/cube-options.ts';

const options = () => activationOptions({ config: 'test/activation.config.ts' });
const { getNormalizedQueries } = apiGateway() as { getNormalizedQueries: unknown };
const replace = (by: unknown): boolean => Reflect.set(apiGateway(), 'getNormalizedQueries', by);

beforeEach(() => {
  replace(() => 'another version of it');
});
afterEach(() => {
  replace(getNormalizedQueries);
  vi.unstubAllEnvs();
});

test('is not started with, and what it leaves open is said', () => {
  expect(options).toThrow(UntestedCubeError);
  expect(options).toThrow(
    /- visibility \(ApiGateway\.getNormalizedQueries\): It passes over the member rules/,
  );
  expect(options).toThrow(
    /nobody has tested, with guards that may let through what they should not, set ACTIVATION_UNTESTED_CUBE=/,
  );
});

test('is started with by who accepts its version, and told again', () => {
  vi.stubEnv('ACTIVATION_UNTESTED_CUBE', '1.7.43');
  const warn = vi.spyOn(console, 'warn').mockReturnValue(undefined);
  expect(options).not.toThrow();
  expect(warn.mock.calls).toEqual([
    ['Cube runs with guards that may not guard (ACTIVATION_UNTESTED_CUBE): visibility.'],
  ]);
});

test('is none where each place is what it was', () => {
  replace(getNormalizedQueries);
  expect(options).not.toThrow();
  expect(brokenOf(guards)).toEqual([]);
  for (const { name, places } of guards) expect([name, places.length > 0]).toEqual([name, true]);
});
