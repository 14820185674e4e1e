/** What an experiment has come to, as it is kept beside its file. */
export type Verdict =
  /** The steady state held, and the hypothesis with it. */
  | 'held'
  /** It did not hold, during the injection or long enough afterwards: the hypothesis is refuted. */
  | 'deviated'
  /** A condition that nobody accepts came true, and it was rolled back at once. */
  | 'aborted'
  /** Nothing was injected: what should be normal was not. */
  | 'unsteady'
  /** It could not be carried out as written; `problems` says why. */
  | 'failed'
  /** Somebody stopped it. It was rolled back. */
  | 'interrupted';

export interface ProbeJournal {
  readonly title: string;
  readonly query: string;
  /** `at least 0.99`. */
  readonly bounds: string;
  /** Just before the injection; null where there was no sample. */
  readonly before: number | null;
  /** From the injection to the end: the value farthest from what is claimed, and when it was seen (ISO 8601). */
  readonly worst: { readonly value: number | null; readonly at: string } | null;
  /** From the injection to the first look at which it did not hold; null where it always did. */
  readonly deviated_after_seconds: number | null;
}

/** All times are ISO 8601; null where it did not come to that. */
export interface Journal {
  readonly title: string;
  readonly hypothesis: string;
  /** SHA-256 of the file, in hexadecimal digits: a journal is about one version of it. */
  readonly experiment_sha256: string;
  readonly verdict: Verdict;
  readonly started_at: string;
  readonly injected_at: string | null;
  readonly rolled_back_at: string | null;
  readonly ended_at: string;
  /** From the rollback until the steady state held again, and stayed so. */
  readonly recovered_after_seconds: number | null;
  /** Title of the abort condition, or why it could not be looked any more. */
  readonly aborted_by: string | null;
  readonly probes: readonly ProbeJournal[];
  readonly problems: readonly string[];
}
