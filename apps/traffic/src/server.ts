import { runService } from '@lab/service';
import { buildApp } from './app.ts';
import { checkSettings, TrafficSettings } from './settings.ts';

await runService({
  name: 'traffic',
  settings: TrafficSettings,
  build: async (settings, telemetry) => {
    checkSettings(settings);
    return await buildApp(settings, telemetry);
  },
});
