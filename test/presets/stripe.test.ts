import { describe, expect, test } from 'vitest';
import { type StripeFivetranOptions, stripeAirbyte, stripeFivetran } from '../../src/presets/index.ts';
import { insert, openWarehouse, type Warehouse } from './story.ts';
import { stripeAirbyteTables, stripeFivetranTables } from './vendor-tables.ts';

/** What Stripe tells, whichever loader lands it. Times are in UTC. */
interface StripeObjects {
  customers: { id: string; metadata: object }[];
  subscriptions: {
    id: string;
    customer: string;
    status: string;
    start: string;
    trial?: [start: string, end: string];
    ended?: string;
    prices: string[];
    metadata?: object;
    livemode?: boolean;
  }[];
  charges: {
    id: string;
    customer: string | null;
    /** In text, where JavaScript has no such number. */
    amount: number | string;
    currency?: string;
    at: string;
    status?: string;
    captured?: boolean;
    livemode?: boolean;
  }[];
  refunds: { id: string; charge: string; amount: number; at: string; status?: string }[];
}

const products = { prod_pro: 'Pro', prod_free: 'Free', prod_seats: 'Extra seats' };
const prices = {
  price_pro: { product: 'prod_pro', nickname: 'Pro by month', unit_amount: 2900 },
  price_pro_year: { product: 'prod_pro', nickname: null, unit_amount: 29000 },
  price_free: { product: 'prod_free', nickname: null, unit_amount: 0 },
  price_seats: { product: 'prod_seats', nickname: null, unit_amount: 500 },
  // Its product isn't loaded, and its amount is one of tiers.
  price_usage: { product: 'prod_gone', nickname: 'By use', unit_amount: null },
  price_bare: { product: 'prod_gone', nickname: null, unit_amount: 100 },
} as const;
type Price = keyof typeof prices;

