import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import chosen from '../../activation.config.ts';
import { validateConfig } from '../config/config.ts';
import { metricsDocument } from './document.ts';
import { documentedViews } from './guides.ts';
import { kpisDocument } from './kpis-document.ts';
import { compileMetadata } from './metadata.ts';

/** `npm run docs`: writes what is made from the model, with the definitions that the repository comes with. */
const fileOf = (name: string): string => fileURLToPath(new URL(`../../docs/${name}`, import.meta.url));

const definitions = validateConfig(chosen, 'activation.config.ts');
const model = await compileMetadata(definitions);
const declared = await documentedViews(definitions);
await writeFile(fileOf('metrics.md'), metricsDocument(model, declared, definitions));
await writeFile(fileOf('kpis.md'), await kpisDocument(model, declared, definitions.sources));
console.log(
  `The metrics are described in ${fileOf('metrics.md')}, the catalogue's KPIs in ${fileOf('kpis.md')}`,
);
