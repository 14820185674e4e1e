import type { Comparison } from '../report.ts';
import { formatChance, formatCount, formatNumber } from './numbers.ts';

/** One comparison by calibrated thresholds, in a sentence that a person without statistics can act upon. */
export function calibratedSentence({
  state,
  statistic,
  threshold,
  p_value,
  current_samples,
  effective_samples,
  needed_samples,
}: Comparison): string {
  const rows = `${formatCount(current_samples)} current values`;
  if (state === 'insufficient_data' || statistic === undefined || threshold === undefined) {
    const needed =
      needed_samples === undefined
        ? 'No number of them could show a drift at the accepted rate of false alarms.'
        : `At least ${formatCount(needed_samples)} are needed before drift can be told from chance.`;
    return `${rows}${effective_samples === undefined ? '' : `, worth ${formatCount(effective_samples)} independent ones`}. ${needed}`;
  }
  const measured = `Distance ${formatNumber(statistic)} over ${rows}; drift is called from ${formatNumber(threshold)} on.`;
  const chance =
    p_value === undefined
      ? ''
      : ` While nothing drifts, chance reaches it with probability ${formatChance(p_value)}.`;
  if (state === 'ok') return `${measured} The difference is what chance gives.`;
  if (state === 'warning') return `${measured}${chance} Worth watching, not sure enough to act upon.`;
  return `${measured}${chance}`;
}

/** A decision by Evidently's rule: a p value or a distance against a fixed threshold. */
export function fixedThresholdSentence(
  { state, statistic, threshold, p_value }: Comparison,
  pValueThreshold: number | undefined,
): string {
  if (state === 'insufficient_data') return 'The test has no result for this column.';
  const verdict = state === 'drift' ? 'Evidently calls this drift.' : 'Evidently calls this no drift.';
  if (pValueThreshold !== undefined) {
    return `P value ${p_value === undefined ? 'undefined' : formatChance(p_value)} against a limit of ${pValueThreshold}. ${verdict}`;
  }
  return `Distance ${statistic === undefined ? 'undefined' : formatNumber(statistic)} against a threshold of ${formatNumber(threshold ?? 0)}. ${verdict}`;
}
