import { configOrExit } from '@lab/service';
import { withSettings } from './process/handed-settings.ts';
import { restartLean } from './process/lean-restart.ts';
import { exporterSettings } from './settings.ts';

const config = configOrExit(exporterSettings);
restartLean('compile', withSettings(config, process.env));

// Where a process cannot be replaced, it does both.
const { exportMetrics } = await import('./export-metrics.ts');
await exportMetrics(config);
