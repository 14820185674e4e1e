import { runService } from '@lab/service';
import { buildApp } from './app.ts';
import { openDatabase } from './open-database.ts';
import { FEATURES_SETTINGS } from './settings.ts';

await runService({
  name: 'features',
  settings: FEATURES_SETTINGS,
  async build(config, telemetry) {
    const database = openDatabase(config, telemetry);
    return buildApp({ telemetry, database, faults: config, now: Date.now });
  },
});
