import { defineConfig } from 'vitest/config';

/** Beside real engines: node_exporter, whose every number is compared, and a Prometheus that asks both. */
export default defineConfig({
  test: { include: ['test/**/*.integration.test.ts'], fileParallelism: false, testTimeout: 60_000 },
});
