/**
 * The oracle of the KPI catalogue against histories of a few lines each, counted by hand: rules 10 to 16, with the ends
 * of every window to the microsecond.
 */
import { describe, expect, test } from 'vitest';
import { answer } from '../answer.ts';
import { contract } from '../contract.ts';
import type { Microseconds } from '../source-rows.ts';
import { ask, day, definitions, type History, hour, later, one, rowsOf, start } from './asked-histories.ts';
import { catalogueMeasures } from './catalogue-view.ts';
import { catalogueViews } from './members.ts';

test('the views have the members that are listed, and no others', () => {
  const cubes = contract(definitions, later);
  for (const [name, view] of Object.entries(catalogueViews(definitions))) {
    const { measures, dimensions, times, segments } = cubes[name] ?? expect.fail(`no ${name}`);
    const listed = Object.keys(catalogueMeasures(view));
    if (name === 'ActivationRate' || name === 'ExpansionActivationRate') {
      // What these gain is beside what they have.
      expect(Object.keys(measures), name).toEqual(expect.arrayContaining(listed));
      continue;
    }
    expect(Object.keys(measures).sort(), name).toEqual(listed.sort());
    expect(Object.keys(dimensions), name).toEqual(expect.arrayContaining(Object.keys(view.dimensions)));
    expect(Object.keys(times), name).toEqual(Object.keys(view.times));
    expect(Object.keys(segments), name).toEqual(Object.keys(view.segments));
  }
});

test('without features there are no KPIs about them', () => {
  const { features: _, ...without } = definitions;
  const cubes = contract(without, later);
  expect(Object.keys(cubes)).not.toContain('FeatureAdoption');
  expect(Object.keys(cubes)).not.toContain('FeatureReuse');
  expect(Object.keys(cubes.ActiveUsers?.measures ?? {})).toEqual(['activeUserCount']);
  const measures = Object.values(cubes).flatMap((cube) => Object.keys(cube.measures));
  expect(measures.filter((measure) => /feature/i.test(measure))).toEqual([]);
});

describe('rule 10: a derived cohort starts at an event that counts', () => {
  test('the activation: one before the sign-up, of an unknown user or not completed makes no member', () => {
    const history: History = {
      users: [
        ['ann', 0],
        ['bob', 0],
        ['cay', 0],
        ['dan', 0],
      ],
      activations: [
        ['ann', 0],
        ['bob', -1],
        ['cay', null],
        ['eve', 5],
      ],
    };
    expect(one('AfterActivation', 'activatedUserCount', history)).toBe(1);
  });

  test('the first use of a feature: at or after the sign-up, by any of its actions', () => {
    const history: History = {
      users: [
        ['ann', 0],
        ['bob', 0],
      ],
      actions: [
        ['ann', 'memo', -1],
        ['ann', 'note', 0],
        ['bob', 'note', -1],
        ['eve', 'note', 3],
      ],
    };
    expect(one('FeatureReuse', 'firstTimeUsers', history)).toBe(1);
    expect(one('FeatureReuse', 'firstTimeUsers', history, { by: ['featureName', 'notes'] })).toBe(1);
    expect(one('FeatureReuse', 'firstTimeUsers', history, { by: ['featureName', 'charts'] })).toBeNull();
  });
});

