/**
 * Chance that can be asked for any moment: the same seed, moment and channel give the same number in every run, in
 * whatever order they are asked.
 */
export function chance(seed: number, moment: number, channel: number): number {
  let state =
    Math.imul(seed ^ 0x9e37_79b9, 0x85eb_ca6b) ^
    Math.imul(moment, 0xc2b2_ae35) ^
    Math.imul(channel + 1, 0x27d4_eb2f);
  state = Math.imul(state ^ (state >>> 16), 0x85eb_ca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2_ae35);
  return ((state ^ (state >>> 16)) >>> 0) / 2 ** 32;
}

/** Around 0, between -1 and 1, mostly small. */
export const wobble = (seed: number, moment: number, channel: number): number =>
  chance(seed, moment, channel) + chance(seed, moment, channel + 1000) - 1;