const objects: StripeObjects = {
  customers: [
    { id: 'cus_acme', metadata: { account_id: 'acme' } },
    { id: 'cus_globex', metadata: { account_id: 'globex' } },
    { id: 'cus_stray', metadata: {} },
  ],
  subscriptions: [
    // A trial that went on to be paid for, and ended.
    {
      id: 'sub_1',
      customer: 'cus_acme',
      status: 'canceled',
      start: '2026-01-01 10:00:00',
      trial: ['2026-01-01 10:00:00', '2026-01-15 10:00:00'],
      ended: '2026-02-15 10:00:00',
      prices: ['price_pro'],
      metadata: { self_serve: 'True' },
    },
    // One that ended with its trial, one that ended within it, and one whose trial still runs.
    {
      id: 'sub_2',
      customer: 'cus_globex',
      status: 'canceled',
      start: '2026-01-02 10:00:00',
      trial: ['2026-01-02 10:00:00', '2026-01-16 10:00:00'],
      ended: '2026-01-16 10:00:00',
      prices: ['price_pro'],
    },
    {
      id: 'sub_3',
      customer: 'cus_globex',
      status: 'canceled',
      start: '2026-01-20 10:00:00',
      trial: ['2026-01-20 10:00:00', '2026-02-03 10:00:00'],
      ended: '2026-01-21 10:00:00',
      prices: ['price_pro_year'],
    },
    {
      id: 'sub_4',
      customer: 'cus_acme',
      status: 'trialing',
      start: '2026-02-20 10:00:00',
      trial: ['2026-02-20 10:00:00', '2026-03-06 10:00:00'],
      prices: ['price_pro'],
    },
    // Paused after its trial, for want of a payment method.
    {
      id: 'sub_5',
      customer: 'cus_globex',
      status: 'paused',
      start: '2026-02-01 10:00:00',
      trial: ['2026-02-01 10:00:00', '2026-02-08 10:00:00'],
      prices: ['price_pro'],
    },
    // A trial that was granted after a month.
    {
      id: 'sub_6',
      customer: 'cus_globex',
      status: 'active',
      start: '2026-03-01 10:00:00',
      trial: ['2026-04-01 10:00:00', '2026-04-08 10:00:00'],
      prices: ['price_seats', 'price_pro', 'price_pro_year'],
      metadata: { self_serve: 'false' },
    },
    // Free, and not free for all that one of its items is.
    {
      id: 'sub_7',
      customer: 'cus_stray',
      status: 'active',
      start: '2026-01-05 10:00:00',
      prices: ['price_free'],
    },
    {
      id: 'sub_8',
      customer: 'cus_acme',
      status: 'past_due',
      start: '2026-01-06 10:00:00',
      prices: ['price_free', 'price_usage', 'price_bare'],
      metadata: { self_serve: 'perhaps' },
    },
    // What never began, and what is a test.
    {
      id: 'sub_9',
      customer: 'cus_acme',
      status: 'incomplete',
      start: '2026-01-07 10:00:00',
      prices: ['price_pro'],
    },
    {
      id: 'sub_10',
      customer: 'cus_acme',
      status: 'incomplete_expired',
      start: '2026-01-07 10:00:00',
      prices: ['price_pro'],
    },
    {
      id: 'sub_11',
      customer: 'cus_acme',
      status: 'active',
      start: '2026-01-07 10:00:00',
      prices: ['price_pro'],
      livemode: false,
    },
  ],
  charges: [
    { id: 'ch_1', customer: 'cus_acme', amount: 2999, at: '2026-01-15 10:00:00' },
    { id: 'ch_2', customer: 'cus_globex', amount: 500, currency: 'jpy', at: '2026-01-16 10:00:00' },
    { id: 'ch_3', customer: 'cus_globex', amount: 5120, currency: 'kwd', at: '2026-01-17 10:00:00' },
    // 5 krónur.
    { id: 'ch_4', customer: 'cus_stray', amount: 500, currency: 'isk', at: '2026-01-18 10:00:00' },
    { id: 'ch_5', customer: 'cus_acme', amount: '9007199254740993', at: '2026-01-19 10:00:00' },
    // Not received: failed, pending, authorised alone, a test; of no customer.
    { id: 'ch_6', customer: 'cus_acme', amount: 100, at: '2026-01-19 10:00:00', status: 'failed' },
    { id: 'ch_7', customer: 'cus_acme', amount: 100, at: '2026-01-19 10:00:00', status: 'pending' },
    { id: 'ch_8', customer: 'cus_acme', amount: 100, at: '2026-01-19 10:00:00', captured: false },
    { id: 'ch_9', customer: 'cus_acme', amount: 100, at: '2026-01-19 10:00:00', livemode: false },
    { id: 'ch_10', customer: null, amount: 100, at: '2026-01-19 10:00:00' },
  ],
  refunds: [
    { id: 're_1', charge: 'ch_1', amount: 1000, at: '2026-02-01 10:00:00' },
    { id: 're_2', charge: 'ch_1', amount: 999, at: '2026-02-02 10:00:00' },
    { id: 're_3', charge: 'ch_2', amount: 500, at: '2026-02-03 10:00:00' },
    // Not given back: failed, pending; and what had never been received.
    { id: 're_4', charge: 'ch_1', amount: 1, at: '2026-02-04 10:00:00', status: 'failed' },
    { id: 're_5', charge: 'ch_1', amount: 1, at: '2026-02-04 10:00:00', status: 'pending' },
    { id: 're_6', charge: 'ch_8', amount: 100, at: '2026-02-04 10:00:00' },
    { id: 're_7', charge: 'ch_gone', amount: 100, at: '2026-02-04 10:00:00' },
  ],
};

const usesOf = (ids: string[]): [Price, (typeof prices)[Price]][] =>
  ids.map((id) => [id as Price, prices[id as Price]]);

const fivetran = (schema: string, subscriptions: string, price: string, time?: string): string => {
  const isHistory = subscriptions === 'subscription_history';
  const rows = objects.subscriptions.map(
    ({ id, customer, status, start, trial, ended, metadata, livemode }) => ({
      id,
      ...(isHistory ? { _fivetran_active: 'true' } : {}),
      customer_id: customer,
      status,
      start_date: start,
      trial_start: trial?.[0],
      trial_end: trial?.[1],
      ended_at: ended,
      metadata: metadata ?? {},
      livemode: String(livemode ?? true),
    }),
  );
  const before = rows
    .slice(0, 1)
    .map((row) => ({ ...row, status: 'active', ended_at: null, _fivetran_active: 'false' }));
  return (
    `SET TIME ZONE 'UTC';${stripeFivetranTables(schema, subscriptions, price, time)}` +
    insert(`${schema}.customer`, objects.customers) +
    insert(
      `${schema}.product`,
      Object.entries(products).map(([id, name]) => ({ id, name })),
    ) +
    insert(
      `${schema}.${price}`,
      Object.entries(prices).map(([id, { product, nickname, unit_amount }]) => ({
        id,
        product_id: product,
        nickname,
        [price === 'price' ? 'unit_amount' : 'amount']: unit_amount,
      })),
    ) +
    insert(`${schema}.${subscriptions}`, isHistory ? [...rows, ...before] : rows) +
    insert(
      `${schema}.subscription_item`,
      objects.subscriptions.flatMap(({ id, prices }) =>
        prices.map((price, index) => ({ id: `${id}-${index}`, subscription_id: id, plan_id: price })),
      ),
    ) +
    insert(
      `${schema}.charge`,
      objects.charges.map(({ customer, at, currency, status, captured, livemode, ...charge }) => ({
        ...charge,
        customer_id: customer,
        currency: currency ?? 'usd',
        status: status ?? 'succeeded',
        captured: String(captured ?? true),
        livemode: String(livemode ?? true),
        created: at,
      })),
    ) +
    insert(
      `${schema}.refund`,
      objects.refunds.map(({ id, charge, amount, at, status }) => ({
        id,
        charge_id: charge,
        amount,
        status: status ?? 'succeeded',
        created: at,
      })),
    )
  );
};

