import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

/** A Chromium of this machine: `CHROMIUM`, or where Debian, macOS and Chrome have theirs. */
const executablePath = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
].find((path) => path && existsSync(path));

/** Whether there is none, which is said once. */
export const lacksChromium = executablePath === undefined;
if (lacksChromium) console.warn('Skipped: tests in a browser. Name a Chromium by the variable CHROMIUM.');

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });

/** A page that keeps what it says and asks for. */
export interface WatchedPage {
  page: Page;
  /** Errors, and what the page's policy kept it from. */
  complaints: string[];
  /** The hosts that it asked, and `data:`. */
  hosts: Set<string>;
}

type ContextOptions = Parameters<Browser['newContext']>[0];

/** Opens an address in a context of its own. */
export async function openPage(
  browser: Browser,
  address: string,
  options: ContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const hosts = new Set<string>();
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    const url = new URL(request.url());
    hosts.add(url.host || url.protocol);
  });
  await page.goto(address);
  return { page, complaints, hosts };
}

/** Has a page ask for all that it has, in view or not, and waits until it is answered. */
export async function answered(page: Page): Promise<void> {
  await page.locator('.figure').first().waitFor();
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await page.waitForFunction(() => !document.querySelector('[role="status"]'), null, { timeout: 180_000 });
}

/** A figure's numbers as its table shows them: a row by its first cell, and in it each cell by its column's title. */
export async function tableOf(page: Page, id: string): Promise<Record<string, Record<string, string>>> {
  const [head = [], ...rows] = await page
    .locator(`#${id} table tr`)
    .evaluateAll((lines) =>
      lines.map((line) => [...line.querySelectorAll('th, td')].map((cell) => cell.textContent ?? '')),
    );
  return Object.fromEntries(
    rows.map(([name = '', ...cells]) => [
      name,
      Object.fromEntries(cells.map((cell, index) => [head[index + 1] ?? '', cell])),
    ]),
  );
}

/** What a figure's link to CSV holds, line by line. */
export async function csvLines(page: Page, id: string): Promise<string[]> {
  const link = await page.locator(`#${id} a[download]`).getAttribute('href');
  return decodeURIComponent((link ?? '').replace(/^data:text\/csv;charset=utf-8,/, '')).split('\r\n');
}
