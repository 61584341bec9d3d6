import type { z } from 'zod';

/** What is wrong with a file, a line for each problem, led by its path: `  [0].query.measures: …`. */
export function invalidPaths({ issues }: z.ZodError): string {
  return issues
    .map(({ path, message }) => {
      const place = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
      return `  ${place.replace(/^\./, '') || 'the whole file'}: ${message}`;
    })
    .join('\n');
}
