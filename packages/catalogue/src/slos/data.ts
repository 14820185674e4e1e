/** Whether the features are as new as the model expects them to be. */
import type { SloSpec } from '@lab/slo';
import { dataLastUpdatedTimestamp } from '../metrics/features.ts';
import { select } from '../promql.ts';
import { budgetAlerting } from './slo.ts';

const service = 'features';

export const freshness: SloSpec = {
  service,
  name: 'freshness',
  description: 'During 99 % of 30 days the newest event of each feature view is no older than an hour.',
  objective: 0.99,
  period: '30d',
  sli: {
    kind: 'freshness',
    timestamp: select(dataLastUpdatedTimestamp),
    maximumAge: '1h',
    example: select(dataLastUpdatedTimestamp, { feature_view: 'view-$i' }),
  },
  alerting: budgetAlerting(service, 'data-engineering'),
};
