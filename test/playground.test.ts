import { readFile } from 'node:fs/promises';
import type { Query } from '@cubejs-client/core';
import { describe, expect, inject, test } from 'vitest';
import { firstView } from '../src/kpis/headline-kpis.ts';
import { cubeApi, rows } from './harness/query.ts';

const url = inject('cubeUrl');

describe('Playground', () => {
  test('opens with the view of the picture in README, whose question has an answer', async () => {
    const page = await (await fetch(url)).text();
    const [, query = ''] = /"#\/build\?query=([^"]+)"/.exec(page) ?? [];
    const question = JSON.parse(decodeURIComponent(query)) as Query;
    const { cubes } = await cubeApi().meta();
    const [view = ''] = (question.measures?.[0] ?? '').split('.');
    expect(view).toBe(firstView);
    const rate = cubes
      .flatMap(({ measures }) => measures)
      .find(({ name }) => name === question.measures?.[0]);
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
    const [, shown] = /!\[Cube Playground showing the (.*?) by month/.exec(readme) ?? [];
    expect(rate?.shortTitle.toLowerCase()).toBe(`${shown} (%)`);
    expect(cubes.find(({ name }) => name === view)?.type).toBe('view');
    expect((await rows(question)).length).toBe(3);
    // The rest of the page is Cube's.
    expect(page).toContain('<div id="playground-root"></div>');
  });

  test('lists the files of the model, which it takes for none to be generated', async () => {
    const { files } = (await (await fetch(`${url}/playground/files`)).json()) as {
      files: { fileName: string }[];
    };
    expect(files.map(({ fileName }) => fileName)).toContain('views/ActivationRate.js');
  });

  test.each([
    'generate-schema',
    'schema/pre-aggregation',
    'env',
    'driver',
    'apply-template-packages',
  ])('changes no files by /playground/%s', async (route) => {
    // Nothing in it that could be carried out.
    const response = await fetch(`${url}/playground/${route}`, { method: 'POST' });
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({ error: expect.stringContaining('Playground only reads') });
  });

  test('gives a token to try a security context with', async () => {
    const response = await fetch(`${url}/playground/token`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ payload: { role: 'analyst' } }),
    });
    expect(await response.json()).toEqual({ token: expect.stringMatching(/^eyJ/) });
  });
});

describe('what Playground and BI tools show', async () => {
  const { cubes } = await cubeApi().meta();
  const views = cubes.filter(({ type }) => type === 'view');

  // The whole title is the view's and the member's, one after the other.
  test.each(views.map((view) => [view.name, view] as const))('titles of %s say the view once', (_, view) => {
    for (const { shortTitle } of [...view.measures, ...view.dimensions, ...view.segments]) {
      expect(shortTitle.toLowerCase()).not.toContain(view.title.toLowerCase());
    }
  });

  test('rates have two decimals, and their unit in the title', () => {
    const rates = views
      .flatMap(({ measures }) => measures)
      .filter(({ meta }) => (meta as { unit?: string } | undefined)?.unit === 'percent');
    expect(rates.length).toBeGreaterThan(20);
    for (const rate of rates) {
      expect(rate).toMatchObject({
        shortTitle: expect.stringMatching(/\(%\)$/),
        // Cube's format `percent` is for 0 to 1: Playground and others multiply what has it by 100.
        format: { type: 'custom-numeric', value: '.2f' },
      });
    }
  });

  test('the counts of a view come before its rates, and the time before the attributes', () => {
    const [view] = views.filter(({ name }) => name === 'MultiSessionActivationCompletionRate');
    const names = (members: { name: string }[] = []) => members.map(({ name }) => name.split('.')[1]);
    const areCounts = names(view?.measures).map((name) => /Count$/.test(name ?? ''));
    expect(areCounts.indexOf(false)).toBe(4);
    expect(areCounts.lastIndexOf(true)).toBe(3);
    expect(names(view?.dimensions).slice(0, 4)).toEqual([
      'signedUpAt',
      'persona',
      'planType',
      'signupSource',
    ]);
  });
});
