import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import root from '../../activation.config.ts';
import { validateConfig } from '../../src/config/config.ts';
import { compileMetadata } from '../../src/cube/model-metadata.ts';
import { declarationsOf } from '../../src/typed-client/declarations.ts';

test('examples/client/cube.d.ts is what npm run docs writes', async () => {
  const written = await readFile(new URL('../../examples/client/cube.d.ts', import.meta.url), 'utf8');
  const model = await compileMetadata(validateConfig(root, 'activation.config.ts'));
  expect(written, 'examples/client/cube.d.ts is out of date. Run: npm run docs').toBe(declarationsOf(model));
});

test('a member is declared by its kind, in the words of its model', () => {
  const text = declarationsOf([
    {
      name: 'Sales',
      meta: { cohort: 'soldAt' },
      measures: [
        { name: 'Sales.count', aggType: 'count' },
        {
          name: 'Sales.buyers',
          aggType: 'countDistinct',
          description: 'Who bought.',
          meta: { unit: 'users' },
        },
        {
          name: 'Sales.rate',
          aggType: 'number',
          description: 'Of */ all.\nTwo lines.',
          meta: { unit: 'percent', direction: 'higher is better' },
        },
        { name: 'Sales.revenue', aggType: 'sum' },
      ],
      dimensions: [
        { name: 'Sales.soldAt', type: 'time' },
        { name: 'Sales.paidAt', type: 'time' },
        { name: 'Sales.country', type: 'string' },
        { name: 'Sales.isNew', type: 'boolean' },
        { name: 'Sales.position', type: 'number' },
      ],
      segments: [],
    },
  ]);
  expect(text).toContain(`  'Sales.count': N['count'];
  /** Who bought. In users. */
  'Sales.buyers': N['count'];
  /** Of *\\/ all. Two lines. In percent; higher is better. */
  'Sales.rate': N['number'] | null;
  'Sales.revenue': N['number'] | null;
}`);
  expect(text).toContain(`  'Sales.country': string | null;
  'Sales.isNew': boolean | null;
  'Sales.position': N['number'] | null;
}`);
  expect(text).toContain(`  'Sales.soldAt': string;
  'Sales.paidAt': string | null;
}`);
  expect(text).toContain('export type Segment = never;');
});
