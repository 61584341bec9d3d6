import { defineConfig } from 'vitest/config';

const tests = '{test,packages/*/test}/**/*.test.ts';
const longTests = '{test,packages/*/test}/**/*.long.test.ts';
const testsOfFixes = 'packages/cube-fixes/test/*.test.ts';
const globalSetup = ['test/harness/global-setup.ts'];

export default defineConfig({
  // The packages' sources: see tsconfig.json.
  resolve: { tsconfigPaths: true },
  test: {
    // Files wait for their servers more than they compute.
    maxWorkers: 2,
    setupFiles: ['test/harness/each-file.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      // Files that share what they import: one after another in the same worker.
      {
        extends: true,
        test: {
          name: 'together',
          include: [tests],
          exclude: [longTests, testsOfFixes],
          isolate: false,
          globalSetup,
        },
      },
      // They see Cube as it comes, which another file would have mended.
      { extends: true, test: { name: 'stock-cube', include: [testsOfFixes] } },
      // What `npm test` leaves to `npm run test:all`.
      { extends: true, test: { name: 'long', include: [longTests], globalSetup } },
    ],
  },
});
