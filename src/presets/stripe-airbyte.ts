import { z } from 'zod';
import type { Sources } from '../config/sources.ts';
import { checkOptions } from './options.ts';
import { sqlTable } from './preset-sql.ts';
import { type StripeOptions, stripeOptions, stripeSources } from './stripe.ts';

const optionsSchema = z.strictObject(stripeOptions);

/** Airbyte leaves Stripe's times as they are: seconds since 1970. */
const instant = (seconds: string): string => `TO_TIMESTAMP(${seconds}::double precision)`;

/**
 * Subscriptions and payments in Stripe's data as Airbyte loads them to Postgres, deduped ("Incremental | Append +
 * Deduped"): a table of a stream that only appends has every state of a row.
 *
 * Reads `charges` (`id`, `customer`, `amount`, `currency`, `status`, `captured`, `livemode`, `created`), `refunds` (`id`,
 * `charge`, `amount`, `status`, `created`), `subscriptions` (`id`, `customer`, `status`, `metadata`, `livemode`,
 * `start_date`, `trial_start`, `trial_end`, `ended_at`, `items`), `products` (`id`, `name`) and `customers` (`id`,
 * `metadata`). A subscription that Airbyte calls deleted is one that has ended.
 *
 * Documented at https://docs.airbyte.com/integrations/sources/stripe and in
 * https://github.com/airbytehq/airbyte (`airbyte-integrations/connectors/source-stripe`)
 *
 * @example
 * sources: {
 *   ...posthog({ schema: 'posthog', account: { groupType: 'company' } }),
 *   ...stripeAirbyte({ account: { sql: 'SELECT stripe_id AS customer_id, id AS account_id FROM app.companies' } }),
 * },
 *
 * @throws {ActionableError} naming an option that can't be used
 */
export function stripeAirbyte(options: StripeOptions): Pick<Sources, 'subscriptions' | 'payments'> {
  checkOptions('stripeAirbyte', optionsSchema, options);
  const { schema = 'stripe', livemode = true } = options;
  const table = (name: string): string => sqlTable(schema, name);
  return stripeSources(
    {
      customers: `SELECT id, metadata FROM ${table('customers')}`,
      charges: `\
SELECT
  charges.id,
  charges.customer AS customer_id,
  charges.amount,
  charges.currency,
  ${instant('charges.created')} AS created_at
FROM ${table('charges')} AS charges
WHERE charges.status = 'succeeded'
  AND charges.captured
  AND charges.livemode = ${livemode}`,
      refunds: `\
SELECT
  refunds.id,
  refunds.charge AS charge_id,
  refunds.amount,
  ${instant('refunds.created')} AS created_at
FROM ${table('refunds')} AS refunds
WHERE refunds.status = 'succeeded'`,
      subscriptions: `\
SELECT
  subscriptions.id,
  subscriptions.customer AS customer_id,
  subscriptions.status,
  subscriptions.metadata,
  ${instant('subscriptions.start_date')} AS started_at,
  ${instant('subscriptions.trial_start')} AS trial_started_at,
  ${instant('subscriptions.trial_end')} AS trial_ended_at,
  ${instant('subscriptions.ended_at')} AS ended_at
FROM ${table('subscriptions')} AS subscriptions
WHERE subscriptions.livemode = ${livemode}`,
      items: `\
SELECT
  subscriptions.id AS subscription_id,
  COALESCE(products.name, item -> 'price' ->> 'nickname', item -> 'price' ->> 'id') AS plan,
  (item -> 'price' ->> 'unit_amount')::numeric AS unit_amount
FROM ${table('subscriptions')} AS subscriptions
CROSS JOIN LATERAL JSONB_ARRAY_ELEMENTS(subscriptions.items -> 'data') AS item
LEFT JOIN ${table('products')} AS products
  ON products.id = item -> 'price' ->> 'product'`,
    },
    options,
  );
}
