import type { MerchantCategory } from '../features/index.ts';

/** How far the world has moved from the one that the models were trained on. An absent knob means "as trained". */
export interface Drift {
  /** Covariate drift: factor on every amount. */
  amountScale?: number;
  /** Covariate drift: factor on the share of a merchant category; categories left out keep factor 1. */
  merchantMix?: Partial<Record<MerchantCategory, number>>;
  /** Covariate drift: hours added to the local hour, modulo 24. */
  hourShift?: number;
  /** Prior drift: factor on every fraud probability, capped at 0.99. */
  fraudRateMultiplier?: number;
  /** Concept drift: with `fraud-near-home`, fraud moves to payments near home, and grows. The inputs stay as they are. */
  concept?: 'normal' | 'fraud-near-home';
}

/** @throws RangeError for a knob that makes no world: negative or non-finite factors. */
export function assertDrift(drift: Drift): void {
  const factors: [string, number | undefined][] = [
    ['amountScale', drift.amountScale],
    ['fraudRateMultiplier', drift.fraudRateMultiplier],
    ...Object.entries(drift.merchantMix ?? {}).map(([category, factor]): [string, number | undefined] => [
      `merchantMix.${category}`,
      factor,
    ]),
  ];
  for (const [name, factor] of factors) {
    if (factor !== undefined && !(Number.isFinite(factor) && factor >= 0)) {
      throw new RangeError(`${name} must be a finite number of at least 0, got ${factor}`);
    }
  }
  if (drift.hourShift !== undefined && !Number.isInteger(drift.hourShift)) {
    throw new RangeError(`hourShift must be an integer, got ${drift.hourShift}`);
  }
}