const seconds = (time: string | undefined): number | null =>
  time === undefined ? null : Date.parse(`${time.replace(' ', 'T')}Z`) / 1000;

const airbyte = (schema: string): string =>
  stripeAirbyteTables(schema) +
  insert(`${schema}.customers`, objects.customers) +
  insert(
    `${schema}.products`,
    Object.entries(products).map(([id, name]) => ({ id, name })),
  ) +
  insert(
    `${schema}.subscriptions`,
    objects.subscriptions.map(
      ({ id, customer, status, start, trial, ended, prices, metadata, livemode }) => ({
        id,
        customer,
        status,
        start_date: seconds(start),
        trial_start: seconds(trial?.[0]),
        trial_end: seconds(trial?.[1]),
        ended_at: seconds(ended),
        items: {
          object: 'list',
          data: usesOf(prices).map(([price, of]) => ({ id: `si_${price}`, price: { id: price, ...of } })),
        },
        metadata: metadata ?? {},
        livemode: String(livemode ?? true),
        // Stripe's event of a subscription's end is called deleted.
        is_deleted: String(ended !== undefined),
      }),
    ),
  ) +
  insert(
    `${schema}.charges`,
    objects.charges.map(({ at, currency, status, captured, livemode, ...charge }) => ({
      ...charge,
      currency: currency ?? 'usd',
      status: status ?? 'succeeded',
      captured: String(captured ?? true),
      livemode: String(livemode ?? true),
      created: seconds(at),
    })),
  ) +
  insert(
    `${schema}.refunds`,
    objects.refunds.map(({ at, status, ...refund }) => ({
      ...refund,
      status: status ?? 'succeeded',
      created: seconds(at),
    })),
  );

const rowsOf = (warehouse: Warehouse, sql: string | undefined, columns: string): Promise<unknown[][]> =>
  warehouse
    .query(`SELECT ${columns} FROM (${sql}) AS source ORDER BY id`)
    .then((rows) => rows.map((row) => Object.values(row)));

const at = (column: string): string => `TO_CHAR(${column} AT TIME ZONE 'UTC', 'MM-DD HH24:MI') AS ${column}`;

/** What the objects above come to, worked out by hand. */
function describeStripe(warehouse: Warehouse, sources: ReturnType<typeof stripeFivetran>): void {
  test('a trial and the time after it are rows of their own', async () => {
    expect(
      await rowsOf(
        warehouse,
        sources.subscriptions?.sql,
        `id, account_id, plan, kind, is_self_serve, ${at('started_at')}, ${at('ended_at')}`,
      ),
    ).toEqual([
      ['["sub_1", ""]', 'acme', 'Pro', 'paid', true, '01-15 10:00', '02-15 10:00'],
      ['["sub_1", "trial"]', 'acme', 'Pro', 'trial', true, '01-01 10:00', '01-15 10:00'],
      ['["sub_2", "trial"]', 'globex', 'Pro', 'trial', null, '01-02 10:00', '01-16 10:00'],
      ['["sub_3", "trial"]', 'globex', 'Pro', 'trial', null, '01-20 10:00', '01-21 10:00'],
      ['["sub_4", "trial"]', 'acme', 'Pro', 'trial', null, '02-20 10:00', '03-06 10:00'],
      ['["sub_5", "trial"]', 'globex', 'Pro', 'trial', null, '02-01 10:00', '02-08 10:00'],
      ['["sub_6", ""]', 'globex', 'Extra seats + Pro', 'paid', false, '04-08 10:00', null],
      [
        '["sub_6", "before trial"]',
        'globex',
        'Extra seats + Pro',
        'paid',
        false,
        '03-01 10:00',
        '04-01 10:00',
      ],
      ['["sub_6", "trial"]', 'globex', 'Extra seats + Pro', 'trial', false, '04-01 10:00', '04-08 10:00'],
      ['["sub_7", ""]', 'cus_stray', 'Free', 'free', null, '01-05 10:00', null],
      ['["sub_8", ""]', 'acme', 'By use + Free + price_bare', 'paid', null, '01-06 10:00', null],
    ]);
  });

  test('payments are what was received and given back, exactly, each currency in its own unit', async () => {
    expect(
      await rowsOf(
        warehouse,
        sources.payments?.sql,
        `id, account_id, amount::text, currency, ${at('paid_at')}`,
      ),
    ).toEqual([
      ['ch_1', 'acme', '29.99', 'USD', '01-15 10:00'],
      ['ch_2', 'globex', '500', 'JPY', '01-16 10:00'],
      ['ch_3', 'globex', '5.120', 'KWD', '01-17 10:00'],
      ['ch_4', 'cus_stray', '5.00', 'ISK', '01-18 10:00'],
      ['ch_5', 'acme', '90071992547409.93', 'USD', '01-19 10:00'],
      ['re_1', 'acme', '-10.00', 'USD', '02-01 10:00'],
      ['re_2', 'acme', '-9.99', 'USD', '02-02 10:00'],
      ['re_3', 'globex', '-500', 'JPY', '02-03 10:00'],
    ]);
  });
}

