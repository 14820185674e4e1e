import { defineConfig } from 'vitest/config';

// Tests that lie in a starter or a solution are the learner's.
export default defineConfig({
  test: { include: ['*.test.ts', '*/*.test.ts', '*/checks/**/*.test.ts'] },
});
