/** What callers of /predict may expect: an answer, soon, from features that are real, and as many as they ask for. */
import { type SloSpec, WINDOW } from '@lab/slo';
import {
  mlPredictionDurationSeconds,
  mlPredictionFeaturesSourceTotal,
  mlPredictionsTotal,
} from '../metrics/inference.ts';
import { not, rate, select, sumBy } from '../promql.ts';
import { budgetAlerting, latencySli } from './slo.ts';

const service = 'inference';
const alerting = budgetAlerting(service, 'ml-platform');
const success = { status: 'success' } as const;
const all = (expression: string) => sumBy([], expression);

export const availability: SloSpec = {
  service,
  name: 'availability',
  description: '99.9 % of the predictions asked for are answered, over 30 days.',
  objective: 0.999,
  period: '30d',
  sli: {
    kind: 'ratio',
    errors: all(rate(mlPredictionsTotal, WINDOW, { status: 'error' })),
    total: all(rate(mlPredictionsTotal, WINDOW)),
    example: {
      good: select(mlPredictionsTotal, success),
      bad: select(mlPredictionsTotal, { status: 'error' }),
    },
  },
  alerting,
};

export const latencyP95: SloSpec = {
  service,
  name: 'latency-p95',
  description: '95 % of the predictions take no longer than 0.5 s, over 7 days.',
  objective: 0.95,
  period: '7d',
  sli: latencySli(mlPredictionDurationSeconds, 0.5),
  alerting,
};

export const latencyP99: SloSpec = {
  service,
  name: 'latency-p99',
  description: '99 % of the predictions take no longer than 1 s, over 7 days.',
  objective: 0.99,
  period: '7d',
  sli: latencySli(mlPredictionDurationSeconds, 1),
  alerting,
};

export const featureCoverage: SloSpec = {
  service,
  name: 'feature-coverage',
  description: '99 % of the predictions are made from online features instead of defaults, over 30 days.',
  objective: 0.99,
  period: '30d',
  sli: {
    kind: 'ratio',
    errors: all(rate(mlPredictionFeaturesSourceTotal, WINDOW, { features_source: not('online') })),
    total: all(rate(mlPredictionFeaturesSourceTotal, WINDOW)),
    example: {
      good: select(mlPredictionFeaturesSourceTotal, { features_source: 'online' }),
      bad: select(mlPredictionFeaturesSourceTotal, { features_source: 'default' }),
    },
  },
  alerting,
};

/** Half of what the lab's customers ask for in their quietest hour: below it, somebody is not being served. */
export const MINIMUM_PREDICTIONS_PER_SECOND = 8;

/** A model that is younger than the window of its rate has not failed to answer before it existed. */
export const throughput: SloSpec = {
  service,
  name: 'throughput',
  description: `During 99 % of 30 days each model answers at least ${MINIMUM_PREDICTIONS_PER_SECOND} predictions per second.`,
  objective: 0.99,
  period: '30d',
  sli: {
    kind: 'gauge',
    value: `${sumBy(['model_name'], rate(mlPredictionsTotal, '5m', success))} and ${sumBy(['model_name'], `${select(mlPredictionsTotal, success)} offset 5m`)}`,
    good: { operator: '>=', threshold: MINIMUM_PREDICTIONS_PER_SECOND },
    example: {
      series: select(mlPredictionsTotal, { model_name: 'model-$i', ...success }),
      good: 2 * MINIMUM_PREDICTIONS_PER_SECOND,
      bad: 1,
      counter: true,
    },
  },
  alerting,
};
