/**
 * The oracle of the views that need optional sources, against histories of a few lines each, counted by hand, with the
 * ends of every window to the microsecond.
 */
import { describe, expect, test } from 'vitest';
import { contract } from '../contract.ts';
import type { Microseconds } from '../source-rows.ts';
import { ask, day, definitions, type History, hour, later, one, start } from './asked-histories.ts';
import { optionalSources } from './settings.ts';

describe('what needs a source is not there without it', () => {
  const membersWithout = (...missing: string[]): string[] => {
    const sources = Object.fromEntries(
      optionalSources.filter((source) => !missing.includes(source)).map((source) => [source, {}]),
    );
    const cubes = contract({ ...definitions, sources }, later);
    return Object.entries(cubes).flatMap(([name, { measures }]) =>
      Object.keys(measures).map((measure) => `${name}.${measure}`),
    );
  };
  const all = membersWithout();
  /** The views that disappear, and the measures that do from views that stay. */
  const gone = (...missing: string[]): string[] => {
    const left = membersWithout(...missing);
    const views = new Set(left.map((member) => member.split('.')[0]));
    const lost = all.filter((member) => !left.includes(member));
    return [
      ...new Set(
        lost.map((member) => (views.has(member.split('.')[0]) ? member : `${member.split('.')[0]}`)),
      ),
    ];
  };

  test.each([
    ['subscriptions', ['Trials', 'FreeToPaid', 'ReferredCustomers']],
    [
      'payments',
      [
        'ProductQualifiedAccounts.convertedAccounts',
        'ProductQualifiedAccounts.lifetimeValueOfConverted',
        'Trials.revenuePerTrialUser',
      ],
    ],
    ['referrals', ['ReferralInvitation', 'ReferredVisitors', 'ReferredCustomers']],
    ['leads', ['Leads']],
    [
      'contacts',
      [
        'AfterActivation.averageHoursToOutreach',
        'AfterActivation.medianHoursToOutreach',
        'FirstContact',
        'Leads.averageHoursToFirstMeeting',
        'Leads.averageHoursToResponse',
        'Leads.medianHoursToFirstMeeting',
        'Leads.medianHoursToResponse',
        'ProactiveSupport',
      ],
    ],
    ['surveyResponses', ['SurveyScores']],
  ])('%s', (source, expected) => {
    expect(gone(source).sort()).toEqual([...expected].sort());
  });

  test('a source that the configuration has as null is none', () => {
    const cubes = contract({ ...definitions, sources: { leads: null } }, later);
    expect(Object.keys(cubes)).not.toContain('Leads');
  });

  test('tables that hold nothing are there all the same', () => {
    expect(ask('Leads', {}, ['leadCount', 'leadConversionRate', 'averageHoursToResponse'])).toEqual([
      0,
      null,
      null,
    ]);
  });
});

