import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // They wait for Cube's own refresh, minutes in all: `npm run test:refresh`.
    exclude: ['**/node_modules/**', ...(process.env.REFRESH ? [] : ['test/rollups/refresh.test.ts'])],
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/harness/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
