import { describe, expect, test } from 'vitest';
import { rows, value, where } from './harness/query.ts';

/** The worked example, number by number, through Cube's REST API. The numbers are written by hand. */
describe('worked example', () => {
  test.each([
    ['MultiSessionActivationCompletionRate.newUserCount', 1000],
    ['MultiSessionActivationCompletionRate.activatedUserCount', 650],
    ['MultiSessionActivationCompletionRate.multiSessionActivatedUserCount', 470],
    ['MultiSessionActivationCompletionRate.singleSessionActivatedUserCount', 180],
    ['MultiSessionActivationCompletionRate.multiSessionActivationCompletionRate', 47],
    ['MultiSessionActivationCompletionRate.singleSessionActivationCompletionRate', 18],
    ['SessionHistory.multiSessionUserCount', 750],

    ['ActivationRate.newSignUps', 1000],
    ['ActivationRate.usersCompletingKeyAction', 420],
    ['ActivationRate.activationRate', 42],
    ['ActivationRate.activationRate1d', 25],
    ['ActivationRate.activationRate3d', 34],
    ['ActivationRate.activationRate7d', 42],
    ['ActivationRate.activationRate14d', 48],
    ['ActivationRate.activationRate30d', 51],
    ['ActivationRate.activationRateAnytime', 53],
    // Every sign-up had its seven days long ago.
    ['ActivationRate.maturedSignUps', 1000],
    ['ActivationRate.maturedActivationRate', 42],

    ['MilestoneCompletion.totalAccounts', 200],
    ['MilestoneCompletion.qualifiedAccounts', 150],
    ['MilestoneCompletion.fullyQualifiedAccounts', 84],
    ['MilestoneCompletion.percentQualified', 75],
    ['MilestoneCompletion.percentFullyQualified', 42],

    ['ExpansionActivationRate.totalEligibleAccounts', 160],
    ['ExpansionActivationRate.activatedExpansionOfferings', 40],
    ['ExpansionActivationRate.expansionActivationRate', 25],
  ])('%s is %d', async (measure, expected) => {
    expect(await value(measure)).toBe(expected);
  });

  test.each([
    ['workspace_created', 1, 140, 70],
    ['teammate_invited', 2, 110, 55],
    ['first_message_sent', 3, 96, 48],
  ])('%s is milestone %d: %d accounts, %d %%', async (milestone, position, reached, percent) => {
    const [row] = await rows({
      measures: [
        'MilestoneFunnel.totalAccounts',
        'MilestoneFunnel.accountsReached',
        'MilestoneFunnel.percentReached',
      ],
      dimensions: ['MilestoneFunnel.milestonePosition'],
      ...where('MilestoneFunnel.milestoneName', milestone),
    });
    expect(row).toBeDefined();
    expect(Number(row?.['MilestoneFunnel.milestonePosition'])).toBe(position);
    expect(Number(row?.['MilestoneFunnel.totalAccounts'])).toBe(200);
    expect(Number(row?.['MilestoneFunnel.accountsReached'])).toBe(reached);
    expect(Number(row?.['MilestoneFunnel.percentReached'])).toBe(percent);
  });

  test.each([
    ['advanced_analytics', 120, 33, 27.5],
    ['automation', 100, 15, 15],
  ])('%s: %d eligible accounts, %d activated, %d %%', async (feature, eligible, activated, percent) => {
    const slice = where('ExpansionActivationRate.expansionFeature', feature);
    expect(await value('ExpansionActivationRate.totalEligibleAccounts', slice)).toBe(eligible);
    expect(await value('ExpansionActivationRate.activatedExpansionOfferings', slice)).toBe(activated);
    expect(await value('ExpansionActivationRate.expansionActivationRate', slice)).toBe(percent);
  });

  test('60 accounts are eligible for both features and 8 activated both: each counts once', async () => {
    // 120 + 100 − 160 and 33 + 15 − 40.
    const features = await rows({
      measures: [
        'ExpansionActivationRate.totalEligibleAccounts',
        'ExpansionActivationRate.activatedExpansionOfferings',
      ],
      dimensions: ['ExpansionActivationRate.expansionFeature'],
    });
    const sum = (member: string): number => features.reduce((total, row) => total + Number(row[member]), 0);
    const eligible = await value('ExpansionActivationRate.totalEligibleAccounts');
    const activated = await value('ExpansionActivationRate.activatedExpansionOfferings');
    expect(sum('ExpansionActivationRate.totalEligibleAccounts') - Number(eligible)).toBe(60);
    expect(sum('ExpansionActivationRate.activatedExpansionOfferings') - Number(activated)).toBe(8);
  });

  test('the sign-ups are spread over 2026-01-01 to 2026-03-31, in at least 3 personas, 3 plans and 4 sources', async () => {
    const groups = async (dimension: string) =>
      (await rows({ dimensions: [dimension] })).map((row) => row[dimension]).filter((name) => name !== null);
    expect((await groups('ActivationRate.persona')).length).toBeGreaterThanOrEqual(3);
    expect((await groups('ActivationRate.planType')).length).toBeGreaterThanOrEqual(3);
    expect(await groups('ActivationRate.signupSource')).toHaveLength(4);
    const days = await rows({
      measures: ['ActivationRate.newSignUps'],
      timeDimensions: [{ dimension: 'ActivationRate.signedUpAt', granularity: 'day' }],
    });
    expect(days.at(0)?.['ActivationRate.signedUpAt.day']).toBe('2026-01-01T00:00:00.000');
    expect(days.at(-1)?.['ActivationRate.signedUpAt.day']).toBe('2026-03-31T00:00:00.000');
    expect(days.reduce((total, row) => total + Number(row['ActivationRate.newSignUps']), 0)).toBe(1000);
  });

  test('months come in order where the order says so, beside other dimensions', async () => {
    const groups = await rows({
      measures: ['ActivationRate.newSignUps'],
      dimensions: ['ActivationRate.persona', 'ActivationRate.planType'],
      timeDimensions: [{ dimension: 'ActivationRate.signedUpAt', granularity: 'month' }],
      order: [['ActivationRate.signedUpAt.month', 'asc']],
    });
    const months = groups.map((row) => String(row['ActivationRate.signedUpAt.month']));
    expect(new Set(months).size).toBe(3);
    expect(months).toEqual([...months].sort());
  });

  test('a rate over nobody is null, not 0 (rule 6)', async () => {
    const nobody = where('ActivationRate.persona', 'nobody is called this');
    expect(await value('ActivationRate.newSignUps', nobody)).toBe(0);
    expect(await value('ActivationRate.activationRate', nobody)).toBeNull();
    expect(await value('ActivationRate.maturedActivationRate', nobody)).toBeNull();
  });
});