const options = {
  account: { metadataKey: 'account_id' },
  selfServeMetadataKey: 'self_serve',
} satisfies StripeFivetranOptions;

describe('Stripe, loaded by Fivetran', () => {
  const warehouse = openWarehouse(fivetran('stripe', 'subscription_history', 'price'));
  describeStripe(warehouse, stripeFivetran(options));

  test('what was made in test mode is there for who asks', async () => {
    const sources = stripeFivetran({ ...options, livemode: false });
    expect(await rowsOf(warehouse, sources.payments?.sql, 'id')).toEqual([['ch_9']]);
    expect(await rowsOf(warehouse, sources.subscriptions?.sql, 'id')).toEqual([['["sub_11", ""]']]);
  });

  test('accounts by a query of your own: a customer of two accounts pays once', async () => {
    const sources = stripeFivetran({
      account: {
        sql: `SELECT * FROM (VALUES ('cus_acme', 7), ('cus_globex', 8), ('cus_globex', 9)) AS link (customer_id, account_id);`,
      },
    });
    expect(await rowsOf(warehouse, sources.payments?.sql, 'id, account_id')).toEqual([
      ['ch_1', '7'],
      ['ch_2', '8'],
      ['ch_3', '8'],
      ['ch_4', 'cus_stray'],
      ['ch_5', '7'],
      ['re_1', '7'],
      ['re_2', '7'],
      ['re_3', '8'],
    ]);
    expect(await rowsOf(warehouse, sources.subscriptions?.sql, 'DISTINCT is_self_serve, 1 AS id')).toEqual([
      [null, 1],
    ]);
  });
});

describe('Stripe, loaded by a connection of Fivetran from before 2022, whose times have no time zone', () => {
  const warehouse = openWarehouse(fivetran('billing', 'subscription', 'plan', 'TIMESTAMP'));
  describeStripe(
    warehouse,
    stripeFivetran({ ...options, schema: 'billing', subscriptionTable: 'subscription', priceTable: 'plan' }),
  );
});

describe('Stripe, loaded by Airbyte', () => {
  const warehouse = openWarehouse(airbyte('airbyte_stripe'));
  describeStripe(warehouse, stripeAirbyte({ ...options, schema: 'airbyte_stripe' }));
});

test.each([
  ['account', {}],
  ['account', { account: { metadataKey: '' } }],
  ['account', { account: { sql: 'SELECT 1', metadataKey: 'a' } }],
  ['schema', { ...options, schema: ' ' }],
  ['selfServeMetadataKey', { ...options, selfServeMetadataKey: 7 }],
  ['livemode', { ...options, livemode: 'yes' }],
  ['metadataKey', { metadataKey: 'account_id' }],
])('%s that can not be used is named', (option, given) => {
  for (const preset of [stripeFivetran, stripeAirbyte] as unknown as ((given: unknown) => unknown)[]) {
    expect(() => preset(given)).toThrow(/The options of the preset stripe\w+ can't be used:/);
    expect(() => preset(given)).toThrow(option);
  }
});

test('options of Fivetran alone', () => {
  const preset = stripeFivetran as (given: unknown) => unknown;
  expect(() => preset({ ...options, subscriptionTable: 'subscriptions' })).toThrow(
    /subscriptionTable: is neither/,
  );
  expect(() => preset({ ...options, priceTable: 'prices' })).toThrow(/priceTable: is neither/);
});
