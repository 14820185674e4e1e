import { counter } from '@lab/catalogue';

export const checkoutMetrics = {
  orders: counter({
    name: 'checkout_orders_total',
    help: 'Orders that were decided, by decision.',
    labels: { decision: ['approve', 'review', 'decline'] },
  }),
} as const;
