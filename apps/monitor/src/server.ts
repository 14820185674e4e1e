import { runService } from '@lab/service';
import { buildApp } from './app.ts';
import { openDatabase } from './open-database.ts';
import { MonitorSettings } from './settings.ts';

await runService({
  name: 'monitor',
  settings: MonitorSettings,
  async build(settings, telemetry) {
    const database = openDatabase(settings, telemetry);
    return buildApp({ telemetry, database, settings, now: Date.now });
  },
});
