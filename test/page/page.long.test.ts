/** The page in a real browser, over the worked example. What it shows is held against REST, asked here. */

import type { Query } from '@cubejs-client/core';
import axe, { type AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { cubeApi, rows } from '../harness/query.ts';
import { answered, csvLines, lacksChromium, launchChromium, openPage, tableOf } from './chromium.ts';

const url = `${inject('cubeUrl')}/activation/`;

/** The views with a headline over everybody, as the server lists them. */
interface Headline {
  view: string;
  cohort: string;
  rate: string;
  above: string;
  below: string;
  title: string;
}

async function headlines(): Promise<Headline[]> {
  const { cubes } = await cubeApi().meta();
  return cubes.flatMap(({ name: view, meta, measures }) => {
    const { headline, cohort } = (meta ?? {}) as {
      headline?: { rate: string; above: string; below: string; by?: string };
      cohort?: string;
    };
    if (!headline || headline.by || !cohort) return [];
    const title = measures.find(({ name }) => name === `${view}.${headline.rate}`)?.shortTitle ?? '';
    return [{ view, title, cohort, ...headline }];
  });
}

const twoDecimals = (value: unknown): string =>
  value === null
    ? 'nobody'
    : `${Number(value).toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })} %`;
const whole = (value: unknown): string => Number(value).toLocaleString('en');

describe.skipIf(lacksChromium)('the page', { timeout: 400_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  const open = async (address = '', options = {}) => {
    const opened = await openPage(browser, `${url}${address}`, options);
    await answered(opened.page);
    return opened;
  };

  test('shows the planted numbers, and asks no other host for anything', async () => {
    const { page, complaints, hosts } = await open();
    const number = (id: string) => page.locator(`#card-${id} .number`).textContent();
    expect(await number('MultiSessionActivationCompletionRate-multiSessionActivationCompletionRate')).toBe(
      '47.00 %',
    );
    expect(await number('ActivationRate-activationRate')).toBe('42.00 %');
    expect(await number('MilestoneCompletion-percentQualified')).toBe('75.00 %');
    expect(await number('ExpansionActivationRate-expansionActivationRate')).toBe('25.00 %');
    expect(await page.locator('#card-ActivationRate-activationRate .counted').textContent()).toBe(
      '420 of 1,000 users',
    );
    expect(complaints).toEqual([]);
    expect([...hosts]).toEqual([new URL(url).host]);
  });

  /** Each headline's card and its rate over time, against REST. */
  async function expectNumbers(address: string, slice: (headline: Headline) => Query): Promise<void> {
    const { page } = await open(address);
    const all = await headlines();
    expect(all.length).toBeGreaterThan(10);
    for (const headline of all) {
      const { view, cohort, rate, above, below, title } = headline;
      const measures = [rate, above, below, `${rate}Low`, `${rate}High`].map((name) => `${view}.${name}`);
      const { timeDimensions, ...asked } = slice(headline);
      if (asked.filters && (await page.locator(`#card-${view}-${rate} .number`).count()) === 0) {
        expect(await page.locator(`#card-${view}-${rate}`).textContent()).toContain('Not shown');
        continue;
      }
      const [total] = await rows({ ...asked, measures, ...(timeDimensions && { timeDimensions }) });
      const value = (name: string) => total?.[`${view}.${name}`] ?? null;
      const card = page.locator(`#card-${view}-${rate}`);
      expect(await card.locator('.number').textContent(), title).toBe(
        value(rate) === null ? 'nobody to count' : twoDecimals(value(rate)),
      );
      expect(await card.locator('.counted').textContent(), title).toContain(
        `${whole(value(above))} of ${whole(value(below))} `,
      );
      if (value(rate) !== null)
        expect(await card.locator('.interval').textContent(), title).toBe(
          `95 % interval: ${twoDecimals(value(`${rate}Low`))} to ${twoDecimals(value(`${rate}High`))}`,
        );
      const time = { dimension: `${view}.${cohort}`, granularity: 'month', ...timeDimensions?.[0] };
      const byMonth = await rows({ ...asked, measures, timeDimensions: [time] } as Query);
      const shown = Object.values(await tableOf(page, `over-time-${view}-${rate}`));
      expect(
        shown.map((row) => row[title]),
        title,
      ).toEqual(byMonth.map((row) => twoDecimals(row[`${view}.${rate}`])));
      const csv = byMonth.length > 0 ? await csvLines(page, `over-time-${view}-${rate}`) : [];
      for (const [index, row] of byMonth.entries())
        expect(csv[index + 1]?.split(',')).toContain(String(row[`${view}.${rate}`] ?? ''));
    }
  }

  test('has each headline’s numbers as REST answers them', () =>
    expectNumbers('', () => ({ timezone: 'UTC' })));

  test('in a time zone, in a range of days', () =>
    expectNumbers('?from=2026-01-15&to=2026-03-10&timezone=Pacific%2FAuckland', ({ view, cohort }) => ({
      timezone: 'Pacific/Auckland',
      timeDimensions: [{ dimension: `${view}.${cohort}`, dateRange: ['2026-01-15', '2026-03-10'] }],
    })));

  test('of an attribute’s group and of those without a value', async () => {
    await expectNumbers('?where.signupSource=referral', ({ view }) => ({
      timezone: 'UTC',
      filters: [{ member: `${view}.signupSource`, operator: 'equals', values: ['referral'] }],
    }));
    await expectNumbers('?without=signupSource', ({ view }) => ({
      timezone: 'UTC',
      filters: [{ member: `${view}.signupSource`, operator: 'notSet' }],
    }));
  });

  test('has in each figure what REST answers to the questions that it shows', async () => {
    const { page } = await open('?by=planType');
    const ids = await page.locator('.figure:has(a[download])').evaluateAll((all) => all.map(({ id }) => id));
    expect(ids.length).toBeGreaterThan(50);
    const isNumber = (text: string): boolean => text !== '' && !Number.isNaN(Number(text));
    /** Without the zeros behind a fraction, which Postgres sends and say nothing. */
    const plain = (value: unknown): string =>
      String(value)
        .replace(/(\.\d*?)0+$/, '$1')
        .replace(/\.$/, '');
    for (const id of ids) {
      const commands = await page.locator(`#${id} pre[aria-label^="REST,"]`).allTextContents();
      const answers = await Promise.all(
        commands.map((command) => rows(JSON.parse(/'query=(.*)'$/s.exec(command)?.[1] ?? '') as Query)),
      );
      const answered = answers.flat().map((row) => Object.values(row).map(plain));
      const numbers = (await csvLines(page, id))
        .slice(1)
        .map((line) => line.split(',').slice(1).filter(isNumber).map(plain))
        .filter((line) => line.length > 0);
      expect(numbers.length, id).toBeGreaterThan(0);
      // All of a line are of one row of an answer.
      for (const line of numbers)
        expect(
          answered.some((row) => line.every((number) => row.includes(number))),
          `${id}: ${line}`,
        ).toBe(true);
    }
  });

  test('is used by keyboard alone, and keeps what is chosen in its address', async () => {
    const { page } = await open();
    await page.keyboard.press('Tab');
    await page.locator('[name=granularity]').focus();
    await page.keyboard.press('ArrowDown');
    await page.waitForURL(/granularity=quarter/);
    await answered(page);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('granularity');
    const table = await tableOf(page, 'over-time-ActivationRate-activationRate');
    expect(Object.keys(table)).toEqual(['2026 Q1']);
    const numbers = page.locator('#over-time-ActivationRate-activationRate summary').first();
    await numbers.focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('#over-time-ActivationRate-activationRate table').isVisible()).toBe(true);
    await page.getByLabel('Broken down by').selectOption('planType');
    await page.waitForURL(/by=planType/);
    await page.getByText('Activation rate by plan type', { exact: true }).waitFor();
    await answered(page);
    await page.goBack();
    await answered(page);
    await page.goBack();
    await answered(page);
    expect(Object.keys(await tableOf(page, 'over-time-ActivationRate-activationRate'))).toEqual([
      'Jan 2026',
      'Feb 2026',
      'Mar 2026',
    ]);
  });

  test('asks for what is in view, for the rest when it comes there, and for all of it to print', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(decodeURIComponent(request.url())));
    const isAsked = (member: string): boolean => asked.some((url) => url.includes(member));
    await page.addInitScript(() => {
      window.print = () => {
        document.title = `${document.querySelectorAll('.pending').length} pending when printed`;
      };
    });
    await page.goto(url);
    await page.locator('.cards .number').first().waitFor();
    await page.waitForFunction(() => !document.querySelector('[role="status"]'));
    expect(isAsked('MilestoneCompletion.percentQualified')).toBe(true);
    const drivers = page.locator('#drivers-ActivationDrivers');
    expect(await drivers.locator('.note').textContent()).toBe('Asked for when it comes into view.');
    // What it counts and asks is there before its numbers are.
    expect(await drivers.locator('pre').count()).toBe(2);
    expect([isAsked('ActivationDrivers.'), isAsked('Leads.averageHoursToResponse')]).toEqual([false, false]);
    await drivers.scrollIntoViewIfNeeded();
    await drivers.locator('svg').waitFor();
    expect([isAsked('ActivationDrivers.'), isAsked('Leads.averageHoursToResponse')]).toEqual([true, false]);
    await page.locator('#kpis summary').first().focus();
    await page.locator('#kpis table').waitFor();
    expect(await page.locator('.pending').count()).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Print' }).click();
    await page.waitForFunction(() => document.title !== 'Activation');
    expect(await page.title()).toBe('0 pending when printed');
  });

  test.each([
    'light',
    'dark',
  ] as const)('has no accessibility violations when it is %s', async (colorScheme) => {
    const { page } = await open('', { colorScheme });
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<AxeResults>('axe.run()');
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html).slice(0, 3)])).toEqual([]);
  });

  test('fits a phone', async () => {
    const { page } = await open('', { viewport: { width: 360, height: 740 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });

  test('says that nobody is there, and what is wrong with an address', async () => {
    const { page } = await open('?from=2020-01-01&to=2020-01-31');
    const card = page.locator('#card-ActivationRate-activationRate');
    expect(await card.locator('.number').textContent()).toBe('nobody to count');
    expect(await page.locator('#over-time-ActivationRate-activationRate').textContent()).toContain(
      'Nobody started in these days.',
    );
    await page.goto(`${url}?from=2026-02-30`);
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toBe(
      'from is 2026-02-30, which is no date like 2026-03-31.',
    );
    await page.getByText('Show everything').last().click();
    await answered(page);
    expect(await card.locator('.number').textContent()).toBe('42.00 %');
  });

  test('says that it waits for a slow server, and which figure has no answer', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    let letGo = (): void => undefined;
    const slow = new Promise<void>((done) => {
      letGo = done;
    });
    await page.route(/cubejs-api\/v1\/load/, async (route) => {
      const asked = decodeURIComponent(route.request().url());
      if (asked.includes('Leads.leadConversionRate'))
        return route.fulfill({ status: 500, json: { error: 'The database is away.' } });
      if (asked.includes('ActivationRate.activationRate')) await slow;
      return route.continue();
    });
    await page.goto(url);
    const card = page.locator('#card-ActivationRate-activationRate');
    await card.getByText('The server is still working on it.').waitFor();
    expect(await page.locator('#card-MilestoneCompletion-percentQualified .number').textContent()).toBe(
      '75.00 %',
    );
    expect(await page.locator('#card-Leads-leadConversionRate').getByRole('alert').textContent()).toBe(
      'The database is away.',
    );
    letGo();
    await answered(page);
    expect(await card.locator('.number').textContent()).toBe('42.00 %');
  });
});
