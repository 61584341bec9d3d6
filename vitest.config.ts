import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The packages' sources: see tsconfig.json.
  resolve: { tsconfigPaths: true },
  test: {
    // What `npm test` leaves to `npm run test:all` is in files named *.long.test.ts.
    include: ['{test,packages/*/test}/**/*.test.ts'],
    // Files wait for their servers more than they compute.
    maxWorkers: 2,
    globalSetup: ['test/harness/global-setup.ts'],
    setupFiles: ['test/harness/each-file.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
