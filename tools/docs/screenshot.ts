import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { firstView as view } from '../../src/kpis/headline-kpis.ts';
import { pagePath } from '../../src/page/page-route.ts';

/**
 * `npm run docs:screenshot`: writes `docs/page.png` and `docs/page-dark.png`, the first screen of the page of charts, and
 * `docs/playground.png`, Cube Playground with the multi-session rate by month and sign-up source, of an `npm start` that runs on `PORT` or
 * 4000. `CHROMIUM` is the browser; /usr/bin/chromium unless told.
 */
const server = `http://localhost:${process.env.PORT || 4000}`;
const file = (name: string): string => fileURLToPath(new URL(`../../docs/${name}`, import.meta.url));
const query = {
  measures: [`${view}.multiSessionActivationCompletionRate`],
  dimensions: [`${view}.signupSource`],
  timeDimensions: [{ dimension: `${view}.signedUpAt`, granularity: 'month' }],
  filters: [{ member: `${view}.signupSource`, operator: 'set' }],
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1360, height: 860 }, locale: 'en-GB' });
  // Nothing of it is needed from elsewhere.
  await page.route(/^(?!http:\/\/localhost)/, (route) => route.abort());
  for (const [colorScheme, name] of [
    ['light', 'page.png'],
    ['dark', 'page-dark.png'],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto(`${server}${pagePath}`);
    await page.locator('.cards .chart svg').nth(11).waitFor({ timeout: 180_000 });
    await page.screenshot({ path: file(name) });
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(`${server}/#/build?query=${encodeURIComponent(JSON.stringify(query))}`);
  await page.getByText('Run Query').click();
  await page.getByText('Chart', { exact: true }).click();
  await page.locator('.recharts-line').last().waitFor();
  await page.mouse.move(0, 0);
  await page.waitForTimeout(1000);
  await page.screenshot({ path: file('playground.png') });
  console.log('Written to docs/page.png, docs/page-dark.png and docs/playground.png');
} finally {
  await browser.close();
}
