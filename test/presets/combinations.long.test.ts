/** Presets side by side in one configuration, each over tables made after the vendors' documentation. */
import { describe, expect, test } from 'vitest';
import type { ActivationConfig } from '../../src/config/config.ts';
import {
  amplitudeFivetran,
  hubspotFivetran,
  mixpanelFivetran,
  posthog,
  segment,
  snowplow,
  stripeAirbyte,
  stripeFivetran,
} from '../../src/presets/index.ts';
import { createdEvent, eventNames, insert, openWarehouse, story } from './story.ts';
import {
  amplitudeFivetranTables,
  hubspotFivetranTables,
  mixpanelFivetranTables,
  posthogTables,
  segmentTables,
  snowplowTables,
  stripeAirbyteTables,
  stripeFivetranTables,
} from './vendor-tables.ts';

const fivetranTables = stripeFivetranTables('stripe', 'subscription_history', 'price');

describe.each([
  {
    together: 'Segment, Stripe by Fivetran and HubSpot',
    tables: segmentTables('analytics', 'TIMESTAMPTZ') + fivetranTables + hubspotFivetranTables('hubspot'),
    config: {
      sources: {
        ...segment({ schema: 'analytics', ...eventNames, account: { createdEvent } }),
        ...stripeFivetran({ account: { metadataKey: 'account_id' } }),
        ...hubspotFivetran({ user: { property: 'app_user_id' }, hasTickets: true }),
      },
    } satisfies ActivationConfig,
  },
  {
    together: 'PostHog and Stripe by Airbyte',
    tables: posthogTables('posthog') + stripeAirbyteTables('stripe'),
    config: {
      sources: {
        ...posthog({ schema: 'posthog', account: { groupType: 'company' } }),
        ...stripeAirbyte({ account: { metadataKey: 'account_id' } }),
      },
    } satisfies ActivationConfig,
  },
  {
    together: 'Snowplow, Stripe by Airbyte and HubSpot',
    tables: snowplowTables('atomic') + stripeAirbyteTables('stripe') + hubspotFivetranTables('hubspot'),
    config: {
      sources: {
        ...snowplow({ account: { id: { table: 'com_acme_account_1', column: 'account_id' } } }),
        ...stripeAirbyte({ account: { metadataKey: 'account_id' } }),
        ...hubspotFivetran({ user: { property: 'app_user_id' } }),
      },
    } satisfies ActivationConfig,
  },
  {
    together: 'Mixpanel, Stripe and HubSpot, all by Fivetran',
    tables: mixpanelFivetranTables('mixpanel') + fivetranTables + hubspotFivetranTables('hubspot'),
    config: {
      sources: {
        ...mixpanelFivetran({ account: { groupKey: 'company_id' } }),
        ...stripeFivetran({ account: { metadataKey: 'account_id' } }),
        ...hubspotFivetran({ user: { property: 'app_user_id' } }),
      },
    } satisfies ActivationConfig,
  },
  {
    together: 'Amplitude and Stripe, both by Fivetran',
    tables: amplitudeFivetranTables('amplitude') + fivetranTables,
    config: {
      sources: {
        ...amplitudeFivetran({ account: { groupType: 'company' } }),
        ...stripeFivetran({ account: { metadataKey: 'account_id' } }),
      },
    } satisfies ActivationConfig,
  },
])('$together', ({ tables, config: { sources } }) => {
  const warehouse = openWarehouse(tables);

  test('each source can be read, and joined', async () => {
    const { checks, sources: read } = await warehouse.examine(sources);
    expect(checks.filter(({ severity }) => severity === 'error')).toEqual([]);
    // Activations and expansions need events that not each of them names.
    const off = ['activatedUsers', 'expansionActivation'];
    expect(read.filter(({ source }) => !off.includes(source)).map(({ readFrom }) => readFrom)).toEqual(
      read.filter(({ source }) => !off.includes(source)).map(() => 'a query'),
    );
    expect(read.map(({ source }) => source)).toEqual(expect.arrayContaining(['subscriptions', 'payments']));
  });
});

