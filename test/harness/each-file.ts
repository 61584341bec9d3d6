import { afterAll, vi } from 'vitest';
import './end-with-run.ts';

// `npm test` runs one file after another in the same worker, where they share what they import.
afterAll(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  vi.useRealTimers();
});
