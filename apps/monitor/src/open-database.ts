import type { Telemetry } from '@lab/instrumentation';
import { Database, migrate } from '@lab/postgres';
import { MIGRATIONS, SCHEMA } from './adapters/migrations.ts';
import { StoreUnavailable } from './errors.ts';
import { storeDurations } from './metrics.ts';
import type { MonitorSettings } from './settings.ts';

/** The monitor's database; connecting goes on in the background. */
export function openDatabase(settings: MonitorSettings, telemetry: Telemetry): Database {
  const database = new Database({
    url: settings.DATABASE_URL,
    application: 'monitor',
    poolSize: settings.DATABASE_POOL_SIZE,
    timeoutMs: settings.DATABASE_TIMEOUT_MS,
    logger: telemetry.logger,
    migrate: (client) => migrate(client, { migrations: MIGRATIONS, schema: SCHEMA }),
    observeQuery: storeDurations(telemetry.metrics),
    unavailable: () => new StoreUnavailable(),
  });
  database.start();
  return database;
}
