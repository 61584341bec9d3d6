import { z } from 'zod';
import type { Sources } from '../config/sources.ts';
import { checkOptions } from './options.ts';
import { sqlInstant, sqlTable } from './preset-sql.ts';
import { type StripeOptions, stripeOptions, stripeSources } from './stripe.ts';

/** The options of {@link stripeFivetran}. */
export interface StripeFivetranOptions extends StripeOptions {
  /** Where subscriptions are: `subscription_history` unless told; connections from before February 2022 have the other. */
  subscriptionTable?: 'subscription_history' | 'subscription';
  /** Where prices are: `price` unless told; accounts from before Stripe's prices have plans. */
  priceTable?: 'price' | 'plan';
}

const optionsSchema = z.strictObject({
  ...stripeOptions,
  subscriptionTable: z
    .enum(['subscription_history', 'subscription'], {
      error: 'is neither subscription_history nor subscription',
    })
    .optional(),
  priceTable: z.enum(['price', 'plan'], { error: 'is neither price nor plan' }).optional(),
});

/**
 * Subscriptions and payments in Stripe's data as Fivetran loads them.
 *
 * Reads `charge` (`id`, `customer_id`, `amount`, `currency`, `status`, `captured`, `livemode`, `created`), `refund`
 * (`id`, `charge_id`, `amount`, `status`, `created`), `subscription_history` (`id`, `customer_id`, `status`, `metadata`,
 * `livemode`, `start_date`, `trial_start`, `trial_end`, `ended_at`, `_fivetran_active`), `subscription_item`
 * (`subscription_id`, `plan_id`), `price` (`id`, `product_id`, `nickname`, `unit_amount`), `product` (`id`, `name`) and
 * `customer` (`id`, `metadata`).
 *
 * Documented at https://fivetran.com/docs/connectors/applications/stripe and in
 * https://github.com/fivetran/dbt_stripe (`models/staging/src_stripe.yml`)
 *
 * @example
 * sources: {
 *   ...segment({ schema: 'analytics', account: {} }),
 *   ...stripeFivetran({ account: { metadataKey: 'account_id' } }),
 * },
 *
 * @throws {ActionableError} naming an option that can't be used
 */
export function stripeFivetran(options: StripeFivetranOptions): Pick<Sources, 'subscriptions' | 'payments'> {
  checkOptions('stripeFivetran', optionsSchema, options);
  const { schema = 'stripe', livemode = true } = options;
  const { subscriptionTable = 'subscription_history', priceTable = 'price' } = options;
  const table = (name: string): string => sqlTable(schema, name);
  const isMeant = (alias: string): string => `${alias}.livemode = ${livemode}`;
  return stripeSources(
    {
      customers: `SELECT id, metadata FROM ${table('customer')}`,
      charges: `\
SELECT
  charge.id,
  charge.customer_id,
  charge.amount,
  charge.currency,
  ${sqlInstant('charge.created')} AS created_at
FROM ${table('charge')} AS charge
WHERE charge.status = 'succeeded'
  AND charge.captured
  AND ${isMeant('charge')}`,
      refunds: `\
SELECT
  refund.id,
  refund.charge_id,
  refund.amount,
  ${sqlInstant('refund.created')} AS created_at
FROM ${table('refund')} AS refund
WHERE refund.status = 'succeeded'`,
      subscriptions: `\
SELECT
  subscription.id,
  subscription.customer_id,
  subscription.status,
  subscription.metadata,
  ${sqlInstant('subscription.start_date')} AS started_at,
  ${sqlInstant('subscription.trial_start')} AS trial_started_at,
  ${sqlInstant('subscription.trial_end')} AS trial_ended_at,
  ${sqlInstant('subscription.ended_at')} AS ended_at
FROM ${table(subscriptionTable)} AS subscription
WHERE ${isMeant('subscription')}${subscriptionTable === 'subscription_history' ? '\n  AND subscription._fivetran_active' : ''}`,
      items: `\
SELECT
  item.subscription_id,
  COALESCE(product.name, price.nickname, item.plan_id) AS plan,
  price.${priceTable === 'price' ? 'unit_amount' : 'amount'} AS unit_amount
FROM ${table('subscription_item')} AS item
LEFT JOIN ${table(priceTable)} AS price
  ON price.id = item.plan_id
LEFT JOIN ${table('product')} AS product
  ON product.id = price.product_id`,
    },
    options,
  );
}
