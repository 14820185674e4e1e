import type { EntityFeatures } from '@lab/contracts';
import { DEFAULT_USER_FEATURES, USER_FEATURE_NAMES, type UserFeatures } from '@lab/model/features';

type FeaturesSource = 'online' | 'default';

export interface FetchedFeatures {
  readonly values: UserFeatures;
  readonly source: FeaturesSource;
  /** Features that the feature service did not have and that a default stands for. */
  readonly missing: number;
}

export const DEFAULT_FEATURES: FetchedFeatures = {
  values: DEFAULT_USER_FEATURES,
  source: 'default',
  missing: USER_FEATURE_NAMES.length,
};

/** Fills what the feature service does not know with the training data's medians. */
export function completeFeatures(entity: EntityFeatures): FetchedFeatures {
  const values: UserFeatures = { ...DEFAULT_USER_FEATURES };
  let missing = 0;
  for (const name of USER_FEATURE_NAMES) {
    const value = entity.features[name];
    if (typeof value === 'number') values[name] = value;
    else missing += 1;
  }
  return { values, source: missing === USER_FEATURE_NAMES.length ? 'default' : 'online', missing };
}
