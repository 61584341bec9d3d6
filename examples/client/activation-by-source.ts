/**
 * The activation rate by acquisition source, with Cube's own client and types of the model. Beside `npm start`:
 *
 *     node --import tsx examples/client/activation-by-source.ts
 */
import cube from '@cubejs-client/core';
import type { ActivationApi, ActivationQuery, Row } from './cube.d.ts';

const bySource = {
  measures: ['ActivationRate.activationRate', 'ActivationRate.newSignUps'],
  dimensions: ['ActivationRate.signupSource'],
  order: { 'ActivationRate.newSignUps': 'desc' },
} as const satisfies ActivationQuery;

/** One group in words. A rate is null, and not 0, where there is nobody to count. */
function line(row: Row<typeof bySource>): string {
  const rate = row['ActivationRate.activationRate'];
  const source = row['ActivationRate.signupSource'] ?? 'unknown';
  const signUps = Number(row['ActivationRate.newSignUps']);
  return `${source}: ${rate === null ? 'nobody yet' : `${Number(rate).toFixed(2)} %`} of ${signUps}`;
}

const api: ActivationApi = cube(process.env.CUBE_TOKEN ?? '', {
  apiUrl: process.env.CUBE_API_URL ?? 'http://localhost:4000/cubejs-api/v1',
});
const groups = await api.load(bySource);
for (const row of groups.rawData()) console.log(line(row));

const byMonth = await api.load({
  measures: ['ActivationRate.activationRate'],
  timeDimensions: [{ dimension: 'ActivationRate.signedUpAt', granularity: 'month' }],
  timezone: 'UTC',
});
for (const row of byMonth.rawData()) {
  const month = row['ActivationRate.signedUpAt.month'].slice(0, 7);
  console.log(`${month}: ${Number(row['ActivationRate.activationRate']).toFixed(2)} %`);
}