describe('rule 11: coming back is strictly later', () => {
  const reached = (measure: string, sessionsAt: Microseconds[]): number | null =>
    one('AfterActivation', measure, {
      activations: [['ann', hour]],
      sessions: sessionsAt.map((at): [string, number] => ['ann', hour + at]),
    });

  test.each([
    ['usersFollowingUp', 1, 7 * day],
    ['usersReturningOnDay7', 7 * day, 8 * day],
    ['usersReturningInDays7To14', 7 * day, 14 * day],
    ['usersReturningOnDay30', 30 * day, 31 * day],
    ['usersReturningInDays30To37', 30 * day, 37 * day],
  ])('%s: from %d up to, not including, %d µs after the activation', (measure, from, to) => {
    expect(reached(measure, [from])).toBe(1);
    expect(reached(measure, [to - 1])).toBe(1);
    expect(reached(measure, [from - 1, to])).toBe(0);
  });

  test('on or after day N has no end', () => {
    expect(reached('usersReturningOnOrAfterDay7', [7 * day - 1])).toBe(0);
    expect(reached('usersReturningOnOrAfterDay7', [7 * day])).toBe(1);
    expect(reached('usersReturningOnOrAfterDay7', [900 * day])).toBe(1);
  });

  test('a second use at the moment of the first is none; within 7 days it is one', () => {
    const reusing = (...uses: Microseconds[]): number | null =>
      one('FeatureReuse', 'usersReusing', {
        actions: uses.map((at): [string, string, number] => ['ann', 'note', at]),
      });
    expect(reusing(5, 5)).toBe(0);
    expect(reusing(5, 6)).toBe(1);
    expect(reusing(5, 5, 5 + 7 * day - 1)).toBe(1);
    expect(reusing(5, 5 + 7 * day)).toBe(0);
    // One of another action of the feature is a second use as well; one before the sign-up isn't the first.
    expect(
      one('FeatureReuse', 'usersReusing', {
        actions: [
          ['ann', 'note', 5],
          ['ann', 'memo', 6],
        ],
      }),
    ).toBe(1);
    expect(reusing(-1, 5)).toBe(0);
  });

  test('the repeated key action is strictly later than the first that counts', () => {
    const hours = (...at: Microseconds[]): number | null =>
      one('ActivationRate', 'averageHoursToRepeatKeyAction', {
        actions: at.map((moment): [string, string, number] => ['ann', 'create', moment]),
      });
    expect(hours(-hour, 0)).toBeNull();
    expect(hours(0, 0)).toBeNull();
    expect(hours(0, 0, 3 * hour, 2 * hour)).toBe(2);
  });
});

describe('rule 12: maturity is per measure', () => {
  const settled = (view: string, measure: string, history: History, window: Microseconds): void => {
    expect(one(view, measure, history, { now: start + window - 1 })).toBe(0);
    expect(one(view, measure, history, { now: start + window })).toBe(1);
  };
  const activated: History = { activations: [['ann', 0]] };

  test.each([
    ['Onboarding', 'maturedNewUsers', {}, 7 * day],
    ['Onboarding', 'maturedOnboardingStarted', { activations: [['ann', null]] }, 14 * day],
    ['FeatureAdoption', 'maturedNewUsersForEarlyAdoption', {}, 7 * day],
    ['FeatureAdoption', 'maturedNewUsersForExploration', {}, 30 * day],
    ['FeatureReuse', 'maturedFirstTimeUsers', { actions: [['ann', 'note', 0]] }, 7 * day],
    ['AfterActivation', 'maturedActivatedUsers', activated, 7 * day],
    ['AfterActivation', 'maturedUsersForDay7', activated, 8 * day],
    ['AfterActivation', 'maturedUsersForDays7To14', activated, 14 * day],
    ['AfterActivation', 'maturedUsersForOnOrAfterDay7', activated, 7 * day],
    ['AfterActivation', 'maturedUsersForDay30', activated, 31 * day],
    ['AccountActivation', 'maturedAccounts', { accounts: [['acme', 0]] }, 14 * day],
  ] as [string, string, History, Microseconds][])('%s.%s', settled);

  test('a twin has settled units alone above the line too; retention has no others', () => {
    // Bob signed up and used the feature, but his seven days aren't over; his session isn't on a settled day 7.
    const history: History = {
      users: [
        ['ann', 0],
        ['bob', 5 * day],
      ],
      activations: [
        ['ann', 0],
        ['bob', 5 * day],
      ],
      sessions: [['bob', 12 * day]],
      actions: [['bob', 'note', 5 * day]],
    };
    const now = start + 12 * day - 1;
    expect(
      ask(
        'FeatureAdoption',
        history,
        ['earlyAdoptionRate', 'maturedUsersAdoptingEarly', 'maturedEarlyAdoptionRate'],
        {
          now,
          by: ['featureName', 'notes'],
        },
      ),
    ).toEqual([50, 0, 0]);
    expect(ask('AfterActivation', history, ['day7RetentionRate', 'maturedUsersForDay7'], { now })).toEqual([
      0, 1,
    ]);
    expect(ask('AfterActivation', history, ['day7RetentionRate'], { now: start + 13 * day })).toEqual([50]);
  });

  test('nobody settled is null, not 0', () => {
    const now = start + day;
    expect(ask('AfterActivation', activated, ['day7RetentionRate', 'day7RetentionRateLow'], { now })).toEqual(
      [null, null],
    );
    expect(one('Onboarding', 'dropOffRate', { activations: [['ann', null]] }, { now })).toBeNull();
  });
});

