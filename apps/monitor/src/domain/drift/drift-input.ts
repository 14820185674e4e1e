import type { ReferenceProfile } from '@lab/model/profile';
import type { Thresholds } from '../../adapters/threshold-store.ts';
import type { FeatureRow } from '../../adapters/window-store.ts';

/** Everything that one drift run is computed from; crosses to the worker as it is. */
export interface DriftInput {
  readonly profile: ReferenceProfile;
  /** Of the profile's version; undefined where it has no manifest. */
  readonly thresholds: Thresholds | undefined;
  /** Answered requests of the window, whichever version answered. */
  readonly rows: readonly FeatureRow[];
  /** Mature predictions of the profile's version, with labels: for the relation between score and label. */
  readonly labelled: readonly LabelledScore[];
  /** The same model some days earlier; undefined while too little is known of it. */
  readonly recent: { readonly key: string; readonly rows: readonly FeatureRow[] } | undefined;
  /** Chance of a false alarm that this run may have. */
  readonly alpha: number;
}

export interface LabelledScore {
  readonly score: number;
  readonly isFraud: boolean;
}
