/** What the tests of presets expect is what a server answers from rollups. */
import './mapped-sources.ts';

await import('../presets/amplitude-fivetran.long.test.ts');
await import('../presets/mixpanel-fivetran.long.test.ts');
await import('../presets/posthog.test.ts');
await import('../presets/segment.test.ts');
await import('../presets/snowplow.long.test.ts');
