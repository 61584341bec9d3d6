import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '../config/config.ts';
import { configFile } from '../cube/cube-options.ts';
import { transpileModel } from '../cube/model-repository.ts';

/** `npm run build`: writes the model as plain JavaScript into `dist/model`, for a stock Cube deployment. */
const folder = fileURLToPath(new URL('../../dist/model', import.meta.url));

const file = configFile();
const files = await transpileModel(await loadConfig(file));
await rm(folder, { recursive: true, force: true });
for (const { fileName, content } of files) {
  const path = join(folder, fileName);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
console.log(`${files.length} model files written to dist/model, with the configuration of ${file}`);