describe('the numbers of Segment, Stripe and HubSpot together', () => {
  const at = (time: string) => `2026-${time}+00`;
  const subscription = (id: string, customer: string, start: string, end: string, more: object = {}) => ({
    id,
    _fivetran_active: 'true',
    customer_id: customer,
    status: 'active',
    start_date: at(start),
    trial_start: at(start),
    trial_end: at(end),
    metadata: {},
    livemode: 'true',
    ...more,
  });
  const charge = (id: string, customer: string, amount: number, time: string, currency = 'usd') => ({
    id,
    customer_id: customer,
    amount,
    currency,
    status: 'succeeded',
    captured: 'true',
    livemode: 'true',
    created: at(time),
  });
  const rows =
    insert(
      'analytics.tracks',
      story.map(({ id, user, at, name, account }) => ({
        id,
        user_id: user,
        timestamp: `${at}+00`,
        event_text: name,
        context_group_id: account,
      })),
    ) +
    insert(
      'analytics.groups',
      [...new Map(story.map(({ user, account }) => [user, account]))].flatMap(([user, account]) =>
        user && account
          ? [{ id: `g-${user}`, user_id: user, group_id: account, timestamp: at('01-01 09:00:00') }]
          : [],
      ),
    ) +
    insert('stripe.customer', [
      { id: 'cus_1', metadata: { account_id: 'acme' } },
      { id: 'cus_2', metadata: { account_id: 'globex' } },
    ]) +
    insert('stripe.subscription_history', [
      // acme's trial went on; globex's began after its creation, and ended with nothing.
      subscription('sub_1', 'cus_1', '01-01 11:00:00', '01-15 11:00:00', {
        metadata: { self_serve: 'true' },
      }),
      subscription('sub_2', 'cus_2', '01-04 00:00:00', '01-18 00:00:00', {
        status: 'canceled',
        ended_at: at('01-18 00:00:00'),
      }),
    ]) +
    insert('stripe.charge', [
      charge('ch_1', 'cus_1', 2999, '01-15 11:00:00'),
      charge('ch_2', 'cus_2', 5000, '01-18 00:00:00', 'eur'),
    ]) +
    insert('stripe.refund', [
      { id: 're_1', charge_id: 'ch_1', amount: 1000, status: 'succeeded', created: at('02-01 00:00:00') },
    ]) +
    insert('hubspot.contact', [
      {
        id: 1,
        _fivetran_deleted: 'false',
        property_createdate: '2025-12-31 10:00:00+00',
        property_app_user_id: 'ann',
      },
      { id: 2, _fivetran_deleted: 'false', property_createdate: '2026-01-10 10:00:00+00' },
    ]) +
    insert('hubspot.engagement_email', [
      {
        engagement_id: 10,
        _fivetran_deleted: 'false',
        property_hs_timestamp: '2026-01-10 12:00:00+00',
        property_hs_email_direction: 'EMAIL',
      },
    ]) +
    insert('hubspot.engagement_contact', [{ engagement_id: 10, contact_id: 2 }]);
  const warehouse = openWarehouse(
    segmentTables('analytics', 'TIMESTAMPTZ') +
      stripeFivetranTables('stripe', 'subscription_history', 'price') +
      hubspotFivetranTables('hubspot') +
      rows,
  );
  const sources = {
    ...segment({
      schema: 'analytics',
      ...eventNames,
      account: { createdEvent, idColumn: 'context_group_id' },
    }),
    ...stripeFivetran({ account: { metadataKey: 'account_id' }, selfServeMetadataKey: 'self_serve' }),
    ...hubspotFivetran({ user: { property: 'app_user_id' } }),
  };

  test('trials', async () => {
    // Of Ann and Bob at acme, and Cat at globex, Ann and Bob did three things in their trial.
    // 29.99 less 10.00 dollars of three users; euros count nowhere.
    expect(
      await warehouse.ask(sources, {
        view: 'Trials',
        measures: ['trialUsers', 'trialEngagementRate', 'revenuePerTrialUser'],
      }),
    ).toEqual([{ trialUsers: 3, trialEngagementRate: 66.67, revenuePerTrialUser: 6.66 }]);
  });

  test('free to paid', async () => {
    expect(
      await warehouse.ask(sources, { view: 'FreeToPaid', measures: ['selfServeConversionRate'] }),
    ).toEqual([{ selfServeConversionRate: 50 }]);
  });

  test('leads', async () => {
    expect(
      await warehouse.ask(sources, {
        view: 'Leads',
        measures: ['leadConversionRate', 'averageHoursToResponse'],
      }),
    ).toEqual([{ leadConversionRate: 50, averageHoursToResponse: 2 }]);
  });
});
