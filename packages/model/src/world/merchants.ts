import type { MerchantCategory } from '../features/index.ts';

/** How payments look in one merchant category. */
interface Merchant {
  /** Share of all payments. */
  share: number;
  /** EUR, for a customer who spends as the average does. */
  medianAmount: number;
  /** Deviation of the logarithm of the amount. */
  amountSigma: number;
  /** Share of payments with the card in the terminal. */
  cardPresentShare: number;
  /** Share of payments far from home. */
  awayShare: number;
}

export const MERCHANTS: Readonly<Record<MerchantCategory, Merchant>> = {
  grocery: { share: 0.3, medianAmount: 32, amountSigma: 0.6, cardPresentShare: 0.93, awayShare: 0.02 },
  restaurant: { share: 0.18, medianAmount: 24, amountSigma: 0.55, cardPresentShare: 0.9, awayShare: 0.06 },
  fuel: { share: 0.12, medianAmount: 55, amountSigma: 0.35, cardPresentShare: 0.98, awayShare: 0.1 },
  fashion: { share: 0.14, medianAmount: 60, amountSigma: 0.7, cardPresentShare: 0.45, awayShare: 0.05 },
  electronics: { share: 0.09, medianAmount: 140, amountSigma: 0.9, cardPresentShare: 0.35, awayShare: 0.06 },
  travel: { share: 0.06, medianAmount: 180, amountSigma: 0.9, cardPresentShare: 0.4, awayShare: 0.45 },
  gaming: { share: 0.07, medianAmount: 15, amountSigma: 0.8, cardPresentShare: 0.02, awayShare: 0.05 },
  gift_cards: { share: 0.04, medianAmount: 50, amountSigma: 0.8, cardPresentShare: 0.3, awayShare: 0.07 },
};

/** EUR, over all merchants, for a customer who spends as the average does: the mean of log-normals. */
export const MEAN_AMOUNT = Object.values(MERCHANTS).reduce(
  (sum, { share, medianAmount, amountSigma }) => sum + share * medianAmount * Math.exp(amountSigma ** 2 / 2),
  0,
);

/** Relative number of payments in each local hour. */
export const HOUR_WEIGHTS: readonly number[] = [
  1.2, 0.8, 0.5, 0.4, 0.4, 0.6, 1.5, 3, 4.5, 5, 5.5, 6.5, 7.5, 7, 6, 6, 6.5, 8, 8.5, 7.5, 6, 4.5, 3, 2,
];