describe('trials', () => {
  /** Ann and bob of acme, which was created at the start. */
  const acme: History = {
    users: [
      ['ann', 0, 'acme'],
      ['bob', 0, 'acme'],
    ],
    accounts: [['acme', 0]],
  };
  const trial = { kind: 'trial', at: 10 * day, until: 24 * day };

  test('an account is in by its first trial at or after the creation, by start, then by id', () => {
    const plans = (...subscriptions: History['subscriptions'] & object) =>
      ['first', 'second'].map((plan) =>
        one('Trials', 'trialAccounts', { ...acme, subscriptions }, { by: ['plan', plan] }),
      );
    // Before the creation, of another kind, of an account that isn't known.
    expect(plans({ ...trial, at: -1, plan: 'first' })).toEqual([null, null]);
    expect(plans({ ...trial, kind: 'free', plan: 'first' })).toEqual([null, null]);
    expect(plans({ ...trial, kind: 'Trial', plan: 'first' })).toEqual([null, null]);
    expect(plans({ ...trial, account: 'nowhere', plan: 'first' })).toEqual([null, null]);
    // At the creation, though another came before it.
    expect(plans({ ...trial, at: -1, plan: 'first' }, { ...trial, at: 0, plan: 'second' })).toEqual([
      null,
      1,
    ]);
    expect(plans({ ...trial, at: 2, plan: 'second' }, { ...trial, at: 1, plan: 'first' })).toEqual([1, null]);
    // Of one start the lesser id, by its code points: Z comes before a.
    expect(plans({ ...trial, id: 'a', plan: 'second' }, { ...trial, id: 'Z', plan: 'first' })).toEqual([
      1,
      null,
    ]);
    // A free subscription before it makes no difference.
    expect(plans({ kind: 'free', at: 0 }, { ...trial, plan: 'first' })).toEqual([1, null]);
  });

  test('trial users signed up before the end of the trial, whether before its start or not', () => {
    const users = (signedUp: Microseconds, until?: Microseconds) =>
      one('Trials', 'trialUsers', {
        users: [['ann', signedUp, 'acme']],
        accounts: [['acme', 0]],
        subscriptions: [{ kind: 'trial', at: 10 * day, ...(until !== undefined && { until }) }],
      });
    expect([users(-99 * day, 24 * day), users(24 * day - 1, 24 * day), users(24 * day, 24 * day)]).toEqual([
      1, 1, 0,
    ]);
    // A trial that hasn't ended has all of them.
    expect(users(399 * day)).toBe(1);
  });

  test('engaged: three tracked actions, from the start of the trial to before its end', () => {
    const engaged = (...at: Microseconds[]): number | null =>
      one('Trials', 'engagedTrialUsers', {
        ...acme,
        subscriptions: [trial],
        actions: at.map((moment): [string, string, number] => ['ann', 'look', moment]),
      });
    expect(engaged(10 * day, 10 * day, 24 * day - 1)).toBe(1);
    expect(engaged(10 * day - 1, 11 * day, 12 * day)).toBe(0);
    expect(engaged(11 * day, 12 * day, 24 * day)).toBe(0);
  });

  test('of trial users the engaged ones: not those of one who signed up too late, and also before a sign-up', () => {
    const history: History = {
      users: [
        ['ann', 20 * day, 'acme'],
        ['bob', 0, 'acme'],
        ['cay', 24 * day, 'acme'],
        ['dan', 0, 'other'],
      ],
      accounts: [
        ['acme', 0],
        ['other', 0],
      ],
      subscriptions: [trial],
      actions: ['ann', 'cay', 'dan'].flatMap((user): [string, string, number][] => [
        [user, 'look', 11 * day],
        [user, 'look', 12 * day],
        [user, 'other', 13 * day],
      ]),
    };
    expect(ask('Trials', history, ['trialUsers', 'engagedTrialUsers', 'trialEngagementRate'])).toEqual([
      2, 1, 50,
    ]);
  });

  test('all trial actions in that time, by different users, also by one who signs up once it is over', () => {
    const settings = { trialActions: ['x', 'y'] };
    const completing = (...actions: History['actions'] & object): number | null =>
      one(
        'Trials',
        'accountsCompletingTrialActions',
        {
          users: [
            ['ann', 0, 'acme'],
            ['late', 99 * day, 'acme'],
            ['other', 0, 'elsewhere'],
          ],
          accounts: [['acme', 0]],
          subscriptions: [trial],
          actions,
        },
        { settings },
      );
    expect(completing(['ann', 'x', 10 * day], ['ann', 'y', 24 * day - 1])).toBe(1);
    expect(completing(['ann', 'x', 10 * day], ['late', 'y', 11 * day])).toBe(1);
    expect(completing(['ann', 'x', 10 * day - 1], ['ann', 'y', 11 * day])).toBe(0);
    expect(completing(['ann', 'x', 11 * day], ['ann', 'y', 24 * day])).toBe(0);
    expect(completing(['ann', 'x', 11 * day], ['other', 'y', 11 * day])).toBe(0);
    expect(completing(['ann', 'x', 11 * day], ['ann', 'x', 12 * day])).toBe(0);
  });

  test('a trial that ended as it began, or before, has no actions', () => {
    for (const until of [10 * day, 9 * day]) {
      expect(
        ask(
          'Trials',
          {
            ...acme,
            subscriptions: [{ kind: 'trial', at: 10 * day, until }],
            actions: [['ann', 'create', 10 * day]],
          },
          ['trialAccounts', 'trialUsers', 'trialActionsCompletionRate'],
        ),
      ).toEqual([1, 2, 0]);
    }
  });

  test('revenue: payments within 90 days of the start, refunds off, other currencies nowhere, cents exact', () => {
    const revenue = (payments: History['payments'] & object, users = acme.users): number | null =>
      one('Trials', 'revenuePerTrialUser', {
        ...acme,
        ...(users && { users }),
        subscriptions: [trial],
        payments,
      });
    expect(
      revenue([
        ['10', 10 * day],
        ['20.50', 100 * day - 1],
      ]),
    ).toBe(15.25);
    expect(
      revenue([
        ['10', 10 * day - 1],
        ['20', 100 * day],
      ]),
    ).toBe(0);
    expect(
      revenue([
        ['10', 11 * day],
        ['-12.5', 12 * day],
      ]),
    ).toBe(-1.25);
    expect(
      revenue([
        ['10', 11 * day, 'acme', 'EUR'],
        ['10', 11 * day, 'acme', 'usd'],
      ]),
    ).toBe(0);
    expect(revenue([['10', 11 * day, 'nowhere']])).toBe(0);
    // In floating point 0.1 + 0.2 is not 0.3, and a cent of a large amount is lost.
    expect(
      revenue([
        ['0.1', 11 * day],
        ['0.2', 11 * day],
      ]),
    ).toBe(0.15);
    expect(
      revenue([
        ['90071992547409930.01', 11 * day],
        ['-90071992547409930.00', 11 * day],
      ]),
    ).toBe(0.005);
    // Nobody to share it between.
    expect(revenue([['10', 11 * day]], [])).toBeNull();
  });

  test('an account without trial users adds its revenue to a slice with some', () => {
    const history: History = {
      users: [['ann', 0, 'acme']],
      accounts: [
        ['acme', 0],
        ['empty', 0],
      ],
      subscriptions: [trial, { ...trial, account: 'empty', plan: 'basic' }],
      payments: [
        ['10', 11 * day],
        ['5', 11 * day, 'empty'],
      ],
    };
    expect(one('Trials', 'revenuePerTrialUser', history)).toBe(15);
    expect(one('Trials', 'revenuePerTrialUser', history, { by: ['plan', 'pro'] })).toBe(10);
    expect(one('Trials', 'revenuePerTrialUser', history, { by: ['plan', 'basic'] })).toBeNull();
  });
});

