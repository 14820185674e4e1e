import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names of the features that the champion's reference profile describes: those that have a drift score. */
export function watchedFeatures(root: string): readonly string[] {
  const path = join(root, 'models/fraud-detection/1/reference-profile.json');
  const profile = JSON.parse(readFileSync(path, 'utf8')) as { features: readonly { name: string }[] };
  return profile.features.map(({ name }) => name);
}
