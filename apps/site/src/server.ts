import { runService } from '@lab/service';
import { buildApp } from './app.ts';
import { SITE_SETTINGS } from './settings.ts';

await runService({
  name: 'site',
  settings: SITE_SETTINGS,
  build: (config, telemetry) => buildApp({ config, telemetry }),
});