describe('free to paid', () => {
  const subscribed = (...subscriptions: History['subscriptions'] & object): (number | null)[] =>
    ask('FreeToPaid', { accounts: [['acme', 0]], subscriptions }, [
      'freeAccounts',
      'selfServeConvertedAccounts',
    ]);
  const free = { kind: 'free', at: 0 };
  const paid = { kind: 'paid', at: 5 * day, isSelfServe: true };

  test('the first subscription at or after the creation is free or a trial', () => {
    expect(subscribed(free)).toEqual([1, 0]);
    expect(subscribed({ kind: 'trial', at: 3 * day })).toEqual([1, 0]);
    expect(subscribed({ ...free, at: -1 })).toEqual([0, 0]);
    expect(subscribed({ ...free, account: 'nowhere' })).toEqual([0, 0]);
    expect(subscribed({ kind: 'paid', at: 0 }, { ...free, at: 1 })).toEqual([0, 0]);
    // One before the creation isn't the first.
    expect(subscribed({ kind: 'paid', at: -1 }, free)).toEqual([1, 0]);
    // A kind that nobody knows keeps the account out.
    expect(subscribed({ kind: 'pilot', at: 0 }, { ...free, at: 1 })).toEqual([0, 0]);
    // Of one moment, the lesser id.
    expect(subscribed({ ...free, id: 'a' }, { kind: 'paid', at: 0, id: 'b' })).toEqual([1, 0]);
    expect(subscribed({ ...free, id: 'b' }, { kind: 'paid', at: 0, id: 'a' })).toEqual([0, 0]);
  });

  test('self-serve within 30 days, by the first paid subscription alone', () => {
    expect(subscribed(free, paid)).toEqual([1, 1]);
    expect(subscribed(free, { ...paid, at: 30 * day - 1 })).toEqual([1, 1]);
    expect(subscribed(free, { ...paid, at: 30 * day })).toEqual([1, 0]);
    expect(subscribed(free, { ...paid, isSelfServe: false })).toEqual([1, 0]);
    expect(subscribed(free, { ...paid, isSelfServe: null })).toEqual([1, 0]);
    expect(subscribed(free, { ...paid, at: 4 * day, isSelfServe: false }, paid)).toEqual([1, 0]);
    expect(subscribed(free, paid, { ...paid, at: 6 * day, isSelfServe: false })).toEqual([1, 1]);
    expect(subscribed(free, { ...paid, id: 'a' }, { ...paid, isSelfServe: false, id: 'Z' })).toEqual([1, 0]);
  });

  test('from the start of the free time: one at that moment counts, one before it does not', () => {
    const late = { ...free, at: 10 * day, id: 'a' };
    expect(subscribed(late, { ...paid, at: 10 * day, id: 'b' })).toEqual([1, 1]);
    expect(subscribed(late, { ...paid, at: 40 * day - 1 })).toEqual([1, 1]);
    // Sold before the account was there, and then again.
    expect(subscribed({ ...paid, at: -1, isSelfServe: false }, free, paid)).toEqual([1, 1]);
  });

  test('the twin has settled accounts alone', () => {
    const twin = [
      'maturedFreeAccounts',
      'maturedSelfServeConvertedAccounts',
      'maturedSelfServeConversionRate',
    ];
    const at = (now: Microseconds) =>
      ask('FreeToPaid', { accounts: [['acme', 0]], subscriptions: [{ ...free, at: day }, paid] }, twin, {
        now: start + now,
      });
    expect(at(31 * day - 1)).toEqual([0, 0, null]);
    expect(at(31 * day)).toEqual([1, 1, 100]);
  });
});

