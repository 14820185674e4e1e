import type { Database, Statement } from '@lab/postgres';
import type { EntityRow } from '../domain/entity-row.ts';
import type { FeatureView } from '../domain/feature-view.ts';
import { columnType } from './column-type.ts';

type LookupRow = [entityId: string, eventTime: number, ...values: (number | null)[]];

interface ViewStatistics {
  readonly entities: number;
  /** Unix time in milliseconds; undefined while nothing is stored. */
  readonly newestEventTime: number | undefined;
}

/** The rows of one feature view in Postgres: one statement per operation, however many entities it is about. */
export class FeatureStore {
  readonly view: FeatureView;
  readonly #database: Database;
  readonly #lookup: Statement;
  readonly #write: Statement;
  readonly #statistics: Statement;

  constructor(view: FeatureView, database: Database) {
    this.view = view;
    this.#database = database;
    this.#lookup = { name: `${view.name}.lookup`, operation: 'lookup', text: lookupSql(view) };
    this.#write = { name: `${view.name}.write`, operation: 'write', text: writeSql(view) };
    this.#statistics = {
      name: `${view.name}.statistics`,
      operation: 'statistics',
      text: statisticsSql(view),
    };
  }

  /** The stored rows among `entityIds`, in no particular order; unknown entities are absent. */
  async lookup(entityIds: readonly string[]): Promise<EntityRow[]> {
    const rows = await this.#database.query<LookupRow>(this.#lookup, [entityIds]);
    return rows.map(([entityId, eventTime, ...values]) => ({ entityId, eventTime, values }));
  }

  /**
   * Stores the rows that are newer than what is there, all or none in case of an error.
   * @param rows at most one per entity, ordered by entity
   * @returns how many were newer
   */
  async write(rows: readonly EntityRow[]): Promise<number> {
    if (rows.length === 0) return 0;
    const columns = [
      rows.map((row) => row.entityId),
      rows.map((row) => new Date(row.eventTime).toISOString()),
      ...this.view.features.map((_, index) => rows.map((row) => row.values[index])),
    ];
    const stored = await this.#database.query<[string]>(this.#write, columns);
    return stored.length;
  }

  async statistics(): Promise<ViewStatistics> {
    const [row] = await this.#database.query<[entities: number, newest: number | null]>(this.#statistics, []);
    return { entities: row?.[0] ?? 0, newestEventTime: row?.[1] ?? undefined };
  }
}

// Milliseconds as a double: pg would parse a timestamptz from text, for every row, into a Date that nobody needs.
const milliseconds = (expression: string): string =>
  `(extract(epoch FROM ${expression}) * 1000)::double precision`;

const columnsOf = (view: FeatureView): string => view.features.map((feature) => feature.name).join(', ');

const lookupSql = (view: FeatureView): string =>
  `SELECT entity_id, ${milliseconds('event_timestamp')}, ${columnsOf(view)} FROM ${view.name} WHERE entity_id = ANY($1)`;

function writeSql(view: FeatureView): string {
  const arrays = view.features.map((feature, index) => `$${index + 3}::${columnType(feature)}[]`);
  const updates = view.features.map((feature) => `${feature.name} = excluded.${feature.name}`);
  return `INSERT INTO ${view.name} AS stored (entity_id, event_timestamp, ${columnsOf(view)})
    SELECT * FROM unnest($1::text[], $2::timestamptz[], ${arrays.join(', ')})
    ON CONFLICT (entity_id) DO UPDATE SET event_timestamp = excluded.event_timestamp, ${updates.join(', ')}
    WHERE excluded.event_timestamp > stored.event_timestamp
    RETURNING entity_id`;
}

// Reads the whole table. An index on event_timestamp would answer max() at once and cost every write its heap-only
// update; at 100,000 rows the scan takes tens of milliseconds, a few times a minute.
const statisticsSql = (view: FeatureView): string =>
  `SELECT count(*)::integer, ${milliseconds('max(event_timestamp)')} FROM ${view.name}`;
