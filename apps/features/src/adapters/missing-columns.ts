import type { PoolClient } from 'pg';
import type { FeatureView } from '../domain/feature-view.ts';
import { columnType } from './column-type.ts';

/** Gives the view's table a column for each feature that the definitions name and the table lacks. */
export async function addMissingColumns(client: PoolClient, view: FeatureView): Promise<void> {
  const { rows } = await client.query<{ column_name: string }>(
    'SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1',
    [view.name],
  );
  const existing = new Set(rows.map((row) => row.column_name));
  const missing = view.features.filter((feature) => !existing.has(feature.name));
  if (missing.length === 0) return; // ALTER TABLE would wait for every reader even with nothing to add
  const additions = missing.map((feature) => `ADD COLUMN ${feature.name} ${columnType(feature)}`);
  await client.query(`ALTER TABLE ${view.name} ${additions.join(', ')}`);
}