describe('what converted product-qualified accounts are worth', () => {
  const worth = (...payments: History['payments'] & object): (number | null)[] =>
    ask(
      'ProductQualifiedAccounts',
      {
        users: [
          ['ann', 0, 'acme'],
          ['bob', 0, 'other'],
        ],
        accounts: [
          ['acme', 0],
          ['other', 0],
          ['never', 0],
        ],
        actions: [
          ['ann', 'create', 5 * hour],
          ['bob', 'create', 0],
        ],
        payments,
      },
      ['convertedAccounts', 'lifetimeValueOfConverted'],
    );

  test('a positive payment at or after the qualification converts, and all from then on count', () => {
    expect(worth(['10', 5 * hour - 1])).toEqual([0, null]);
    expect(worth(['10', 5 * hour])).toEqual([1, 10]);
    expect(worth(['3', 0], ['10', 5 * hour], ['0.05', 900 * day])).toEqual([1, 10.05]);
    // Two accounts: the second is qualified from the start on.
    expect(worth(['10', 6 * hour], ['5', 0, 'other'])).toEqual([2, 7.5]);
  });

  test('refunds lower the value and convert nobody; neither do zeros, other currencies and accounts not qualified', () => {
    expect(worth(['-10', 6 * hour])).toEqual([0, null]);
    expect(worth(['-10', 5 * hour], ['4', 6 * hour])).toEqual([1, -6]);
    expect(worth(['0', 6 * hour], ['0.00', 6 * hour])).toEqual([0, null]);
    expect(worth(['10', 6 * hour, 'acme', 'EUR'])).toEqual([0, null]);
    expect(worth(['10', 6 * hour], ['99', 6 * hour, 'acme', 'EUR'])).toEqual([1, 10]);
    expect(worth(['10', 6 * hour, 'never'], ['10', 6 * hour, 'nowhere'])).toEqual([0, null]);
    // The refund of an account that converted before it was qualified alone.
    expect(worth(['10', 0], ['-10', 6 * hour], ['5', 0, 'other'])).toEqual([1, 5]);
  });

  test('in the currency that is reported', () => {
    const history: History = {
      users: [['ann', 0, 'acme']],
      accounts: [['acme', 0]],
      actions: [['ann', 'create', 0]],
      payments: [
        ['10', 1],
        ['7', 1, 'acme', 'EUR'],
      ],
    };
    expect(
      one('ProductQualifiedAccounts', 'lifetimeValueOfConverted', history, {
        settings: { reportingCurrency: 'EUR' },
      }),
    ).toBe(7);
  });
});

