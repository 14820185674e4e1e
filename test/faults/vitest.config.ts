import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    fileParallelism: false,
    // Every fault of the catalogue, one after the other, each with its detection and its resolution.
    testTimeout: 3_600_000,
    hookTimeout: 240_000,
    reporters: ['verbose'],
  },
});
