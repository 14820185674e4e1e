import type { UserFeatures } from '@lab/model/features';
import type { LabelledTransaction, World } from '@lab/model/world';

/** One prediction's inputs: what the caller sends, and what the feature service knows of the customer. */
export interface Payment {
  readonly request: LabelledTransaction['transaction'];
  readonly userFeatures: UserFeatures;
}

/**
 * The next payments of a world. Each has a customer of its own name: the world's customers change with every payment, and
 * replicas ask for their features in any order.
 */
export function nextPayments(world: World, count: number, prefix: string): Payment[] {
  return Array.from({ length: count }, (_, index) => {
    const { transaction, userFeatures } = world.nextTransaction(new Date());
    return { request: { ...transaction, user_id: `${prefix}_${index}` }, userFeatures };
  });
}
