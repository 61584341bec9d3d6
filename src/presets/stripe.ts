import { z } from 'zod';
import type { Sources } from '../config/sources.ts';
import { jsonText } from './json-property.ts';
import { named } from './options.ts';
import { compositeKey, sqlString, subquery } from './preset-sql.ts';

/** The options of every preset of Stripe. */
export interface StripeOptions {
  /** The schema that Stripe is loaded to: `stripe` unless told. */
  schema?: string;
  /**
   * Which account of yours a Stripe customer is: what the customer's metadata say under a key, or a query with the
   * columns `customer_id` and `account_id`.
   */
  account: { metadataKey: string } | { sql: string };
  /** The key under which a subscription's metadata say `true` or `false`: whether it was bought without sales. */
  selfServeMetadataKey?: string;
  /** Whether it is real money; `false` reads what was made in Stripe's test mode. */
  livemode?: boolean;
}

/** The fields of {@link StripeOptions}, checked. */
export const stripeOptions = {
  schema: named.optional(),
  account: z.union([z.strictObject({ metadataKey: named }), z.strictObject({ sql: named })], {
    error: "is neither { metadataKey: '…' } nor { sql: '…' }",
  }),
  selfServeMetadataKey: named.optional(),
  livemode: z.boolean({ error: 'is neither true nor false' }).optional(),
};

/** Stripe's objects as a loader lands them, each part an SQL query. Times are timestamptz, amounts in minor units. */
export interface StripeTables {
  /** Customers: `id`, `metadata`, which is JSON. */
  customers: string;
  /** Charges that succeeded and were captured: `id`, `customer_id`, `amount`, `currency`, `created_at`. */
  charges: string;
  /** Refunds that succeeded: `id`, `charge_id`, `amount`, `created_at`. */
  refunds: string;
  /**
   * Subscriptions as they are now: `id`, `customer_id`, `status`, `metadata`, `started_at`, `trial_started_at`,
   * `trial_ended_at`, `ended_at`.
   */
  subscriptions: string;
  /** What is subscribed to, a row an item: `subscription_id`, `plan`, `unit_amount`. */
  items: string;
}

/** The canonical sources of Stripe's objects. */
export const stripeSources = (
  tables: StripeTables,
  options: StripeOptions,
): Pick<Sources, 'subscriptions' | 'payments'> => {
  const accounts = accountsOf(tables.customers, options.account);
  return {
    subscriptions: { sql: subscriptions(tables, accounts, options.selfServeMetadataKey) },
    payments: { sql: payments(tables, accounts) },
  };
};

/** One row a customer, so that no payment is multiplied. */
const accountsOf = (customers: string, account: StripeOptions['account']): string =>
  'sql' in account
    ? `\
SELECT DISTINCT ON (customer_id)
  customer_id::text AS customer_id,
  account_id::text AS account_id
FROM ${subquery(account.sql.replace(/;\s*$/, ''))} AS mapping
ORDER BY customer_id, account_id`
    : `\
SELECT
  customers.id AS customer_id,
  ${jsonText('customers.metadata', account.metadataKey)} AS account_id
FROM ${subquery(customers)} AS customers`;

/** Stripe's own id where the mapping has none: no account has it, so that the doctor sees what isn't mapped. */
const accountId = (table: string): string =>
  `COALESCE(NULLIF(accounts.account_id, ''), ${table}.customer_id)`;

/**
 * A row for the trial and one for the time after it; a trial that was granted later has the time before it, too. After
 * a trial that still runs, or that was paused for want of a payment method, nothing has begun. A subscription whose
 * first payment is incomplete hasn't begun either.
 */
const subscriptions = (
  tables: StripeTables,
  accounts: string,
  selfServeMetadataKey: string | undefined,
): string => `\
SELECT
  ${compositeKey('subscriptions.id', 'periods.name')} AS id,
  ${accountId('subscriptions')} AS account_id,
  items.plan,
  CASE
    WHEN periods.name = 'trial' THEN 'trial'
    WHEN items.is_free THEN 'free'
    ELSE 'paid'
  END AS kind,
  ${
    selfServeMetadataKey === undefined
      ? 'NULL::boolean'
      : `CASE LOWER(${jsonText('subscriptions.metadata', selfServeMetadataKey)})
    WHEN 'true' THEN TRUE
    WHEN 'false' THEN FALSE
  END`
  } AS is_self_serve,
  periods.started_at,
  LEAST(periods.ended_at, subscriptions.ended_at) AS ended_at
FROM ${subquery(tables.subscriptions)} AS subscriptions
LEFT JOIN ${subquery(accounts)} AS accounts
  ON accounts.customer_id = subscriptions.customer_id
LEFT JOIN ${subquery(`\
SELECT
  subscription_id,
  STRING_AGG(DISTINCT plan, ' + ' ORDER BY plan) AS plan,
  BOOL_AND(COALESCE(unit_amount = 0, FALSE)) AS is_free
FROM ${subquery(tables.items)} AS items
GROUP BY subscription_id`)} AS items
  ON items.subscription_id = subscriptions.id
CROSS JOIN LATERAL (
  VALUES
    ('before trial', subscriptions.started_at, COALESCE(subscriptions.trial_started_at, subscriptions.started_at)),
    ('trial', subscriptions.trial_started_at, subscriptions.trial_ended_at),
    ('', COALESCE(subscriptions.trial_ended_at, subscriptions.started_at), NULL)
) AS periods (name, started_at, ended_at)
WHERE subscriptions.status NOT IN ('incomplete', 'incomplete_expired')
  AND periods.started_at < COALESCE(LEAST(periods.ended_at, subscriptions.ended_at), 'infinity')
  AND NOT (
    periods.name = ''
    AND subscriptions.trial_ended_at IS NOT NULL
    AND subscriptions.status IN ('trialing', 'paused')
  )`;

/**
 * Charges, and refunds of them, as negative amounts at the time of the refund. What a charge didn't capture Stripe
 * tells as a refund of it.
 */
const payments = (tables: StripeTables, accounts: string): string => `\
WITH charges AS ${subquery(tables.charges)},
movements AS ${subquery(`\
SELECT id, customer_id, amount, currency, created_at
FROM charges
UNION ALL
SELECT refunds.id, charges.customer_id, -refunds.amount, charges.currency, refunds.created_at
FROM ${subquery(tables.refunds)} AS refunds
JOIN charges
  ON charges.id = refunds.charge_id`)}
SELECT
  movements.id,
  ${accountId('movements')} AS account_id,
  movements.amount * ${minorUnit('movements.currency')} AS amount,
  UPPER(movements.currency) AS currency,
  movements.created_at AS paid_at
FROM movements
LEFT JOIN ${subquery(accounts)} AS accounts
  ON accounts.customer_id = movements.customer_id
WHERE movements.customer_id <> ''`;

/**
 * The currencies whose amounts aren't in hundredths, of https://docs.stripe.com/currencies: ISK and UGX are in
 * hundredths there, although nobody pays any.
 */
const currenciesWithoutDecimals = 'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' ');
const currenciesInThousandths = 'BHD JOD KWD OMR TND'.split(' ');

/** How much of a currency its minor unit is, exactly. */
const minorUnit = (currency: string): string => `CASE
    WHEN UPPER(${currency}) IN (${currenciesWithoutDecimals.map(sqlString).join(', ')}) THEN 1
    WHEN UPPER(${currency}) IN (${currenciesInThousandths.map(sqlString).join(', ')}) THEN 0.001
    ELSE 0.01
  END`;