describe('referrals', () => {
  test('inviting users did so within 30 days of the sign-up; the first referral has no end', () => {
    const invited = (...at: Microseconds[]): (number | null)[] =>
      ask('ReferralInvitation', { referrals: at.map((moment): [string, number] => ['ann', moment]) }, [
        'invitingUsers',
        'averageHoursToFirstReferral',
      ]);
    expect(invited(-1)).toEqual([0, null]);
    expect(invited(0)).toEqual([1, 0]);
    expect(invited(30 * day - hour, 3 * hour, -hour)).toEqual([1, 3]);
    expect(invited(30 * day)).toEqual([0, 720]);
    expect(invited(30 * day - 1)[0]).toBe(1);
  });

  test('several invitations by one user are one inviting user, and unknown referrers are none', () => {
    const history: History = {
      users: [
        ['ann', 0],
        ['bob', 0],
      ],
      referrals: [
        ['ann', 1],
        ['ann', 2],
        ['Ann', 3],
        ['eve', 4],
      ],
    };
    expect(
      ask('ReferralInvitation', history, ['newUserCount', 'invitingUsers', 'referralInvitationRate']),
    ).toEqual([2, 1, 50]);
  });

  test('the twin has settled users alone', () => {
    const at = (now: Microseconds) =>
      ask(
        'ReferralInvitation',
        { referrals: [['ann', 0]] },
        ['maturedNewUsersForInvitation', 'maturedInvitingUsers', 'maturedReferralInvitationRate'],
        { now: start + now },
      );
    expect(at(30 * day - 1)).toEqual([0, 0, null]);
    expect(at(30 * day)).toEqual([1, 1, 100]);
  });

  const visitors = (history: History): (number | null)[] =>
    ask('ReferredVisitors', history, ['referredVisitors', 'convertedReferrals', 'averageHoursToConversion']);

  test('visitors: clicked at or after the invitation, of a referrer who is known', () => {
    const clicked = (clickedAt: Microseconds | null, referrer = 'ann') =>
      visitors({ referrals: [[referrer, 5, clickedAt]] })[0];
    expect([clicked(5), clicked(6), clicked(4), clicked(null), clicked(6, 'eve')]).toEqual([1, 1, 0, 0, 0]);
    // An invitation before the referrer's sign-up is one, too.
    expect(visitors({ referrals: [['ann', -9 * day, -8 * day]] })[0]).toBe(1);
  });

  test('converted: the user is known and signed up at or after the click', () => {
    const converted = (signedUp: Microseconds, referred = 'bob') =>
      visitors({
        users: [
          ['ann', 0],
          ['bob', signedUp],
        ],
        referrals: [['ann', hour, 2 * hour, referred]],
      });
    expect(converted(2 * hour)).toEqual([1, 1, 0]);
    expect(converted(2 * hour - 1)).toEqual([1, 0, null]);
    expect(converted(900 * day + 2 * hour)).toEqual([1, 1, 21600]);
    expect(converted(3 * hour, 'eve')).toEqual([1, 0, null]);
  });

  test('a user whom two referrals name is two conversions', () => {
    const history: History = {
      users: [
        ['ann', 0],
        ['bob', 4 * hour],
      ],
      referrals: [
        ['ann', 0, hour, 'bob'],
        ['bob', 0, 3 * hour, 'bob'],
      ],
    };
    expect(visitors(history)).toEqual([2, 2, 2]);
  });

  describe('customers', () => {
    const measures = [
      'referredCustomers',
      'maturedReferredCustomers',
      'retainedCustomers',
      'churnedCustomers',
    ];
    /** Bob of acme, referred by ann. */
    const referred: History = {
      users: [
        ['ann', 0],
        ['bob', 10 * day, 'acme'],
      ],
      accounts: [['acme', 0]],
      referrals: [['ann', 0, null, 'bob']],
    };
    const customers = (
      subscriptions: History['subscriptions'] & object,
      other: Partial<History> = {},
      now = later,
    ) => ask('ReferredCustomers', { ...referred, ...other, subscriptions }, measures, { now });
    const paid = { kind: 'paid', at: 20 * day };

    test('accounts of known users whom a referral of a known user names, with a paid subscription', () => {
      expect(customers([paid])).toEqual([1, 1, 1, 0]);
      expect(customers([{ ...paid, kind: 'trial' }])).toEqual([0, 0, 0, 0]);
      expect(customers([paid], { referrals: [['eve', 0, null, 'bob']] })[0]).toBe(0);
      expect(customers([paid], { referrals: [['ann', 0, 1, 'cay']] })[0]).toBe(0);
      expect(customers([paid], { referrals: [['ann', 0, 1]] })[0]).toBe(0);
      expect(
        customers([paid], {
          users: [
            ['ann', 0],
            ['bob', 10 * day, 'nowhere'],
          ],
        })[0],
      ).toBe(0);
      expect(customers([{ ...paid, account: 'nowhere' }], { accounts: [['nothing', 0]] })[0]).toBe(0);
    });

    test('from the first paid one at or after the earliest sign-up of the referred, whenever the account began', () => {
      const at = (moment: Microseconds) => customers([{ ...paid, at: moment }])[0];
      expect([at(10 * day), at(10 * day - 1)]).toEqual([1, 0]);
      // Cay, who was referred as well, signed up before bob, and dan, who wasn't, before both.
      const both: Partial<History> = {
        users: [
          ['ann', 0],
          ['bob', 10 * day, 'acme'],
          ['cay', 5 * day, 'acme'],
          ['dan', 0, 'acme'],
        ],
        accounts: [['acme', 300 * day]],
        referrals: [
          ['ann', 0, null, 'bob'],
          ['ann', 400 * day, null, 'cay'],
        ],
      };
      expect(customers([{ ...paid, at: 5 * day }], both)[0]).toBe(1);
      expect(customers([{ ...paid, at: 5 * day - 1 }], both)[0]).toBe(0);
    });

    test('settled 90 days after the first; those that are not stay, without a rate', () => {
      const names = [...measures, 'retentionRate', 'churnRate'];
      const at = (now: Microseconds) =>
        ask('ReferredCustomers', { ...referred, subscriptions: [paid] }, names, { now: start + now });
      expect(at(110 * day - 1)).toEqual([1, 0, 0, 0, null, null]);
      expect(at(110 * day)).toEqual([1, 1, 1, 0, 100, 0]);
    });

    test('retained with a paid subscription at that very moment, whichever', () => {
      const moment = 110 * day;
      expect(customers([{ ...paid, until: moment }])).toEqual([1, 1, 0, 1]);
      expect(customers([{ ...paid, until: moment + 1 }])).toEqual([1, 1, 1, 0]);
      const short = { ...paid, until: 50 * day };
      expect(customers([short, { ...paid, at: moment }])).toEqual([1, 1, 1, 0]);
      expect(customers([short, { ...paid, at: moment + 1 }])).toEqual([1, 1, 0, 1]);
      expect(customers([short, { ...paid, kind: 'free', at: 60 * day }])).toEqual([1, 1, 0, 1]);
      // One that began before the user was there.
      expect(customers([short, { ...paid, at: 0 }])).toEqual([1, 1, 1, 0]);
    });
  });
});

