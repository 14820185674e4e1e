import { defineConfig } from 'vitest/config';

// Processes are started here: on a busy machine that takes longer than Vitest's five seconds.
export default defineConfig({ test: { testTimeout: 30_000, hookTimeout: 60_000 } });
