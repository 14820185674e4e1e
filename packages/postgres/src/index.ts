/** A PostgreSQL connection that services share the care of: outages, migrations, prepared statements. */
export { Database, type DatabaseOptions, type ObserveQuery, type Statement } from './database.ts';
export { isOutage } from './database-errors.ts';
export { type Migration, type MigrationOptions, migrate } from './migrate.ts';
export { observePool } from './observe-pool.ts';
export { observeSize } from './observe-size.ts';