describe('leads', () => {
  test('converted: the known user signed up within 30 days, at the very moment too', () => {
    const converted = (signedUp: Microseconds, user: string | null = 'ann') =>
      one('Leads', 'convertedLeads', { users: [['ann', signedUp]], leads: [[0, user]] });
    expect([converted(0), converted(30 * day - 1), converted(30 * day), converted(-1)]).toEqual([1, 1, 0, 0]);
    expect([converted(5, 'eve'), converted(5, null), converted(5, 'Ann')]).toEqual([0, 0, 0]);
  });

  test('engaged: a tracked action of the known user, strictly later, within 7 days', () => {
    const engaged = (at: Microseconds, user: string | null = 'ann') =>
      one('Leads', 'engagedLeads', {
        users: [['ann', 99 * day]],
        leads: [[0, user]],
        actions: [['ann', 'x', at]],
      });
    // Whether they had signed up by then doesn't matter.
    expect([engaged(0), engaged(1), engaged(7 * day - 1), engaged(7 * day)]).toEqual([0, 1, 1, 0]);
    expect([engaged(1, 'eve'), engaged(1, null)]).toEqual([0, 0]);
    // An earlier action hides no later one.
    expect(
      one('Leads', 'engagedLeads', {
        leads: [[0, 'ann']],
        actions: [
          ['ann', 'x', -1],
          ['ann', 'x', 0],
          ['ann', 'x', 6 * day],
        ],
      }),
    ).toBe(1);
  });

  test('two leads of one user are two, and a null source is a group of its own', () => {
    const history: History = { leads: [[0, 'ann', 'ads'], [0, 'ann'], [0]] };
    const measures = ['leadCount', 'convertedLeads', 'leadConversionRate'];
    expect(ask('Leads', history, measures).map((value) => Math.round(value ?? -1))).toEqual([3, 2, 67]);
    expect(ask('Leads', history, measures, { by: ['leadSource', 'ads'] })).toEqual([1, 1, 100]);
  });

  test('to the first outreach and the first meeting at or after it, by the lead alone', () => {
    const hours = (...contacts: History['contacts'] & object): (number | null)[] =>
      ask('Leads', { leads: [[0, 'ann']], contacts }, [
        'averageHoursToResponse',
        'averageHoursToFirstMeeting',
      ]);
    const lead = 'lead 0';
    expect(hours({ kind: 'outreach', at: -1, lead }, { kind: 'outreach', at: 2 * hour, lead })).toEqual([
      2,
      null,
    ]);
    expect(
      hours(
        { kind: 'meeting', at: 0, lead, user: null },
        { kind: 'outreach', at: 5 * hour, lead },
        { kind: 'outreach', at: 3 * hour, lead },
      ),
    ).toEqual([3, 0]);
    // With the user that it became, another lead, or of another kind.
    expect(
      hours(
        { kind: 'outreach', at: 1, user: 'ann' },
        { kind: 'outreach', at: 1, lead: 'Lead 0' },
        { kind: 'Outreach', at: 1, lead },
      ),
    ).toEqual([null, null]);
  });

  test('the median of leads is over those with a response', () => {
    const history: History = {
      leads: [[0], [0], [hour], [0]],
      contacts: [
        { kind: 'outreach', at: hour, lead: 'lead 0' },
        { kind: 'outreach', at: 9 * hour, lead: 'lead 1' },
        { kind: 'outreach', at: 3 * hour, lead: 'lead 2' },
      ],
    };
    expect(ask('Leads', history, ['averageHoursToResponse', 'medianHoursToResponse'])).toEqual([4, 2]);
  });

  test('each twin has its own settled leads', () => {
    const history: History = { leads: [[0, 'ann']], actions: [['ann', 'x', 1]] };
    const at = (now: Microseconds) =>
      ask(
        'Leads',
        history,
        [
          'maturedLeadsForEngagement',
          'maturedEngagedLeads',
          'maturedLeadEngagementRate',
          'maturedLeadsForConversion',
          'maturedConvertedLeads',
          'maturedLeadConversionRate',
        ],
        { now: start + now },
      );
    expect(at(7 * day - 1)).toEqual([0, 0, null, 0, 0, null]);
    expect(at(7 * day)).toEqual([1, 1, 100, 0, 0, null]);
    expect(at(30 * day - 1)).toEqual([1, 1, 100, 0, 0, null]);
    expect(at(30 * day)).toEqual([1, 1, 100, 1, 1, 100]);
  });
});

