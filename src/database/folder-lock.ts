import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A folder that one process at a time may use. */
export interface FolderLock {
  /** Gives the folder free; the end of the process does, too. */
  release(): void;
}

/**
 * Locks a folder by a lock of the operating system on a file in it. It lasts exactly as long as its process: it isn't
 * lost while that is suspended or asleep, and isn't left behind when it is killed.
 *
 * @returns undefined where another process has the lock
 */
export async function lockFolder(folder: string): Promise<FolderLock | undefined> {
  // Imported here: it is a binary, which commands without an embedded Postgres can do without.
  const { tryLock } = await import('fs-native-extensions');
  const descriptor = openSync(lockFile(folder), 'a+');
  if (!tryLock(descriptor)) {
    closeSync(descriptor);
    return undefined;
  }
  ftruncateSync(descriptor);
  writeSync(descriptor, String(process.pid));
  return { release: () => closeSync(descriptor) };
}

/** The process that has a folder locked, as a part of a sentence. */
export function lockOwner(folder: string): string {
  const pid = readFileSync(lockFile(folder), 'utf8');
  return pid === '' ? 'Another process' : `Another process (${pid})`;
}

/** It stays: deleting a file that others lock would let two in. */
const lockFile = (folder: string): string => join(folder, 'lock');
