/**
 * Clients that aren't on npm. In the normal run, `psql` where the machine has it; the others by
 * `npm run test:sql-clients`, which installs them from Debian's packages where it may.
 */

import { expect, inject, test } from 'vitest';
import { cubeApi } from '../../harness/query.ts';
import { clients } from './clients.ts';

const all = process.env.SQL_CLIENTS === 'all';

for (const client of clients) {
  const reason =
    all || client.name === 'psql' ? await client.missing() : 'it runs in npm run test:sql-clients';
  if (reason !== undefined)
    console.log(`Skipped: ${client.name}, ${reason} (Debian: ${client.packages.join(', ')})`);
  test.skipIf(reason !== undefined)(client.name, { timeout: 120_000 }, async () => {
    const [tables, columns, ...rest] = (await client.run(inject('sqlApi'))).split('\n');
    const { cubes } = await cubeApi().meta();
    expect(tables).toBe(`tables ${cubes.filter((each) => each.public).length}`);
    expect(columns).toMatch(/^columns milestonePosition:numeric milestoneName:text createdAt:timestamp$/);
    expect(rest).toEqual(['rates 47.00 75.00 25.00 42.00', 'developers 352', 'rows 1000']);
  });
}