describe('contacts', () => {
  test('to the first outreach to the user, from the sign-up and from the activation', () => {
    const history: History = {
      activations: [['ann', 5 * hour]],
      contacts: [
        { kind: 'outreach', at: -1 },
        { kind: 'meeting', at: 1 },
        { kind: 'outreach', at: 2 * hour },
        { kind: 'outreach', at: 5 * hour },
        { kind: 'outreach', at: 7 * hour },
        { kind: 'outreach', at: hour, user: 'eve' },
        { kind: 'outreach', at: hour, user: null, lead: 'ann' },
      ],
    };
    expect(ask('FirstContact', history, ['newUserCount', 'averageHoursToFirstContact'])).toEqual([1, 2]);
    expect(one('AfterActivation', 'averageHoursToOutreach', history)).toBe(0);
    expect(
      one('AfterActivation', 'averageHoursToOutreach', { ...history, activations: [['ann', hour]] }),
    ).toBe(1);
    expect(
      one('AfterActivation', 'averageHoursToOutreach', { ...history, activations: [['ann', 8 * hour]] }),
    ).toBeNull();
    expect(one('FirstContact', 'averageHoursToFirstContact', {})).toBeNull();
  });

  const support = (...contacts: History['contacts'] & object): (number | null)[] =>
    ask('ProactiveSupport', { contacts }, ['contactedUsers', 'usersEngagingWithSupport']);
  const kind = 'proactive_support';

  test('a user is in by the first proactive support at or after the sign-up', () => {
    expect(support({ kind, at: -1, respondedAt: 5 })).toEqual([0, 0]);
    expect(support({ kind, at: 0 })).toEqual([1, 0]);
    expect(support({ kind: 'outreach', at: 0, respondedAt: 5 })).toEqual([0, 0]);
    expect(support({ kind, at: 0, user: 'eve' }, { kind, at: 0, user: null, lead: 'lead 0' })).toEqual([
      0, 0,
    ]);
    // The second one, responded to, is not looked at; one before the sign-up isn't the first.
    expect(support({ kind, at: 5 }, { kind, at: 6, respondedAt: 7 })).toEqual([1, 0]);
    expect(support({ kind, at: -1 }, { kind, at: 6, respondedAt: 7 })).toEqual([1, 1]);
    // Of one moment, the lesser id.
    expect(support({ kind, at: 5, id: 'a' }, { kind, at: 5, id: 'B', respondedAt: 7 })).toEqual([1, 1]);
  });

  test('a response within 14 days, at the moment of the contact too, and not before it', () => {
    const responded = (respondedAt: Microseconds) => support({ kind, at: hour, respondedAt })[1];
    expect([responded(hour), responded(hour - 1)]).toEqual([1, 0]);
    expect([responded(hour + 14 * day - 1), responded(hour + 14 * day)]).toEqual([1, 0]);
  });

  test('without a ticket from the contact to before the response', () => {
    const ticketAt = (at: Microseconds, other: object = {}) =>
      support({ kind, at: hour, respondedAt: 5 * hour }, { kind: 'ticket', at, ...other })[1];
    expect([ticketAt(hour - 1), ticketAt(hour), ticketAt(5 * hour - 1), ticketAt(5 * hour)]).toEqual([
      1, 0, 0, 1,
    ]);
    // Of somebody else, of a lead, of another kind.
    expect([ticketAt(hour, { user: 'bob' }), ticketAt(hour, { user: null, lead: 'ann' })]).toEqual([1, 1]);
    expect(ticketAt(hour, { kind: 'Ticket' })).toBe(1);
    // A response at the moment of the contact leaves no time for a ticket.
    expect(support({ kind, at: hour, respondedAt: hour }, { kind: 'ticket', at: hour })[1]).toBe(1);
  });

  test('the twin has settled users alone', () => {
    const at = (now: Microseconds) =>
      ask(
        'ProactiveSupport',
        { contacts: [{ kind, at: day, respondedAt: 2 * day }] },
        ['maturedContactedUsers', 'maturedUsersEngagingWithSupport', 'maturedSupportEngagementRate'],
        { now: start + now },
      );
    expect(at(15 * day - 1)).toEqual([0, 0, null]);
    expect(at(15 * day)).toEqual([1, 1, 100]);
  });
});

