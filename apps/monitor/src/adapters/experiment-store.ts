import type { Database, Statement } from '@lab/postgres';
import type { Experiment } from '../domain/experiment/experiment.ts';

/** An experiment as it was read; what was written since by another replica is not overwritten. */
export interface StoredExperiment {
  readonly revision: number;
  readonly experiment: Experiment;
}

/** Sums that were made by other rules cannot be gone on with. */
const FORMAT = 1;

const statement = (name: string, text: string): Statement => ({
  name: `experiments.${name}`,
  operation: 'experiments',
  text,
});

const READ = statement(
  'read',
  'SELECT challenger_version, revision, state FROM monitor.experiments WHERE model_name = $1 AND format = $2',
);
const WRITE = statement(
  'write',
  `INSERT INTO monitor.experiments AS known (model_name, challenger_version, format, revision, state)
   VALUES ($1, $2, $3, $4::integer + 1, $5)
   ON CONFLICT (model_name, challenger_version) DO UPDATE
     SET format = excluded.format, revision = excluded.revision, state = excluded.state, updated_at = now()
     WHERE known.revision = $4 OR known.format <> excluded.format`,
);

/** What experiments have come to. */
export class ExperimentStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** By the version of the challenger. */
  async of(model: string): Promise<Map<string, StoredExperiment>> {
    const rows = await this.#database.query<[version: string, revision: number, state: Experiment]>(READ, [
      model,
      FORMAT,
    ]);
    return new Map(rows.map(([version, revision, experiment]) => [version, { revision, experiment }]));
  }

  /** @param revision that the experiment was read with; 0 for one that is new */
  async write(model: string, revision: number, experiment: Experiment): Promise<void> {
    const { version } = experiment.challenger;
    await this.#database.query(WRITE, [model, version, FORMAT, revision, JSON.stringify(experiment)]);
  }
}
