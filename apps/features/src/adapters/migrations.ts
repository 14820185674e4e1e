import type { Migration } from '@lab/postgres';
import { USER_ACTIVITY } from '../domain/definitions.ts';

/**
 * The schema's history, applied in order and once each. Never edit an entry that has run somewhere: append.
 *
 * Columns of features are not listed: `addMissingColumns` adds one for each feature that the definitions name and the
 * table lacks. A rename, a change of type or a removal needs an entry here.
 */
export const MIGRATIONS: readonly Migration[] = [
  {
    name: '0001_user_activity',
    // fillfactor: the free space lets an update stay in its page, without a new index entry (heap-only tuples).
    sql: `CREATE TABLE ${USER_ACTIVITY.name} (
            entity_id text PRIMARY KEY,
            event_timestamp timestamptz NOT NULL
          ) WITH (fillfactor = 80)`,
  },
];
