import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Tests start servers, native sessions and child processes: one process each keeps them apart.
    pool: 'forks',
    maxWorkers: 2,
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