describe('rule 13: durations are between two moments that both count', () => {
  test('averages and medians leave out who has one of them only', () => {
    const history: History = {
      users: [
        ['ann', 0],
        ['bob', 0],
        ['cay', 0],
        ['dan', 0],
      ],
      actions: [
        ['ann', 'create', hour],
        ['bob', 'create', 2 * hour],
        ['cay', 'create', 6 * hour],
        ['dan', 'create', -hour],
      ],
    };
    expect(ask('Onboarding', history, ['averageHoursToFirstValue', 'medianHoursToFirstValue'])).toEqual([
      3, 2,
    ]);
  });

  test('from the first action to the activation: none where the activation comes first', () => {
    const hours = (activatedAt: Microseconds): number | null =>
      one('Onboarding', 'averageHoursFromFirstActionToActivation', {
        actions: [
          ['ann', 'look', -1],
          ['ann', 'look', hour],
        ],
        activations: [['ann', activatedAt]],
      });
    expect([hours(hour - 1), hours(hour), hours(3 * hour)]).toEqual([null, 0, 2]);
  });

  test('a quick win is in minutes from the first session, also before the sign-up', () => {
    const history: History = {
      sessions: [
        ['ann', -hour / 2],
        ['ann', -hour],
      ],
      actions: [
        ['ann', 'create', -hour - 1],
        ['ann', 'create', -hour / 4],
      ],
    };
    expect(one('Onboarding', 'averageMinutesToQuickWin', history)).toBe(45);
    expect(one('Onboarding', 'averageMinutesToQuickWin', { ...history, sessions: [] })).toBeNull();
  });

  test('from the activation to the first use, over pairs of user and feature', () => {
    const history: History = {
      activations: [['ann', hour]],
      actions: [
        ['ann', 'note', 0],
        ['ann', 'note', hour],
        ['ann', 'review', 5 * hour],
      ],
    };
    expect(ask('FeatureAdoption', history, ['averageHoursFromActivationToFirstUse'])).toEqual([2]);
    expect(
      one('FeatureAdoption', 'averageHoursFromActivationToFirstUse', history, {
        by: ['featureName', 'notes'],
      }),
    ).toBe(0);
  });

  test('to all key milestones is to the latest of the first completions', () => {
    const history: History = {
      accounts: [
        ['acme', 0],
        ['half', 0],
      ],
      milestones: [
        ['acme', 'a', -1],
        ['acme', 'a', 3 * hour],
        ['acme', 'a', 9 * hour],
        ['acme', 'b', hour],
        ['half', 'a', hour],
        ['half', 'b', -hour],
        ['half', 'other', hour],
      ],
    };
    expect(one('AccountActivation', 'averageHoursToAllMilestones', history)).toBe(3);
  });

  test('to the expansion is over eligibilities, without one activated before it was eligible', () => {
    const history: History = {
      accounts: [['acme', 0]],
      eligibilities: [
        ['acme', 0, 2 * hour],
        ['acme', 10 * hour, 14 * hour],
        ['acme', 0, -1],
        ['acme', 0, null],
        ['unknown', 0, 99 * hour],
      ],
    };
    expect(
      ask('ExpansionActivationRate', history, ['averageHoursToExpansion', 'medianHoursToExpansion']),
    ).toEqual([3, 3]);
  });
});

