/**
 * Every feature this service stores and serves. Columns, checks, metrics, routes and their documentation follow from
 * here: a new feature is one more entry.
 */
import type { FeatureService, FeatureView } from './feature-view.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

export const USER_ACTIVITY = {
  name: 'user_activity',
  description: 'What is known of a card holder just before a payment.',
  entity: 'user_id',
  features: [
    {
      name: 'account_age_days',
      description: 'Whole days since the account was opened',
      type: 'integer',
      range: [0, 36_500],
      nullable: false,
      maxAgeSeconds: 30 * DAY,
    },
    {
      name: 'transactions_last_hour',
      description: 'Payments in the 60 minutes before the event',
      type: 'integer',
      range: [0, 1000],
      nullable: false,
      maxAgeSeconds: HOUR, // afterwards the value speaks of another hour
    },
    {
      name: 'transactions_last_day',
      description: 'Payments in the 24 hours before the event',
      type: 'integer',
      range: [0, 10_000],
      nullable: false,
      maxAgeSeconds: DAY,
    },
    {
      name: 'average_amount_30d',
      description: 'Mean payment in EUR, exponentially weighted with a time constant of 30 days',
      type: 'float',
      range: [0, 1_000_000],
      nullable: true, // an account without payments has no average
      maxAgeSeconds: 7 * DAY,
    },
    {
      name: 'chargebacks_last_90d',
      description: 'Payments of the last 90 days that were charged back',
      type: 'integer',
      range: [0, 1000],
      nullable: false,
      maxAgeSeconds: 7 * DAY,
    },
    {
      name: 'days_since_last_transaction',
      description: 'Days between the previous payment and the event',
      type: 'float',
      range: [0, 36_500],
      nullable: true, // nor has it a previous payment
      maxAgeSeconds: DAY,
    },
  ],
} as const satisfies FeatureView;

export const FEATURE_SERVICES: readonly FeatureService[] = [
  {
    name: 'fraud_detection',
    view: USER_ACTIVITY.name,
    features: USER_ACTIVITY.features.map((feature) => feature.name),
  },
];
