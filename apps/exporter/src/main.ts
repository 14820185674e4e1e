import { flushCompileCache } from 'node:module';
import { exportMetrics } from './export-metrics.ts';
import { handedSettings } from './process/handed-settings.ts';
import { restartLean, STAGE } from './process/lean-restart.ts';

// Started by server.ts, twice: the first time only to have every module below `exportMetrics` in the compile cache.
if (process.env[STAGE] === 'compile') {
  flushCompileCache();
  restartLean('export', process.env);
}
await exportMetrics(handedSettings(process.env));
