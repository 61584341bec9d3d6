/** What the tests of presets expect is what a server answers from rollups. */
import './mapped-sources.ts';

await import('../presets/amplitude-fivetran.test.ts');
await import('../presets/mixpanel-fivetran.test.ts');
await import('../presets/posthog.test.ts');
await import('../presets/segment.test.ts');
await import('../presets/snowplow.test.ts');
