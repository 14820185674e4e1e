import type { Telemetry } from '@lab/instrumentation';
import { Database, migrate } from '@lab/postgres';
import { MIGRATIONS } from './adapters/migrations.ts';
import { addMissingColumns } from './adapters/missing-columns.ts';
import { USER_ACTIVITY } from './domain/definitions.ts';
import { FeatureStoreUnavailable } from './errors.ts';
import { queryDurations } from './metrics.ts';
import type { FeaturesSettings } from './settings.ts';

type DatabaseSettings = Pick<FeaturesSettings, 'DATABASE_URL' | 'DATABASE_POOL_SIZE' | 'DATABASE_TIMEOUT_MS'>;

/** The features' database; connecting goes on in the background. */
export function openDatabase(settings: DatabaseSettings, telemetry: Telemetry): Database {
  const database = new Database({
    url: settings.DATABASE_URL,
    application: 'features',
    poolSize: settings.DATABASE_POOL_SIZE,
    timeoutMs: settings.DATABASE_TIMEOUT_MS,
    logger: telemetry.logger,
    migrate: (client) =>
      migrate(client, {
        migrations: MIGRATIONS,
        afterwards: (sameClient) => addMissingColumns(sameClient, USER_ACTIVITY),
      }),
    observeQuery: queryDurations(telemetry.metrics),
    unavailable: () => new FeatureStoreUnavailable(),
  });
  database.start();
  return database;
}