describe('rule 14: who has not converted is known to have waited until now', () => {
  const untilKeyAction = (
    waits: [signedUp: Microseconds, actedAt: Microseconds | null][],
    now: Microseconds,
  ): (number | null)[] =>
    ask(
      'ActivationRate',
      {
        users: waits.map(([signedUp], index) => [`u${index}`, signedUp]),
        actions: waits.flatMap(([, at], index): [string, string, number][] =>
          at === null ? [] : [[`u${index}`, 'create', at]],
        ),
      },
      ['hoursUntilQuarterDidKeyAction', 'hoursUntilHalfDidKeyAction'],
      { now: start + now },
    );

  test('an event of four leaves 0.75: a quarter, and no half', () => {
    expect(
      untilKeyAction(
        [
          [0, 2 * hour],
          [0, null],
          [0, null],
          [0, null],
        ],
        day,
      ),
    ).toEqual([2, null]);
  });

  test('one censored before an event is no longer at risk, one censored at its duration is', () => {
    // At 5 h, three of four are left where one was censored at 4 h: S = 2/3. At 6 h one of two: 1/3.
    expect(
      untilKeyAction(
        [
          [2 * hour, null],
          [0, 5 * hour],
          [0, 6 * hour],
          [0, null],
        ],
        6 * hour,
      ),
    ).toEqual([5, 6]);
    // Censored at 5 h exactly: four are at risk at 5 h. S = 3/4. At 6 h, two are left: 3/8.
    expect(
      untilKeyAction(
        [
          [hour, null],
          [0, 5 * hour],
          [0, 6 * hour],
          [0, null],
        ],
        6 * hour,
      ),
    ).toEqual([5, 6]);
    // The same with one microsecond between them, where it tells: 4 of 5, against 3 of 4.
    const five = (signedUp: Microseconds) =>
      untilKeyAction(
        [
          [signedUp, null],
          [0, 5 * hour],
          [0, null],
          [0, null],
          [0, null],
        ],
        6 * hour,
      )[0];
    expect(five(hour)).toBeNull();
    expect(five(hour + 1)).toBe(5);
  });

  test('events at one duration are one step', () => {
    expect(
      untilKeyAction(
        [
          [0, hour],
          [0, hour],
          [day, day + 3 * hour],
          [0, null],
        ],
        9 * day,
      ),
    ).toEqual([1, 1]);
  });

  test('an event after now has not come; one at now has; who starts in the future is left out', () => {
    expect(untilKeyAction([[0, 5 * hour]], 5 * hour - 1)).toEqual([null, null]);
    expect(untilKeyAction([[0, 5 * hour]], 5 * hour)).toEqual([5, 5]);
    expect(
      untilKeyAction(
        [
          [0, hour],
          [3 * hour, null],
          [3 * hour, null],
        ],
        2 * hour,
      ),
    ).toEqual([1, 1]);
    // Who starts now is at risk for no time at all: 1 of 2 did it at once.
    expect(
      untilKeyAction(
        [
          [0, 0],
          [2 * hour, null],
        ],
        2 * hour,
      ),
    ).toEqual([0, 0]);
  });

  test('a median over those who converted would get better as more are lost; this does not', () => {
    const [, half] = untilKeyAction(
      [
        [0, hour],
        [0, 10 * hour],
        [0, 10 * hour],
        [0, null],
      ],
      20 * hour,
    );
    const [, lost] = untilKeyAction(
      [
        [0, hour],
        [0, null],
        [0, null],
        [0, null],
      ],
      20 * hour,
    );
    expect([half, lost]).toEqual([10, null]);
  });

  test('the activation, and all key milestones', () => {
    const names = ['hoursUntilQuarterActivated', 'hoursUntilHalfActivated'];
    expect(ask('Onboarding', { activations: [['ann', 7 * hour]] }, names)).toEqual([7, 7]);
    expect(
      ask(
        'AccountActivation',
        {
          accounts: [
            ['acme', 0],
            ['half', 0],
          ],
          milestones: [
            ['acme', 'a', hour],
            ['acme', 'b', 4 * hour],
            ['half', 'a', 0],
          ],
        },
        ['hoursUntilQuarterReachedAll', 'hoursUntilHalfReachedAll'],
      ),
    ).toEqual([4, 4]);
  });

  describe('the curve', () => {
    const measures = ['usersAtRisk', 'usersActivated', 'usersCensored', 'estimatedShareActivated'];
    const on = (age: number, history: History, now: Microseconds) =>
      ask('ActivationCurve', history, measures, { now: start + now, by: ['day', age] });
    // Ann acts in the last microsecond of day 0, Bob at the start of day 1; Cay is observed for two days less 1 µs, Dan
    // for ten days, Eve starts in the future.
    const history: History = {
      users: [
        ['ann', 0],
        ['bob', 0],
        ['cay', 8 * day + 1],
        ['dan', 0],
        ['eve', 11 * day],
      ],
      actions: [
        ['ann', 'create', day - 1],
        ['bob', 'create', day],
      ],
    };

    test.each([
      [0, [4, 1, 0, 25]],
      // 1 − 3/4 × 2/3.
      [1, [3, 1, 1, 50]],
      [2, [1, 0, 0, 50]],
      [9, [1, 0, 0, 50]],
      // Exactly ten days old: at risk as the day begins, and observed no longer.
      [10, [1, 0, 1, 50]],
      [11, [0, 0, 0, null]],
      [90, [0, 0, 0, null]],
    ])('on day %d', (age, expected) => {
      const [risk, activated, censored, share] = on(age, history, 10 * day);
      expect([risk, activated, censored, share === null ? null : Number(share?.toFixed(9))]).toEqual(
        expected,
      );
    });

    test('every slice has its 91 days', () => {
      const groups = answer(contract(definitions, later), rowsOf({}), {
        dimensions: ['ActivationCurve.day'],
      });
      expect(groups.map(({ keys }) => keys['ActivationCurve.day'])).toEqual(
        Array.from({ length: 91 }, (_, age) => age),
      );
    });
  });
});

