/** One prediction in so many is kept for the long memory of a model. */
export const SAMPLED_ONE_IN = 64;

/** Decided by the id alone (FNV-1a), so that every replica and every repeated delivery decides alike. */
export function isSampled(predictionId: string): boolean {
  let hash = 0x811c9dc5;
  for (let index = 0; index < predictionId.length; index += 1) {
    hash = Math.imul(hash ^ predictionId.charCodeAt(index), 0x01000193);
  }
  // FNV's low bits of short inputs that differ in their last character are regular; its high bits are mixed.
  return ((hash ^ (hash >>> 15)) >>> 0) % SAMPLED_ONE_IN === 0;
}
