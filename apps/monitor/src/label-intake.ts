import type { LabelBatch } from '@lab/contracts';
import type { LabelStore } from './adapters/label-store.ts';
import { collapseLabels } from './domain/collapse-labels.ts';
import type { JoinedLabels, LabelOutcomes } from './joined-labels.ts';

/** Takes labels in, at any time and any number of times. */
export class LabelIntake {
  readonly #store: LabelStore;
  readonly #joined: JoinedLabels;
  readonly #outcomes: LabelOutcomes;

  constructor(store: LabelStore, joined: JoinedLabels, outcomes: LabelOutcomes) {
    this.#store = store;
    this.#joined = joined;
    this.#outcomes = outcomes;
  }

  /** When this returns, every label is committed. @throws StoreUnavailable; the whole batch may be sent again then */
  async accept(batch: LabelBatch): Promise<void> {
    const { labels, duplicates, conflicts } = collapseLabels(batch);
    const storedAs = await this.#store.store(labels);
    const outcomes = [...storedAs.values()];
    const countOf = (wanted: string): number => outcomes.filter((outcome) => outcome === wanted).length;
    this.#outcomes.inc({ outcome: 'duplicate' }, duplicates + countOf('duplicate'));
    this.#outcomes.inc({ outcome: 'conflicting' }, conflicts + countOf('conflicting'));
    // Duplicates are asked for as well: an earlier attempt may have ended between storing and joining.
    const joined = await this.#store.join([...storedAs.keys()]);
    this.#joined.count(joined);
    const met = new Set(joined.map(({ predictionId }) => predictionId));
    const early = [...storedAs].filter(([id, outcome]) => outcome === 'new' && !met.has(id)).length;
    this.#outcomes.inc({ outcome: 'early' }, early);
  }
}