describe('rule 15: units that are not known count nowhere', () => {
  test('events of unknown users, users of unknown accounts', () => {
    const history: History = {
      users: [['ann', 0, 'nowhere']],
      sessions: [['eve', 0]],
      actions: [
        ['eve', 'note', 0],
        ['ann', 'create', 0],
      ],
      accounts: [['acme', 0]],
    };
    expect(ask('ActiveUsers', history, ['activeUserCount', 'usersOfNotes'])).toEqual([1, 0]);
    expect(ask('AccountActivation', history, ['averageFeaturesUsed', 'accountsWithActivatedTeam'])).toEqual([
      0, 0,
    ]);
    expect(
      ask('ProductQualifiedAccounts', history, ['productQualifiedAccounts', 'customerEngagementScore']),
    ).toEqual([0, 0]);
  });
});

describe('rule 16: sessions are in order, and each counts once', () => {
  test('a session that is there twice is one', () => {
    const history: History = {
      sessions: [
        ['ann', 0, 'x'],
        ['ann', 0, 'x'],
      ],
      activations: [['ann', hour]],
    };
    expect(one('Onboarding', 'usersCompletingInFirstSession', history)).toBe(1);
    expect(
      one('Onboarding', 'usersCompletingInFirstSession', {
        ...history,
        sessions: [
          ['ann', 0],
          ['ann', 0],
        ],
      }),
    ).toBe(0);
  });

  test('actions of the first sessions: from the first to before the fourth', () => {
    const average = (sessions: Microseconds[], actions: Microseconds[]): number | null =>
      one('Onboarding', 'averageActionsInFirstSessions', {
        users: [
          ['ann', 0],
          ['bob', 0],
        ],
        sessions: sessions.map((at): [string, number] => ['ann', at]),
        actions: actions.map((at): [string, string, number] => ['ann', 'look', at]),
      });
    // Sessions at 1, 2, 2 and 4: the third ends before 4. Bob, without a session, isn't averaged.
    expect(average([4, 2, 1, 2], [0, 1, 3, 4])).toBe(2);
    expect(average([1, 2, 3], [0, 1, 3, 4, 999 * day])).toBe(4);
    expect(average([], [1])).toBeNull();
    expect(average([5, 5, 5, 5], [5])).toBe(0);
  });
});

