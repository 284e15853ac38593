import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Tests start servers, native sessions and child processes: one process each keeps them apart.
    pool: 'forks',
    maxWorkers: 2,
    include: ['test/**/*.test.ts'],
    // A machine that others load is no fault: what hangs is found either way.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
