import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import definitions from '../../activation.config.ts';
import { metricsDocument } from './document.ts';
import { compileMetadata } from './metadata.ts';

/** `npm run docs`: writes `docs/metrics.md`, with the definitions that the repository comes with. */
const file = fileURLToPath(new URL('../../docs/metrics.md', import.meta.url));

await writeFile(file, metricsDocument(await compileMetadata(definitions), definitions));
console.log(`The metrics are described in ${file}`);
