import fc from 'fast-check';
import { validateConfig } from '../../src/config/config.ts';
import type { Definitions } from '../../src/config/definitions.ts';
import defaults from '../activation.config.ts';

/** Definitions that are always tried; each set needs a compiled model of its own, so they are few. */
const chosen: readonly Definitions[] = [
  defaults,
  {
    keyAction: "it's 100% _done_\\ 🚀",
    activationWindowDays: 1,
    activationWindowsOfferedDays: [1, 2],
    keyMilestones: ['a', 'A', 'a ', "b'%_\\", '里程碑'],
    multiSessionMinimumSessions: 3,
    expansionWindowDays: 1,
  },
  {
    keyAction: 'null',
    // Ten years, the longest there is, and a window over a change of the clocks in every zone that has one.
    activationWindowDays: 200,
    activationWindowsOfferedDays: [3650],
    keyMilestones: ['only'],
    multiSessionMinimumSessions: 2,
    expansionWindowDays: 180,
  },
];

const names = fc.oneof(
  fc.constantFrom("'", '%', '_', '\\', ' ', '$1', '$' + '{CUBE}', '`', '"', '\n', 'NULL', "';--"),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter((name) => !name.includes('\0')),
);
const days = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 3650 }));

const random: fc.Arbitrary<Definitions> = fc
  .record({
    keyAction: names,
    activationWindowDays: days,
    activationWindowsOfferedDays: fc.uniqueArray(days, { minLength: 1, maxLength: 4 }),
    keyMilestones: fc.uniqueArray(names, { minLength: 1, maxLength: 4 }),
    multiSessionMinimumSessions: fc.integer({ min: 2, max: 4 }),
    expansionWindowDays: days,
  })
  .map((definitions) => validateConfig(definitions, 'a random definitions file'));

/** The definitions of a run: those always tried and random ones, the same again for the same seed. */
export const definitionsOf = (seed: number): Definitions[] => [
  ...chosen,
  ...fc.sample(random, { seed, numRuns: 1 }),
];
