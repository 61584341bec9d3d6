import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import chosen from '../../activation.config.ts';
import { validateConfig } from '../config/config.ts';
import { metricsDocument } from './document.ts';
import { documentedViews } from './guides.ts';
import { compileMetadata } from './metadata.ts';

/** `npm run docs`: writes `docs/metrics.md`, with the definitions that the repository comes with. */
const file = fileURLToPath(new URL('../../docs/metrics.md', import.meta.url));

const definitions = validateConfig(chosen, 'activation.config.ts');
const model = await compileMetadata(definitions);
await writeFile(file, metricsDocument(model, await documentedViews(definitions), definitions));
console.log(`The metrics are described in ${file}`);
