import { configDefaults, defineConfig } from 'vitest/config';

// What needs node_exporter and Prometheus is a tier of its own: `npm run parity`.
export default defineConfig({ test: { exclude: [...configDefaults.exclude, '**/*.integration.test.ts'] } });