describe('surveys', () => {
  const settings = {
    surveys: {
      late: { counts: 'latest', favourableFrom: 5 },
      first: { counts: 'firstAfterActivation', favourableFrom: 3.5 },
    },
  } as const;
  const measures = ['respondents', 'favourableRespondents', 'averageScore', 'favourableShare'];
  const scores = (history: History): (number | null)[] =>
    ask('SurveyScores', history, measures, { settings });

  type Answer = [score: string, at: Microseconds, id?: string];
  const averageOf = (survey: string, answers: Answer[], activatedAt: Microseconds | null = null) =>
    scores({
      activations: [['ann', activatedAt]],
      answers: answers.map(([score, at, id]) => ['ann', survey, score, at, id]),
    })[2];

  test('the latest answer at or after the sign-up, then the greater id', () => {
    const average = (...answers: Answer[]) => averageOf('late', answers);
    expect(average(['7', -1])).toBeNull();
    expect(average(['7', 0])).toBe(7);
    expect(average(['7', 5], ['2', 9], ['3', 4])).toBe(2);
    expect(average(['7', 5, 'a'], ['2', 5, 'Z'])).toBe(7);
    // One after now is recorded, so it counts.
    expect(average(['7', 5], ['2', 900 * day])).toBe(2);
  });

  test('the first answer at or after the activation, then the lesser id; none without an activation', () => {
    const average = (activatedAt: Microseconds | null, ...answers: Answer[]) =>
      averageOf('first', answers, activatedAt);
    expect(average(null, ['7', 5])).toBeNull();
    expect(average(-1, ['7', 5])).toBeNull();
    expect(average(5, ['7', 4], ['6', 5], ['3', 6])).toBe(6);
    expect(average(5, ['7', 5, 'a'], ['2', 5, 'Z'])).toBe(2);
  });

  test('favourable from a score on, decimals and negative ones too', () => {
    const favourable = (survey: string, score: string) =>
      scores({ activations: [['ann', 0]], answers: [['ann', survey, score, 1]] })[1];
    expect([favourable('late', '5'), favourable('late', '5.00'), favourable('late', '4.999999')]).toEqual([
      1, 1, 0,
    ]);
    expect([favourable('first', '3.5'), favourable('first', '3.4999999999999999999')]).toEqual([1, 0]);
    expect(favourable('late', '-7')).toBe(0);
  });

  test('of each user one answer; unknown users and surveys that are not configured count nowhere', () => {
    const history: History = {
      users: [
        ['ann', 0],
        ['bob', 0],
        ['cay', 0],
      ],
      answers: [
        ['ann', 'late', '1', 1],
        ['ann', 'late', '4', 2],
        ['bob', 'late', '7.5', 1],
        ['cay', 'Late', '7', 1],
        ['eve', 'late', '7', 1],
      ],
    };
    expect(scores(history)).toEqual([2, 1, 5.75, 50]);
  });

  test('over several surveys there are respondents alone, each once', () => {
    const history: History = {
      users: [
        ['ann', 0],
        ['bob', 0],
      ],
      activations: [['ann', 0]],
      answers: [
        ['ann', 'late', '5', 1],
        ['ann', 'first', '1', 1],
        ['bob', 'late', '1', 1],
      ],
    };
    expect(scores(history)).toEqual([2, null, null, null]);
    expect(ask('SurveyScores', history, ['favourableShareLow', 'favourableShareHigh'], { settings })).toEqual(
      [null, null],
    );
    const by = (survey: string) =>
      ask('SurveyScores', history, measures, { settings, by: ['survey', survey] });
    expect(by('late')).toEqual([2, 1, 3, 50]);
    expect(by('first')).toEqual([1, 0, 1, 0]);
  });

  test('nobody has answered', () => {
    expect(scores({})).toEqual([0, 0, null, null]);
  });

  test('unless told, three surveys with their scales', () => {
    const history: History = {
      activations: [['ann', 0]],
      answers: [
        ['ann', 'ces', '5', 1],
        ['ann', 'onboarding_satisfaction', '4', 1],
        ['ann', 'post_activation_feedback', '3', 1],
      ],
    };
    const favourable = (survey: string) =>
      one('SurveyScores', 'favourableRespondents', history, { by: ['survey', survey] });
    expect(['ces', 'onboarding_satisfaction', 'post_activation_feedback'].map(favourable)).toEqual([1, 1, 0]);
  });
});
