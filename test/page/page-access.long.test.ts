/** The page outside of development mode: off unless turned on, and then it shows what a token sees. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { tokenOf } from '../../packages/cube-guard/test/tokens.ts';
import type { RunningStart } from '../harness/cube.ts';
import { cubeApi } from '../harness/query.ts';
import { startProduction } from '../production/production-server.ts';
import { answered, lacksChromium, launchChromium, openPage, tableOf } from './chromium.ts';

const rate = 'MultiSessionActivationCompletionRate.multiSessionActivationCompletionRate';
const id = `card-${rate.replace('.', '-')}`;

test('is off in production unless it is turned on', { timeout: 240_000 }, async () => {
  const server = await startProduction(inject('workedExample'), { ACTIVATION_ROLLUPS: 'false' });
  try {
    for (const path of ['', 'page.js', 'page.css'])
      expect((await fetch(`${server.url}/activation/${path}`)).status).toBe(404);
  } finally {
    await server.stop();
  }
});

describe('turned on', { timeout: 240_000 }, () => {
  let server: RunningStart;
  let browser: Browser;
  beforeAll(async () => {
    if (!lacksChromium) browser = await launchChromium();
    server = await startProduction(inject('workedExample'), {
      ACTIVATION_PAGE: 'true',
      ACTIVATION_ROLLUPS: 'false',
    });
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  test('says where it is, and lets nothing run or load but what the server has', async () => {
    expect(server.output()).toContain(`${server.url}/activation/`);
    const response = await fetch(`${server.url}/activation/`);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'; script-src 'self'; .*frame-ancestors 'none'$/,
      ),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    const page = await response.text();
    // Of the company's own settings it has none: they are the token's to see.
    expect(page).not.toContain('project_created');
  });

  describe.skipIf(lacksChromium)('in a browser', () => {
    test('asks for a token, takes none that the server does not, and keeps it out of the address', async () => {
      const { page, complaints } = await openPage(browser, `${server.url}/activation/?granularity=quarter`);
      await page.getByLabel('Token').fill('no token');
      await page.keyboard.press('Enter');
      await page.getByText('The server does not accept this token.').waitFor();
      // Chromium reports each refused answer.
      expect(complaints.filter((text) => !text.includes('403'))).toEqual([]);
      const token = await tokenOf({ role: 'analyst' });
      await page.getByLabel('Token').fill(token);
      await page.keyboard.press('Enter');
      await answered(page);
      expect(await page.locator(`#${id} .number`).textContent()).toBe('47.00 %');
      expect(page.url()).toBe(`${server.url}/activation/?granularity=quarter`);
      expect(await page.evaluate(() => [localStorage.length, document.cookie])).toEqual([0, '']);
      await page.reload();
      await answered(page);
      await page.getByText('Forget the token').click();
      await page.getByLabel('Token').waitFor();
      expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
    });

    test('shows what the token sees', async () => {
      const { rows } = await accounts();
      const token = await tokenOf({ account_ids: rows });
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.addInitScript((given) => sessionStorage.setItem('activation-token', given), token);
      await page.goto(`${server.url}/activation/`);
      await answered(page);
      const answer = await cubeApi(server.url, token).load({
        measures: [rate, 'MultiSessionActivationCompletionRate.newUserCount'],
      });
      const [own] = answer.rawData();
      expect(Number(own?.['MultiSessionActivationCompletionRate.newUserCount'])).toBeLessThan(1000);
      expect(await page.locator(`#${id} .number`).textContent()).toBe(`${Number(own?.[rate]).toFixed(2)} %`);
      const [row] = Object.values(await tableOf(page, id));
      expect(row?.['New users']).toBe(String(own?.['MultiSessionActivationCompletionRate.newUserCount']));
    });

    /** Some accounts with users. */
    async function accounts(): Promise<{ rows: string[] }> {
      const answer = await cubeApi(server.url, await tokenOf({ role: 'admin' })).load({
        dimensions: ['Users.accountId'],
        measures: ['Users.newUserCount'],
        filters: [{ member: 'Users.accountId', operator: 'set' }],
        order: { 'Users.newUserCount': 'desc', 'Users.accountId': 'asc' },
        limit: 20,
      });
      return { rows: answer.rawData().map((row) => String(row['Users.accountId'])) };
    }
  });
});
