import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

/** Where PGlite is. */
export const pglite = createRequire(import.meta.url).resolve('@electric-sql/pglite');

/** Makes the files of a new Postgres, packed. */
const threadSource = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { PGlite } = require(workerData.pglite);
  (async () => {
    const postgres = await PGlite.create();
    const files = await (await postgres.dumpDataDir('gzip')).arrayBuffer();
    parentPort.postMessage(files, [files]);
  })();
`;

let made: Promise<Uint8Array> | undefined;

/**
 * The packed files of a new Postgres. Making them takes most of the time and the memory of starting one, so it is done
 * once for an installation: they are kept in the `node_modules` that holds PGlite, where that can be written.
 */
export function newFiles(): Promise<Uint8Array> {
  made ??= keptOrMade().catch((error) => {
    made = undefined;
    throw error;
  });
  return made;
}

async function keptOrMade(): Promise<Uint8Array> {
  const kept = keptFile();
  return readFile(kept).catch(async () => {
    const files = await make();
    await keep(kept, files);
    return files;
  });
}

function keptFile(): string {
  const folder = path.resolve(path.dirname(pglite), '..');
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    version: string;
  };
  const nodeModules = path.resolve(folder, '..', '..');
  return path.join(nodeModules, '.cache', 'cube-activation-metrics', `pglite-${version}.tar.gz`);
}

/** In a thread that ends, which gives the memory back. */
async function make(): Promise<Uint8Array> {
  const worker = new Worker(threadSource, { eval: true, workerData: { pglite } });
  worker.unref();
  const [files] = (await once(worker, 'message')) as [ArrayBuffer];
  await worker.terminate();
  return new Uint8Array(files);
}

async function keep(file: string, files: Uint8Array): Promise<void> {
  const draft = `${file}.${process.pid}`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(draft, files);
    await rename(draft, file);
  } catch {
    // A read-only installation: each process makes its own.
  }
}
