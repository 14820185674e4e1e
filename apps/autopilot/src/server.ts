import { runService } from '@lab/service';
import { buildApp } from './app.ts';
import { AutopilotSettings } from './settings.ts';

await runService({
  name: 'autopilot',
  settings: AutopilotSettings,
  build: (settings, telemetry) => buildApp({ settings, telemetry, now: Date.now }),
});
