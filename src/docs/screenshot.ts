import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { firstView as view } from '../headline.ts';

/**
 * `npm run docs:screenshot`: writes `docs/playground.png`, Cube Playground with the multi-session rate by month and
 * sign-up source, of an `npm start` that runs on `PORT` or 4000. `CHROMIUM` is the browser; /usr/bin/chromium unless
 * told.
 */
const file = fileURLToPath(new URL('../../docs/playground.png', import.meta.url));
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
  const page = await browser.newPage({ viewport: { width: 1360, height: 860 } });
  // Nothing of it is needed from elsewhere.
  await page.route(/^(?!http:\/\/localhost)/, (route) => route.abort());
  await page.goto(
    `http://localhost:${process.env.PORT || 4000}/#/build?query=${encodeURIComponent(JSON.stringify(query))}`,
  );
  await page.getByText('Run Query').click();
  await page.getByText('Chart', { exact: true }).click();
  await page.locator('.recharts-line').last().waitFor();
  await page.mouse.move(0, 0);
  await page.waitForTimeout(1000);
  await page.screenshot({ path: file });
  console.log(`Written to ${file}`);
} finally {
  await browser.close();
}
