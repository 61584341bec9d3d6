import { afterEach, expect, test, vi } from 'vitest';
import { rollupSettings } from '../../src/config/rollup-settings.ts';

afterEach(() => vi.unstubAllEnvs());

test('rollups are on and held against the source tables each hour, unless told', () => {
  const usual = {
    enabled: true,
    outcomes: false,
    refreshEvery: '1 hour',
    keptEvery: '5 minutes',
    updateWindow: '180 days',
  };
  expect(rollupSettings()).toEqual(usual);
  vi.stubEnv('ACTIVATION_OUTCOMES', 'true');
  expect(rollupSettings()).toEqual({ ...usual, outcomes: true });
  // Which are for rollups to read.
  vi.stubEnv('ACTIVATION_ROLLUPS', 'false');
  vi.stubEnv('ACTIVATION_REFRESH_EVERY', '30 minutes');
  vi.stubEnv('ACTIVATION_UPDATE_WINDOW', '12 weeks');
  expect(rollupSettings()).toEqual({
    enabled: false,
    outcomes: false,
    refreshEvery: '30 minutes',
    keptEvery: '5 minutes',
    updateWindow: '12 weeks',
  });
  vi.stubEnv('ACTIVATION_REFRESH_EVERY', '10 seconds');
  expect(rollupSettings().keptEvery).toBe('10 seconds');
});

test.each([
  ['ACTIVATION_ROLLUPS', 'no', 'ACTIVATION_ROLLUPS is no. Set it to true or false.'],
  ['ACTIVATION_OUTCOMES', '1', 'ACTIVATION_OUTCOMES is 1. Set it to true or false.'],
  ['ACTIVATION_REFRESH_EVERY', 'hourly', 'ACTIVATION_REFRESH_EVERY is hourly. Set it to an interval'],
  ['ACTIVATION_REFRESH_EVERY', '0 minutes', 'ACTIVATION_REFRESH_EVERY is 0 minutes.'],
  ['ACTIVATION_UPDATE_WINDOW', '2 months', 'ACTIVATION_UPDATE_WINDOW is 2 months. Set it to an interval'],
])('%s=%s is refused', (name, value, message) => {
  vi.stubEnv(name, value);
  expect(() => rollupSettings()).toThrow(message);
});