describe('onboarding', () => {
  test('started, completed, dropped off', () => {
    const history: History = {
      users: ['in time', 'at the end', 'late', 'entered', 'before', 'not'].map((user) => [user, 0]),
      activations: [
        ['in time', 0],
        ['at the end', 14 * day - 1],
        ['late', 14 * day],
        ['entered', null],
        ['before', -1],
        ['unknown', 0],
      ],
    };
    expect(
      ask('Onboarding', history, [
        'newUserCount',
        'activatedUserCount',
        'onboardingStarted',
        'activationConversionRate',
        'usersDroppingOff',
        'dropOffRate',
      ]),
    ).toEqual([6, 3, 5, 60, 3, 60]);
  });

  test.each([
    ['usersCompletingInFirstSession', 1],
    ['usersConvertingInFirstSession', 1],
    ['usersUsingCoreFeatureInFirstSessions', 3],
  ])('%s: with at most %d sessions started by then, that moment included', (measure, most) => {
    const at = 5 * hour;
    const counted = (sessions: Microseconds[]): number | null =>
      one('Onboarding', measure, {
        sessions: sessions.map((moment): [string, number] => ['ann', moment]),
        activations: [['ann', at]],
        actions: [
          ['ann', 'create', -1],
          ['ann', 'create', at],
          ['ann', 'map', -1],
          ['ann', 'map', at],
          ['ann', 'map', at + 1],
        ],
      });
    const before = Array.from({ length: most }, () => -hour);
    expect(counted([])).toBe(1);
    expect(counted([...before, at + 1])).toBe(1);
    expect(counted([...before, at])).toBe(0);
  });

  test('top features are the first three, within the early days', () => {
    const engaging = (name: string, at: Microseconds): number | null =>
      one('Onboarding', 'usersEngagingWithTopFeature', { actions: [['ann', name, at]] });
    expect([engaging('chart', 0), engaging('chart', 7 * day - 1), engaging('memo', 0)]).toEqual([1, 1, 1]);
    expect([engaging('chart', -1), engaging('chart', 7 * day), engaging('map', 0)]).toEqual([0, 0, 0]);
  });
});

describe('features', () => {
  test('everybody is below the line of each, and counts once over several', () => {
    const history: History = {
      users: [
        ['ann', 0],
        ['bob', 0],
      ],
      actions: [
        ['ann', 'note', 7 * day - 1],
        ['ann', 'review', 0],
        ['ann', 'map', 7 * day],
        ['bob', 'chart', 30 * day],
      ],
    };
    const names = ['newUserCount', 'usersAdoptingEarly', 'usersExploring', 'earlyAdoptionRate'];
    expect(ask('FeatureAdoption', history, names)).toEqual([2, 1, 1, 50]);
    expect(ask('FeatureAdoption', history, names, { by: ['featureName', 'maps'] })).toEqual([2, 0, 1, 0]);
    expect(ask('FeatureAdoption', history, names, { by: ['featurePosition', 2] })).toEqual([2, 1, 1, 50]);
  });

  test('active users of a slice, and those of a feature in it', () => {
    const history: History = {
      users: [
        ['ann', 0],
        ['bob', 0],
        ['cay', 0],
      ],
      sessions: [['bob', -99 * day]],
      actions: [
        ['ann', 'note', -day],
        ['ann', 'review', 40 * day],
      ],
    };
    expect(ask('ActiveUsers', history, ['activeUserCount', 'usersOfNotes', 'usageRateOfCodeReview'])).toEqual(
      [2, 1, 50],
    );
  });
});

