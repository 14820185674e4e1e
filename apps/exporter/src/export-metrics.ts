import { liveAsService } from '@lab/service/life';
import { openApp } from './app.ts';
import type { ExporterConfig } from './settings.ts';

/** The exporter with settings that are checked already. */
export const exportMetrics = (config: ExporterConfig): Promise<void> =>
  liveAsService({
    name: 'exporter',
    settings: config,
    build: (telemetry) => openApp(config, telemetry),
  });
