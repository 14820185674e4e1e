import { StatisticsError } from '../errors.ts';
import { normalUpperTail } from '../special/distributions.ts';
import { normalQuantile } from './normal-quantile.ts';

export interface TwoRates {
  readonly first: number;
  readonly second: number;
  /** Of the two-sided test; default 0.05. */
  readonly alpha?: number;
  /** Rows of the second group for each of the first; default 1. */
  readonly ratio?: number;
}

/**
 * Chance that the two-sided z test of two rates finds their difference, when it is looked at once, with `rows` in the
 * first group (Fleiss, Levin and Paik, 2003, chapter 4; statsmodels' `power_proportions_2indep`).
 *
 * For a test that is looked at while data arrive use `compareRates`: looking often at this one finds differences where
 * there are none.
 *
 * @throws StatisticsError INVALID_OPTION for rates outside 0..1 (exclusive), or an alpha or ratio that is not one.
 */
export function twoProportionPower({ rows, ...rates }: TwoRates & { readonly rows: number }): number {
  const { difference, nullDeviation, deviation, reach } = deviations(rates);
  const limit = (reach * nullDeviation) / deviation;
  const shift = (Math.abs(difference) * Math.sqrt(rows)) / deviation;
  return normalUpperTail(limit - shift) + normalUpperTail(limit + shift);
}

/** Fewest rows in the first group with which `twoProportionPower` reaches `power`. */
export function twoProportionRows({ power, ...rates }: TwoRates & { readonly power: number }): number {
  const { difference, nullDeviation, deviation, reach, alpha } = deviations(rates);
  if (!(power > alpha && power < 1)) throw new StatisticsError('INVALID_OPTION', 'need alpha < power < 1');
  if (difference === 0) throw new StatisticsError('INVALID_OPTION', 'equal rates are never told apart');
  // The far tail of the two-sided test is left out here and only helps, so the closed form is at most a row too many.
  const rows = ((reach * nullDeviation + normalQuantile(power) * deviation) / difference) ** 2;
  const fewer = Math.max(1, Math.ceil(rows) - 1);
  return twoProportionPower({ ...rates, rows: fewer }) >= power ? fewer : fewer + 1;
}

function deviations({ first, second, alpha = 0.05, ratio = 1 }: TwoRates) {
  const isShare = (value: number) => value > 0 && value < 1;
  if (!(isShare(first) && isShare(second) && isShare(alpha) && ratio > 0)) {
    throw new StatisticsError(
      'INVALID_OPTION',
      'rates and alpha must be between 0 and 1, the ratio positive',
    );
  }
  const pooled = (first + ratio * second) / (1 + ratio);
  return {
    alpha,
    difference: first - second,
    nullDeviation: Math.sqrt(pooled * (1 - pooled) * (1 + 1 / ratio)),
    deviation: Math.sqrt(first * (1 - first) + (second * (1 - second)) / ratio),
    reach: normalQuantile(1 - alpha / 2),
  };
}
