import type { DriftReport } from '@lab/drift-report';
import type { Database, Statement } from '@lab/postgres';

const statement = (name: string, text: string): Statement => ({
  name: `drift_reports.${name}`,
  operation: 'reports',
  text,
});

const INSERT = statement(
  'insert',
  'INSERT INTO monitor.drift_reports (id, model_name, created_at, report) VALUES ($1, $2, $3, $4)',
);
const GET = statement('get', 'SELECT report FROM monitor.drift_reports WHERE id = $1');
const LATEST = statement(
  'latest',
  `SELECT DISTINCT ON (model_name) report FROM monitor.drift_reports ORDER BY model_name, created_at DESC`,
);
const LIST = statement(
  'list',
  `SELECT id, model_name, to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), report ->> 'state'
   FROM monitor.drift_reports ORDER BY created_at DESC LIMIT $1`,
);

/** Reports of drift runs, within the retention. */
export class ReportStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async insert(report: DriftReport): Promise<void> {
    const { id, model_name, created_at } = report;
    await this.#database.query(INSERT, [id, model_name, created_at, JSON.stringify(report)]);
  }

  async get(id: string): Promise<DriftReport | undefined> {
    return (await this.#database.query<[DriftReport]>(GET, [id]))[0]?.[0];
  }

  /** The newest report of each model. */
  async latest(): Promise<DriftReport[]> {
    return (await this.#database.query<[DriftReport]>(LATEST, [])).map(([report]) => report);
  }

  /** Newest first. */
  async list(
    limit: number,
  ): Promise<{ id: string; model_name: string; created_at: string; state: string }[]> {
    const rows = await this.#database.query<[string, string, string, string]>(LIST, [limit]);
    return rows.map(([id, model_name, created_at, state]) => ({ id, model_name, created_at, state }));
  }
}
