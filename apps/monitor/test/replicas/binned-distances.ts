import { amountToAverageRatio } from '@lab/model/features';
import { binsOf, type ReferenceProfile } from '@lab/model/profile';
import { fillEmptyBins, jensenShannonDistance, stabilityIndexOfShares } from '@lab/statistics/distances';
import type { Payment } from './payment.ts';

/** Of each feature of a profile, its values in each of the profile's bins. */
export type BinCounts = ReadonlyMap<string, readonly number[]>;

/** Counts payments as every replica should have, without asking one. */
export function countPayments({ features }: ReferenceProfile, payments: readonly Payment[]): BinCounts {
  return new Map(
    features.map((summary) => {
      const { labels, indexOf } = binsOf(summary);
      const counts = new Array<number>(labels.length).fill(0);
      for (const payment of payments) (counts[indexOf(valueIn(payment, summary.name))] as number) += 1;
      return [summary.name, counts];
    }),
  );
}

function valueIn({ request, userFeatures }: Payment, name: string): unknown {
  if (name === 'amount_to_average_ratio') {
    return amountToAverageRatio(request.amount, userFeatures.average_amount_30d);
  }
  return { ...userFeatures, ...request }[name as keyof typeof request];
}

export interface Distances {
  readonly psi: number;
  readonly jensenShannon: number;
}

/** What `@lab/statistics` says of shares in the bins of a reference; empty bins as Evidently fills them. */
export function distancesOf(reference: ArrayLike<number>, current: readonly number[]): Distances {
  const total = current.reduce((sum, count) => sum + count, 0);
  return {
    psi: stabilityIndexOfShares(
      fillEmptyBins(reference),
      fillEmptyBins(current.map((count) => count / total)),
    ),
    jensenShannon: jensenShannonDistance(reference, current),
  };
}
