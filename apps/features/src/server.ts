import { runService } from '@lab/service';
import { Database } from './adapters/database.ts';
import { migrate } from './adapters/migrate.ts';
import { MIGRATIONS } from './adapters/migrations.ts';
import { buildApp } from './app.ts';
import { USER_ACTIVITY } from './domain/definitions.ts';
import { queryDurations } from './metrics.ts';
import { FEATURES_SETTINGS } from './settings.ts';

await runService({
  name: 'features',
  settings: FEATURES_SETTINGS,
  async build(config, telemetry) {
    const database = new Database({
      url: config.DATABASE_URL,
      poolSize: config.DATABASE_POOL_SIZE,
      timeoutMs: config.DATABASE_TIMEOUT_MS,
      logger: telemetry.logger,
      migrate: (client) => migrate(client, MIGRATIONS, [USER_ACTIVITY]),
      observeQuery: queryDurations(telemetry.metrics),
    });
    database.start();
    return buildApp({ telemetry, database, faults: config, now: Date.now });
  },
});
