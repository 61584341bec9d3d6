import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { AddonError } from './addon-error.ts';
import { downloadAddon } from './download.ts';
import type { CubeErrorClass, SqlApiState } from './sql-interface.ts';

/** The module Cube's server and its siblings call into. Its functions are plain properties, looked up at each call. */
export type NativeModule = typeof import('@cubejs-backend/native');

/** What serves the functions of `@cubejs-backend/native` in this process. */
export type Engine =
  | { kind: 'native' }
  /** Why it serves, and where its SQL API is, once Cube's server has started. */
  | { kind: 'stand-in'; reason: string; sqlApi(): SqlApiState };

export interface NativeAddonOptions {
  /** Whether a missing add-on may be downloaded, once for each version of it. */
  download: boolean;
  /** How long the download may take, in milliseconds; 30 s unless told. */
  timeoutMs?: number;
  /** Told in a few words before something starts that takes long. */
  onProgress?: (text: string) => void;
  /** A file from which `@cubejs-backend/server` is found; this one, outside of tests. */
  resolveFrom?: string;
}

/**
 * Makes `@cubejs-backend/native` usable before Cube's server starts: with the package's own binary where it loads or
 * can be downloaded, with our JavaScript stand-in otherwise. The stand-in isn't even imported where the binary loads.
 *
 * With `ACTIVATION_NATIVE=require` there is no stand-in: nothing else than the add-on serves.
 *
 * With the stand-in, `CUBEJS_TESSERACT_SQL_PLANNER` becomes `false`, because Cube's newer planner is in the binary.
 *
 * @returns which of the two serves, and for the stand-in why, as a part of a sentence.
 * @throws {AddonError} when the add-on is required and can't be loaded.
 * @throws when `@cubejs-backend/server` isn't installed, or when a signal to this process interrupts the download. A
 *   download that fails is no error.
 *
 * @example
 * const engine = await prepareNativeAddon({ download: true, onProgress: console.log });
 * const { CubejsServer } = await import('@cubejs-backend/server');
 */
export async function prepareNativeAddon(options: NativeAddonOptions): Promise<Engine> {
  const { download, timeoutMs = 30_000, onProgress, resolveFrom = import.meta.url } = options;

  const required = isRequired();
  // Resolved the way Cube's server does it, so that both get the same instance of the module.
  const requireBesideServer = createRequire(createRequire(resolveFrom).resolve('@cubejs-backend/server'));
  const native = requireBesideServer('@cubejs-backend/native') as NativeModule;
  const packageFile = requireBesideServer.resolve('@cubejs-backend/native/package.json');

  if (!loadError(native)) return { kind: 'native' };

  const reason = download
    ? await tryOnce(native, packageFile, timeoutMs, onProgress)
    : 'the download of the add-on is off';
  if (reason === undefined) return { kind: 'native' };
  if (required) {
    throw new AddonError(
      `Cube's native add-on can't be loaded (${reason}), and ACTIVATION_NATIVE=require asks for it: ${loadError(native)?.message.split('\n')[0]}. Install it (npm rebuild @cubejs-backend/native --ignore-scripts=false), or unset ACTIVATION_NATIVE for the JavaScript stand-in.`,
    );
  }

  const { installStandIn } = await import('./install.ts');
  const sqlApi = installStandIn(native, () => cubeErrorClass(requireBesideServer));
  process.env.CUBEJS_TESSERACT_SQL_PLANNER = 'false';
  return { kind: 'stand-in', reason, sqlApi };
}

/** @throws {AddonError} where `ACTIVATION_NATIVE` says something else */
function isRequired(): boolean {
  const { ACTIVATION_NATIVE: native } = process.env;
  if (native && native !== 'require') {
    throw new AddonError(`ACTIVATION_NATIVE is ${native}. It is require, or not set.`);
  }
  return native === 'require';
}

/** Downloads the add-on unless that was tried before; returns why it still can't be loaded, or undefined if it can. */
async function tryOnce(
  native: NativeModule,
  packageFile: string,
  timeoutMs: number,
  onProgress?: (text: string) => void,
): Promise<string | undefined> {
  const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string };
  const marker = triedMarker(packageFile, version);
  if (existsSync(marker)) {
    return `its download was tried before; remove ${path.relative(process.cwd(), marker)} to try again`;
  }

  onProgress?.(
    `Downloading Cube's native add-on ${version} (tried once, for at most ${timeoutMs / 1000} s) …`,
  );
  const failure = await downloadAddon(packageFile, timeoutMs);
  const error = loadError(native);
  if (!error) return undefined;

  await leaveMarker(marker);
  return failure ?? `the add-on was downloaded but doesn't load (${error.message.split('\n')[0]})`;
}

function loadError(native: NativeModule): Error | undefined {
  try {
    native.loadNative();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Inside the `node_modules` that holds the add-on, so that `npm ci`, which empties it, also forgets the attempt. */
function triedMarker(packageFile: string, version: string): string {
  const nodeModules = path.resolve(path.dirname(packageFile), '..', '..');
  const name = `native-${version}-${process.platform}-${process.arch}.tried`;
  return path.join(nodeModules, '.cache', 'cube-activation-metrics', name);
}

async function leaveMarker(marker: string): Promise<void> {
  const draft = `${marker}.${process.pid}`;
  try {
    await mkdir(path.dirname(marker), { recursive: true });
    await writeFile(draft, `${new Date().toISOString()}\n`);
    await rename(draft, marker);
  } catch {
    // A read-only installation: the next start tries again, which is slower but not wrong.
  }
}

/** The error class whose status Cube's API gateway answers with. It comes along with the server, two packages deep. */
function cubeErrorClass(requireBesideServer: NodeJS.Require): CubeErrorClass {
  const requireBesideCore = createRequire(requireBesideServer.resolve('@cubejs-backend/server-core'));
  const gateway = requireBesideCore('@cubejs-backend/api-gateway') as { CubejsHandlerError: CubeErrorClass };
  return gateway.CubejsHandlerError;
}
