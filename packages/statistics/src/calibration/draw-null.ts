import { MultinomialSampler } from '../random/multinomial-sampler.ts';
import { Sfc32 } from '../random/sfc32.ts';
import type { DriftMeasure } from './drift-measure.ts';

/**
 * Scores between a reference and a window that were both drawn from the reference.
 *
 * Both sides are drawn anew (the two-sample bootstrap; Efron and Tibshirani, 1993, section 16.2). To draw the window only
 * would treat the reference as the truth, which is how a goodness-of-fit test alarms in 22 % of the runs where 5 % are
 * wanted, when reference and window are of the same size.
 *
 * Time goes with draws * cells where cells are few, else with draws * (reference + window).
 */
export function drawNull(
  measure: Pick<DriftMeasure<never>, 'betweenCounts' | 'referenceSize' | 'weights'>,
  { windowSize, draws, seed }: { windowSize: number; draws: number; seed: number },
): Float64Array {
  const random = new Sfc32(seed);
  const sampler = new MultinomialSampler(measure.weights);
  const reference = { counts: new Uint32Array(measure.weights.length), total: measure.referenceSize };
  const window = { counts: new Uint32Array(measure.weights.length), total: windowSize };
  return Float64Array.from({ length: draws }, () => {
    for (const sample of [reference, window]) {
      sampler.tally(sample.counts, sample.total, random);
    }
    return measure.betweenCounts(reference, window);
  });
}
