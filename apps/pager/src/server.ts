import { runService } from '@lab/service';
import { buildApp } from './app.ts';
import { PAGER_SETTINGS } from './settings.ts';

await runService({
  name: 'pager',
  settings: PAGER_SETTINGS,
  build: (config, telemetry) => buildApp({ config, telemetry, now: Date.now }),
});
