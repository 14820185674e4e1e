import {
  fillEmptyBins,
  jensenShannonDistance,
  stabilityIndexOfShares,
} from '../distances/histogram-distances.ts';
import { StatisticsError } from '../errors.ts';
import type { FixedHistogram } from './fixed-histogram.ts';

export interface HistogramDistances {
  /** Population stability index, empty bins filled as Evidently fills them. */
  readonly psi: number;
  /** Jensen-Shannon distance in nats, 0 to sqrt(ln 2) = 0.8326. */
  readonly jensenShannon: number;
}

/**
 * Distances between two histograms with the same edges; underflow and overflow are bins like the others.
 *
 * @throws StatisticsError INVALID_OPTION where the edges differ, EMPTY_SAMPLE where one is empty.
 */
export function compareHistograms(reference: FixedHistogram, current: FixedHistogram): HistogramDistances {
  reference.requireSameEdges(current);
  if (reference.total === 0 || current.total === 0) {
    throw new StatisticsError('EMPTY_SAMPLE', 'a histogram without values has no shares');
  }
  return {
    psi: stabilityIndexOfShares(filledShares(reference), filledShares(current)),
    jensenShannon: jensenShannonDistance(reference.counts, current.counts),
  };
}

function filledShares({ counts, total }: FixedHistogram): Float64Array {
  return fillEmptyBins(counts.map((count) => count / total));
}
