import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import chosen from '../../activation.config.ts';
import { validateConfig } from '../../src/config/config.ts';
import { compileMetadata } from '../../src/cube/model-metadata.ts';
import { declarationsOf } from '../../src/typed-client/declarations.ts';
import { documentedViews } from './documented-views.ts';
import { kpisDocument } from './kpis-document.ts';
import { metricsDocument } from './metrics-document.ts';

/** `npm run docs`: writes what is made from the model, with the definitions that the repository comes with. */
const fileOf = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

const definitions = validateConfig(chosen, 'activation.config.ts');
const model = await compileMetadata(definitions);
const declared = await documentedViews(definitions);
await writeFile(fileOf('docs/metrics.md'), metricsDocument(model, declared, definitions));
await writeFile(fileOf('docs/kpis.md'), await kpisDocument(model, declared, definitions.sources));
await writeFile(fileOf('examples/client/cube.d.ts'), declarationsOf(model));
console.log(
  `The metrics are described in ${fileOf('docs/metrics.md')}, the catalogue's KPIs in ${fileOf('docs/kpis.md')}; the client's types are in ${fileOf('examples/client/cube.d.ts')}`,
);
