/** What must compile with the types of a model, and what must not; `npm run typecheck` runs it. */
import cube, { type Query, type ResultSet } from '@cubejs-client/core';
import { expectTypeOf } from 'vitest';
import type {
  ActivationApi,
  ActivationQuery,
  AsNumbers,
  AsServed,
  Measure,
  Row,
} from '../../examples/client/cube.d.ts';

/** Never called: the compiler is what looks at it. */
export async function typed(): Promise<void> {
  const api: ActivationApi = cube('', { apiUrl: '' });
  const numbers: ActivationApi<AsNumbers> = cube('', { apiUrl: '', castNumerics: true });

  // A row has what was asked for, by its types.
  const result = await api.load({
    measures: ['ActivationRate.newSignUps', 'ActivationRate.activationRate'],
    dimensions: ['ActivationRate.persona'],
    timeDimensions: [
      {
        dimension: 'ActivationRate.signedUpAt',
        granularity: 'month',
        dateRange: ['2026-01-01', '2026-03-31'],
      },
    ],
    filters: [{ or: [{ member: 'ActivationRate.persona', operator: 'equals', values: ['developer'] }] }],
    segments: ['ActivationRate.matured'],
    order: [['ActivationRate.signedUpAt', 'asc']],
  });
  const [row] = result.rawData();
  if (!row) return;
  expectTypeOf(row['ActivationRate.newSignUps']).toEqualTypeOf<string>();
  expectTypeOf(row['ActivationRate.activationRate']).toEqualTypeOf<string | number | null>();
  expectTypeOf(row['ActivationRate.persona']).toEqualTypeOf<string | null>();
  expectTypeOf(row['ActivationRate.signedUpAt.month']).toEqualTypeOf<string>();
  expectTypeOf(row['ActivationRate.signedUpAt']).toEqualTypeOf<string>();
  // @ts-expect-error it wasn't asked for
  row['ActivationRate.planType'];
  // @ts-expect-error nor by day
  row['ActivationRate.signedUpAt.day'];
  // @ts-expect-error a rate may be null
  row['ActivationRate.activationRate'].toString();
  // @ts-expect-error a count is text
  row['ActivationRate.newSignUps'].toFixed(2);

  const [cast] = (
    await numbers.load({ measures: ['ActivationRate.newSignUps', 'ActivationRate.activationRate'] })
  ).rawData();
  expectTypeOf(cast?.['ActivationRate.newSignUps']).toEqualTypeOf<number | undefined>();
  expectTypeOf(cast?.['ActivationRate.activationRate']).toEqualTypeOf<number | null | undefined>();

  // A time without a granularity bounds the rows, and is in none.
  const [whole] = (
    await api.load({
      measures: ['ActivationRate.newSignUps'],
      timeDimensions: [{ dimension: 'ActivationRate.signedUpAt', dateRange: 'last month' }],
    })
  ).rawData();
  // @ts-expect-error
  whole?.['ActivationRate.signedUpAt'];

  // What the compiler doesn't know is optional.
  const chosen: Measure[] = ['ActivationRate.newSignUps'];
  const [some] = (await api.load({ measures: chosen })).rawData();
  expectTypeOf(some?.['ActivationRate.newSignUps']).toEqualTypeOf<string | undefined>();

  // Members that don't exist, or not there.
  // @ts-expect-error
  await api.load({ measures: ['ActivationRate.nope'] });
  // @ts-expect-error
  await api.load({ measures: ['ActivationRate.persona'] });
  // @ts-expect-error
  await api.load({ dimensions: ['ActivationRate.newSignUps'] });
  // @ts-expect-error
  await api.load({ segments: ['ActivationRate.mature'] });
  // @ts-expect-error
  await api.load({ timeDimensions: [{ dimension: 'ActivationRate.persona', granularity: 'day' }] });
  // @ts-expect-error
  await api.load({ timeDimensions: [{ dimension: 'ActivationRate.signedUpAt', granularity: 'fortnight' }] });
  // @ts-expect-error
  await api.load({ filters: [{ member: 'ActivationRate.nope', operator: 'set' }] });
  // @ts-expect-error
  await api.load({ filters: [{ member: 'ActivationRate.persona', operator: 'is', values: ['developer'] }] });
  // @ts-expect-error
  await api.load({ filters: [{ and: [{ member: 'ActivationRate.nope', operator: 'set' }] }] });
  // @ts-expect-error
  await api.load({ measures: ['ActivationRate.newSignUps'], order: { 'ActivationRate.nope': 'asc' } });
  // @ts-expect-error
  await api.load({ measures: ['ActivationRate.newSignUps'], dimension: ['ActivationRate.persona'] });
  // @ts-expect-error
  await api.load({ measures: 'ActivationRate.newSignUps' });

  // A query by itself, which Cube's untyped client takes as well.
  const query = {
    measures: ['MilestoneFunnel.percentReached'],
    dimensions: ['MilestoneFunnel.milestoneName'],
  } as const satisfies ActivationQuery;
  expectTypeOf(await api.load(query)).toEqualTypeOf<ResultSet<Row<typeof query, AsServed>>>();
  await cube('', { apiUrl: '' }).load(query);
  expectTypeOf<Query['measures']>().toEqualTypeOf<string[] | undefined>();
  // @ts-expect-error
  ({ measures: ['MilestoneFunnel.nope'] }) satisfies ActivationQuery;
}
