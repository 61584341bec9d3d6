import fc from 'fast-check';
import { validateConfig } from '../../src/config/config.ts';
import { canonicalSources, type Sources } from '../../src/config/sources.ts';
import defaults from '../activation.config.ts';
import {
  type CatalogueDefinitions,
  type CatalogueSettings,
  optionalSources,
} from '../oracle/catalogue/settings.ts';

/** All sources, in tables with keys. */
const uniqueSources: Sources = Object.fromEntries(
  Object.keys(canonicalSources).map((name) => [name, { unique: true }]),
);

/** Definitions that are always tried; each set needs a compiled model of its own, so they are few. */
const chosen: readonly CatalogueDefinitions[] = [
  defaults,
  {
    keyAction: "it's 100% _done_\\ 🚀",
    activationWindowDays: 1,
    activationWindowsOfferedDays: [1, 2],
    keyMilestones: ['a', 'A', 'a ', "b'%_\\", '里程碑'],
    multiSessionMinimumSessions: 3,
    expansionWindowDays: 1,
    // Of several actions, some of them of another feature too, and a name that is in no action.
    features: {
      notes: ["it's 100% _done_\\ 🚀", 'A'],
      'code-review': ['b', 'A', ' '],
      "it's 3rd": ['session'],
      maps: ['b'],
    },
    coreFeatures: ['code-review', "it's 3rd"],
    topFeatures: ['maps'],
    desiredAction: 'A',
    valueAction: ' ',
    basicValueAction: 'b',
    significantValueAction: "it's 100% _done_\\ 🚀",
    quickWinAction: 'A',
    earlyDays: 1,
    explorationDays: 2,
    reuseDays: 1,
    initialSessions: 1,
    followUpDays: 1,
    retentionDays: [1],
    dropOffDays: 2,
    breadthDays: 1,
    progressDays: 2,
    taskDays: 1,
    tasksRequired: 2,
    teamSize: 1,
    qualification: { actions: ["it's 100% _done_\\ 🚀", 'A', 'b'], atLeast: 2 },
    engagement: [
      { action: 'session', weight: 3, cap: 2 },
      { action: 'A', weight: 0.5, cap: 3 },
    ],
    sources: uniqueSources,
    trialEngagementActions: 1,
    trialActions: ['A', 'b'],
    trialRevenueDays: 1,
    reportingCurrency: "usd'",
    freeToPaidDays: 2,
    referredCustomerDays: 1,
    invitationDays: 2,
    leadConversionDays: 2,
    leadEngagementDays: 1,
    supportEngagementDays: 1,
    surveys: {
      ces: { counts: 'latest', favourableFrom: 4.5 },
      CES: { counts: 'firstAfterActivation', favourableFrom: 0 },
      "it's 100%": { counts: 'latest', favourableFrom: -1.25 },
    },
  },
  {
    keyAction: 'null',
    // Ten years, the longest there is, and a window over a change of the clocks in every zone that has one.
    activationWindowDays: 200,
    activationWindowsOfferedDays: [3650],
    keyMilestones: ['only'],
    multiSessionMinimumSessions: 2,
    expansionWindowDays: 180,
    followUpDays: 7,
    features: { only: ['null'] },
    teamSize: 2,
    // Of the sources those that everybody has.
  },
];

const names = fc.oneof(
  fc.constantFrom("'", '%', '_', '\\', ' ', '$1', '$' + '{CUBE}', '`', '"', '\n', 'NULL', "';--"),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter((name) => !name.includes('\0')),
);
const days = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 3650 }));

const featureNames = fc.constantFrom('notes', 'Notes 2', 'code-review', "2nd 'one'", '100%', '_maps_');

/** Settings of the catalogue: windows that often are the same, so that moments tie with several of them. */
const settings: fc.Arbitrary<Partial<CatalogueSettings>> = fc
  .record({
    names: fc.uniqueArray(featureNames, { minLength: 1, maxLength: 4 }),
    actions: fc.array(fc.uniqueArray(names, { minLength: 1, maxLength: 3 }), { minLength: 4, maxLength: 4 }),
    chosen: fc.array(fc.nat(3), { minLength: 1, maxLength: 2 }),
    windows: fc.array(fc.constantFrom(1, 2, 7, 30), { minLength: 8, maxLength: 8 }),
    counts: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 3, maxLength: 3 }),
    reportingCurrency: fc.constantFrom('USD', 'EUR', 'usd'),
    surveys: fc.dictionary(
      fc.constantFrom('ces', 'Ces', 'nps'),
      fc.record({
        counts: fc.constantFrom<'latest' | 'firstAfterActivation'>('latest', 'firstAfterActivation'),
        favourableFrom: fc.constantFrom(-1, 0, 3.5, 9),
      }),
      { minKeys: 1, noNullPrototype: true },
    ),
  })
  .map(({ names, actions, chosen, windows, counts, reportingCurrency, surveys }) => {
    const features = Object.fromEntries(names.map((name, index) => [name, actions[index] ?? []]));
    const some = [...new Set(chosen.map((index) => names[index % names.length] as string))];
    const action = (index: number): string => actions[index]?.[0] ?? '';
    const window = (index: number): number => windows[index] ?? 1;
    const qualifying = [...new Set([action(0), action(1)])];
    const count = (index: number): number => counts[index] ?? 1;
    return {
      features,
      coreFeatures: some,
      topFeatures: some,
      desiredAction: action(0),
      valueAction: action(1),
      quickWinAction: action(2),
      earlyDays: window(0),
      explorationDays: window(1),
      reuseDays: window(2),
      followUpDays: window(3),
      retentionDays: [...new Set([window(0), 30])],
      dropOffDays: window(4),
      breadthDays: window(5),
      progressDays: window(6),
      taskDays: window(7),
      initialSessions: count(0),
      teamSize: count(1),
      qualification: { actions: qualifying, atLeast: Math.min(count(2), qualifying.length) },
      engagement: [
        { action: 'session', weight: 1, cap: count(2) },
        { action: action(0), weight: 2, cap: 2 },
      ],
      trialEngagementActions: count(0),
      trialActions: [...new Set([action(1), action(2)])],
      trialRevenueDays: window(0),
      reportingCurrency,
      freeToPaidDays: window(1),
      referredCustomerDays: window(2),
      invitationDays: window(3),
      leadConversionDays: window(4),
      leadEngagementDays: window(5),
      supportEngagementDays: window(6),
      surveys,
    };
  });

const random: fc.Arbitrary<CatalogueDefinitions> = fc
  .record({
    keyAction: names,
    activationWindowDays: days,
    activationWindowsOfferedDays: fc.uniqueArray(days, { minLength: 1, maxLength: 4 }),
    keyMilestones: fc.uniqueArray(names, { minLength: 1, maxLength: 4 }),
    multiSessionMinimumSessions: fc.integer({ min: 2, max: 4 }),
    expansionWindowDays: days,
  })
  .map((definitions) => validateConfig(definitions, 'a random definitions file'))
  .chain((definitions) =>
    fc.tuple(settings, fc.subarray([...optionalSources], { minLength: 1 })).map(([chosen, sources]) => ({
      ...definitions,
      ...chosen,
      sources: Object.fromEntries(sources.map((source) => [source, {}])),
    })),
  );

/** Of those always tried the first: where few data sets are, compiling more models would take most of the time. */
export const fewDefinitions = chosen.slice(0, 2);

/** The definitions of a run: those always tried and random ones, the same again for the same seed. */
export const definitionsOf = (seed: number): CatalogueDefinitions[] => [
  ...chosen,
  ...fc.sample(random, { seed, numRuns: 1 }),
];
