/** What the tests of mappings expect is what a server answers from rollups. */
import './mapped-sources.ts';

await import('../mapping.test.ts');
