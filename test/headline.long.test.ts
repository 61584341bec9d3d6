/** The table that `npm start` prints, where a mapping takes KPIs away. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import definitions from './activation.config.ts';
import { serving, startCli } from './harness/cube.ts';

test('KPIs that a mapping takes away are left out of the table and of the example', {
  timeout: 180_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'headline-'));
  const config = join(folder, 'activation.config.mjs');
  const sources = { activatedUsers: null, expansionActivation: null };
  await writeFile(config, `export default ${JSON.stringify({ ...definitions, sources })};`);
  const started = await startCli(['--config', config], {
    ...serving(inject('workedExample')),
    ACTIVATION_ROLLUPS: 'false',
  });
  try {
    const output = started.output();
    expect(output).toContain('420 of 1,000 users');
    expect(output).toContain('150 of 200 accounts');
    expect(output).not.toMatch(/Multi-session|Expansion|no answer/);
    expect(output).toContain('"ActivationRate.activationRate"');
  } finally {
    await started.stop();
    await rm(folder, { recursive: true });
  }
});
