import { fstatSync, writeSync } from 'node:fs';

/**
 * Lets the process go on where the disk that its log is on is full: what doesn't fit is lost, and the log goes on when
 * there is room again. Node by itself throws at whoever prints.
 */
export function outliveFullDisk(): void {
  for (const stream of [process.stdout, process.stderr]) {
    const { fd } = stream;
    const kind = fstatSync(fd);
    // A pipe has somebody else's disk behind it, and a terminal none.
    if (stream.isTTY || !(kind.isFile() || kind.isCharacterDevice())) continue;
    stream.write = (chunk: string | Uint8Array): boolean => {
      try {
        writeSync(fd, typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
      return true;
    };
  }
}
