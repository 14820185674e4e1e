import { defineConfig } from 'vitest/config';

// The tests poll with deadlines of ten seconds, so that a busy machine is no failure.
export default defineConfig({ test: { testTimeout: 20_000 } });
