import { applyIsotonic, fitIsotonic, type IsotonicCalibration } from './isotonic.ts';
import { brierScore } from './probability-scores.ts';

/**
 * - `calibrated`: probabilities come from an isotonic map of the scores;
 * - `scores_suffice`: the map would not have judged labels that it had not seen better than the scores did;
 * - `too_few_labels`: nothing can be said of the scores' calibration.
 */
export type RecalibrationState = 'calibrated' | 'scores_suffice' | 'too_few_labels';

export interface Recalibration {
  readonly state: RecalibrationState;
  /** Labels that it was learnt from. */
  readonly labels: number;
  /** Only with `calibrated`; the scores stand for themselves otherwise. */
  readonly map: IsotonicCalibration | undefined;
}

export interface RecalibrateOptions {
  /** Fewer labels are too few; default 1,000. */
  readonly leastLabels?: number;
  /** As are fewer than so many of either kind, since a step of the map needs both; default 30. */
  readonly leastOfEachKind?: number;
}

/**
 * Learns what scores mean from labels. An isotonic map follows any shape, and with it chance: it is used only where it
 * wins, by the Brier score, a comparison with the scores themselves in which each half of the rows is judged by the map
 * that the other half gives. (NannyML 0.13 asks the same of ten random splits, by the calibration error.)
 *
 * Use it on rows that came later: on its own rows it only repeats the labels.
 *
 * @param scores probabilities, well or badly calibrated.
 * @param labels 0 or 1.
 * @throws StatisticsError LENGTH_MISMATCH or INVALID_OPTION.
 */
export function recalibrate(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  { leastLabels = 1000, leastOfEachKind = 30 }: RecalibrateOptions = {},
): Recalibration {
  const rows = labels.length;
  let positives = 0;
  for (let row = 0; row < rows; row += 1) positives += labels[row] ?? 0;
  if (rows < Math.max(2, leastLabels) || Math.min(positives, rows - positives) < leastOfEachKind) {
    return { state: 'too_few_labels', labels: rows, map: undefined };
  }
  if (brierOfHalves(scores, labels) >= brierScore(scores, labels)) {
    return { state: 'scores_suffice', labels: rows, map: undefined };
  }
  return { state: 'calibrated', labels: rows, map: fitIsotonic(scores, labels) };
}

/** The probability that a score stands for. */
export const probabilityOf = ({ map }: Recalibration, score: number): number =>
  map === undefined ? score : applyIsotonic(map, score);

/** Mean squared error of the isotonic map on rows that it was not fitted on: even rows by odd ones, and odd by even. */
export function brierOfHalves(scores: ArrayLike<number>, labels: ArrayLike<number>): number {
  const half = (values: ArrayLike<number>, parity: number): Float64Array =>
    Float64Array.from(values).filter((_, row) => row % 2 === parity);
  let errors = 0;
  for (const parity of [0, 1]) {
    const map = fitIsotonic(half(scores, 1 - parity), half(labels, 1 - parity));
    const own = half(scores, parity);
    errors +=
      brierScore(
        own.map((score) => applyIsotonic(map, score)),
        half(labels, parity),
      ) * own.length;
  }
  return errors / labels.length;
}
