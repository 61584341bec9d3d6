/** The report: the page as one file, by the command. */
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { runCli } from '../harness/cube.ts';
import { value } from '../harness/query.ts';
import { lacksChromium, launchChromium, openPage, tableOf } from './chromium.ts';

const apiUrl = `${inject('cubeUrl')}/cubejs-api/v1`;

describe('npm run activation -- report', { timeout: 400_000 }, () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'report-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('writes one file that needs no other, of less than 2 MB, with the server’s numbers', async () => {
    const out = join(folder, 'activation.html');
    const { code, output } = await runCli(['report', '--url', apiUrl, '--out', out]);
    expect([code, output]).toEqual([0, expect.stringContaining('Written to')]);
    expect((await stat(out)).size).toBeLessThan(2_000_000);
    const text = await readFile(out, 'utf8');
    const numbers = [...text.matchAll(/<p class="number">(.*?)<\/p>/g)].map(([, number]) => number);
    for (const planted of ['47.00 %', '42.00 %', '75.00 %', '25.00 %']) expect(numbers).toContain(planted);
    expect(text).not.toContain('<script');
    // Besides what it shows to copy and the names of XML, no address of anything.
    const attributes = [...text.matchAll(/(?:src|href|action)="([^"]*)"/g)].map(([, target = '']) => target);
    expect(attributes.filter((target) => !/^(data:|#)/.test(target))).toEqual([]);
    expect(text).not.toMatch(/@import|url\((?!#)/);
    if (lacksChromium) return;
    const browser = await launchChromium();
    try {
      const { page, complaints, hosts } = await openPage(browser, pathToFileURL(out).href);
      expect(complaints).toEqual([]);
      expect([...hosts].filter((host) => host !== 'file:' && host !== 'data:')).toEqual([]);
      expect(await page.locator('#over-time-ActivationRate-activationRate svg path').count()).toBeGreaterThan(
        3,
      );
      const table = await tableOf(page, 'over-time-ActivationRate-activationRate');
      const january = await value('ActivationRate.activationRate', {
        timeDimensions: [{ dimension: 'ActivationRate.signedUpAt', dateRange: ['2026-01-01', '2026-01-31'] }],
      });
      expect(table['Jan 2026']?.['Activation rate (%)']).toBe(`${january?.toFixed(2)} %`);
    } finally {
      await browser.close();
    }
  });

  test('leaves out what no rollup holds where it is told to, and nothing else', async () => {
    const out = join(folder, 'rollups.html');
    const { code, output } = await runCli(['report', '--url', apiUrl, '--from-rollups', '--out', out]);
    expect([code, output]).toEqual([0, expect.stringContaining('Written to')]);
    const text = await readFile(out, 'utf8');
    const figures = [...text.matchAll(/<article class="figure" id="([^"]*)".*?<\/article>/gs)];
    const leftOut = figures.filter(([figure]) =>
      figure.includes('<p class="note">Left out: no rollup holds it'),
    );
    expect(leftOut.map(([, id]) => id).sort()).toEqual([
      'curve-ActivationCurve',
      'drivers-ActivationDrivers',
    ]);
    const rows = [...text.matchAll(/<tr>.*?<\/tr>/gs)].map(([row]) => row);
    const inTable = (measure: string) => rows.find((row) => row.includes(`<td>${measure}</td>`));
    expect(inTable('medianHoursToFirstValue')).toContain('no answer: Left out');
    expect(inTable('onboardingCompletionRate')).toContain('65.00 %');
    const alone = await runCli(['report', '--from-rollups', '--out', out]);
    expect([alone.code, alone.output]).toEqual([2, expect.stringContaining('name it with --url')]);
  });

  test('shows what it is told to, and refuses what it can’t', async () => {
    const out = join(folder, 'january.html');
    const show = 'from=2026-01-01&to=2026-01-31&where.persona=developer';
    expect((await runCli(['report', '--url', apiUrl, '--out', out, '--show', show])).code).toBe(0);
    expect(await readFile(out, 'utf8')).toContain(
      'Cohorts from 2026-01-01 to 2026-01-31, by month, UTC, persona developer.',
    );
    const refused = await runCli(['report', '--url', apiUrl, '--show', 'granularity=hour']);
    expect([refused.code, refused.output]).toEqual([
      2,
      expect.stringContaining('granularity is hour; it can be day'),
    ]);
    const unwritable = await runCli(['report', '--url', apiUrl, '--out', join(folder, 'none/x.html')]);
    expect([unwritable.code, unwritable.output]).toEqual([2, expect.stringContaining("can't be written to")]);
  });
});
