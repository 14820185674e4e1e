import type { SloSpec } from '@lab/slo';

/** Every limit a little lower: where a dashboard takes its limits from the objectives, they move with them. */
export const MOVED_BY = 0.9;

export function moved(slo: SloSpec): SloSpec {
  const { sli } = slo;
  if (sli.kind !== 'gauge') return slo;
  const good = { ...sli.good, threshold: sli.good.threshold * MOVED_BY };
  return { ...slo, sli: { ...sli, good } };
}