describe('accounts', () => {
  const acme: History = {
    users: [
      ['ann', 0, 'acme'],
      ['bob', 50 * day, 'acme'],
      ['cay', 0, 'other'],
    ],
    accounts: [
      ['acme', 0],
      ['empty', 0],
    ],
  };

  test('features used within 30 days of the creation, also before the user signed up', () => {
    const used = (...actions: History['actions'] & object): number | null =>
      one('AccountActivation', 'averageFeaturesUsed', { ...acme, actions });
    expect(used(['ann', 'note', 0], ['ann', 'memo', 0], ['bob', 'review', 30 * day - 1])).toBe(1);
    expect(used(['ann', 'note', -1], ['bob', 'review', 30 * day], ['cay', 'map', 1])).toBe(0);
  });

  test('progress and tasks: milestones within 30 and 14 days', () => {
    const history: History = {
      ...acme,
      milestones: [
        ['acme', 'a', 0],
        ['acme', 'b', 30 * day - 1],
        ['empty', 'a', 14 * day],
        ['empty', 'b', 30 * day],
      ],
    };
    expect(
      ask('AccountActivation', history, [
        'activationProgressionScore',
        'taskCompletionRate',
        'totalAccounts',
      ]),
    ).toEqual([75, 50, 2]);
    expect(one('AccountActivation', 'taskCompletionRate', history, { settings: { tasksRequired: 2 } })).toBe(
      0,
    );
  });

  test('a team is three users whose activation is not before the account', () => {
    const team = (third: Microseconds): number | null =>
      one('AccountActivation', 'accountsWithActivatedTeam', {
        users: ['ann', 'bob', 'cay'].map((user) => [user, -day, 'acme']),
        accounts: [['acme', 0]],
        activations: [
          ['ann', 0],
          ['bob', day],
          ['cay', third],
        ],
      });
    expect([team(0), team(-1), team(900 * day)]).toEqual([1, 0, 1]);
  });

  test('qualified by so many different actions of its users, each counted once from the creation on', () => {
    const settings = { qualification: { actions: ['x', 'y', 'z'], atLeast: 2 } };
    const hours = (...actions: History['actions'] & object): (number | null)[] =>
      ask(
        'ProductQualifiedAccounts',
        { ...acme, actions },
        ['productQualifiedAccounts', 'averageHoursToQualification'],
        { settings },
      );
    expect(hours(['ann', 'x', hour], ['ann', 'x', 2 * hour], ['cay', 'y', 0])).toEqual([0, null]);
    expect(
      hours(['ann', 'x', hour], ['ann', 'y', -1], ['bob', 'z', 3 * hour], ['bob', 'y', 9 * hour]),
    ).toEqual([1, 3]);
  });

  test('the engagement score is of the 28 days before now, over accounts as old', () => {
    const now = start + 40 * day;
    const ago = (age: Microseconds): Microseconds => 40 * day - age;
    const score = (history: Partial<History>): number | null =>
      one('ProductQualifiedAccounts', 'customerEngagementScore', { ...acme, ...history }, { now });
    // 5 of 10 sessions and 1 of 5 key actions: (0.5 + 0.2) / 2, and 0 of the empty account.
    const sessions = Array.from({ length: 5 }, (): [string, number] => ['ann', ago(28 * day)]);
    expect(score({ sessions, actions: [['bob', 'create', ago(1)]] })).toBeCloseTo(17.5, 9);
    expect(
      score({
        sessions: [
          ['ann', ago(28 * day + 1)],
          ['ann', ago(0)],
          ['cay', ago(1)],
        ],
      }),
    ).toBe(0);
    expect(score({ actions: Array.from({ length: 9 }, () => ['ann', 'create', ago(5)]) })).toBe(25);
    expect(score({ accounts: [['acme', ago(28 * day)]], sessions: [['ann', ago(1)]] })).toBe(5);
    expect(score({ accounts: [['acme', ago(28 * day - 1)]] })).toBeNull();
  });

  describe('the drivers', () => {
    const measuresOf = (history: History, name: string, times: number, measures: string[], now = later) => {
      const path = (member: string) => `ActivationDrivers.${member}`;
      const groups = answer(contract(definitions, now), rowsOf(history), {
        measures: measures.map(path),
        dimensions: [path('actionName'), path('times')],
      });
      const group = groups.find(
        ({ keys }) => keys[path('actionName')] === name && keys[path('times')] === times,
      );
      return (
        group &&
        measures.map((measure) => {
          const value = group.measures[path(measure)] ?? null;
          if (value === null || value.kind === 'approximate') return value && Number(value.number.toFixed(2));
          return Number(value.numerator) / Number(value.denominator);
        })
      );
    };

    // Ann does it five times, at the sign-up, before the end of 7 days and between; also before the sign-up and at the
    // end of 7 days, which are none. Bob has settled just now, Cay a microsecond later. Eve nobody knows.
    const history: History = {
      users: [
        ['ann', 0],
        ['bob', 2 * day],
        ['cay', 2 * day + 1],
      ],
      actions: [
        ...[-1, 0, 1, 2, 3, 7 * day - 1, 7 * day].map((at): ['ann', string, number] => ['ann', 'view', at]),
        ['cay', 'late', 2 * day + 1],
        ['eve', 'unknown', 0],
      ],
      sessions: [
        ['ann', 14 * day - 1],
        ['ann', 28 * day],
        ['bob', 16 * day],
      ],
    };
    const counts = ['newUserCount', 'usersDoing', 'doersComingBack', 'usersNotDoing', 'othersComingBack'];

    test.each([
      ['view', 5, [2, 1, 0, 1, 1]],
      // Whom nobody of the settled has done it like.
      ['late', 1, [2, 0, 0, 2, 1]],
      ['unknown', 1, undefined],
    ])('of %s, %d times', (name, times, expected) => {
      expect(measuresOf(history, name, times, counts, start + 30 * day)).toEqual(expected);
    });

    test('an end that is the same as a window’s is out, its beginning in', () => {
      const back = (at: number) =>
        measuresOf({ actions: [['ann', 'view', 0]], sessions: [['ann', at]] }, 'view', 1, [
          'doersComingBack',
        ]);
      expect([14 * day - 1, 14 * day, 28 * day - 1, 28 * day].map(back)).toEqual([[0], [1], [1], [0]]);
    });

    // The examples of Newcombe's paper (Statistics in Medicine 17, 1998), method 10.
    test.each([
      [56, 70, 48, 80, [20, 5.24, 33.39]],
      [9, 10, 3, 10, [60, 17.05, 80.9]],
      [10, 10, 0, 10, [100, 60.75, 100]],
    ])('the interval of %d of %d less %d of %d', (back, doers, othersBack, others, expected) => {
      const users = [...Array(doers + others).keys()].map((index): [string, number] => [`u${index}`, 0]);
      const found = measuresOf(
        {
          users,
          actions: users.slice(0, doers).map(([user]) => [user, 'view', 0]),
          sessions: [...users.slice(0, back), ...users.slice(doers, doers + othersBack)].map(([user]) => [
            user,
            20 * day,
          ]),
        },
        'view',
        1,
        ['retentionDifference', 'retentionDifferenceLow', 'retentionDifferenceHigh'],
      );
      expect(found?.map((number) => number && Number(number.toFixed(2)))).toEqual(expected);
    });
  });
});
