/** Sources for the schemas of events, billing and sales that companies already have in Postgres: see docs/presets.md. */
export {
  type AmplitudeFivetranAccountOptions,
  type AmplitudeFivetranOptions,
  amplitudeFivetran,
} from './amplitude-fivetran.ts';
export { type HubspotFivetranOptions, hubspotFivetran } from './hubspot-fivetran.ts';
export {
  type MixpanelFivetranAccountOptions,
  type MixpanelFivetranOptions,
  mixpanelFivetran,
} from './mixpanel-fivetran.ts';
export type {
  AccountAttributes,
  AccountOptions,
  EventOptions,
  ExpansionOffering,
  UserAttributes,
} from './options.ts';
export { type PosthogAccountOptions, type PosthogOptions, posthog } from './posthog.ts';
export { type SegmentAccountOptions, type SegmentOptions, segment } from './segment.ts';
export {
  type SnowplowAccountOptions,
  type SnowplowOptions,
  type SnowplowProperty,
  snowplow,
} from './snowplow.ts';
export type { StripeOptions } from './stripe.ts';
export { stripeAirbyte } from './stripe-airbyte.ts';
export { type StripeFivetranOptions, stripeFivetran } from './stripe-fivetran.ts';
