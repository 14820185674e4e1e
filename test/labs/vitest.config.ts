import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    globalSetup: ['src/lab-of-learners.ts'],
    fileParallelism: false,
    // Every task of a lab waits for its deadline at least once, and lab 5 for labels that come ten minutes late.
    testTimeout: 2_400_000,
    hookTimeout: 300_000,
    reporters: ['verbose'],
  },
});
