/** Whether predictions are right, and whether the world still looks like the one that the model has learnt. */
import type { SloSpec } from '@lab/slo';
import { MINIMUM_LABELS } from '../alerts/quality.ts';
import { mlModelRole } from '../metrics/inference.ts';
import { mlDataDriftScore, mlModelAccuracy, mlModelLabelledPredictions } from '../metrics/monitor.ts';
import { maxBy, select } from '../promql.ts';
import { budgetAlerting } from './slo.ts';

const service = 'inference';
const alerting = budgetAlerting(service, 'data-science');

const EXAMPLE = { model_name: 'model-$i', model_version: '1' } as const;

const champion = `${maxBy(['model_name', 'model_version'], select(mlModelRole, { role: 'champion' }))} == 1`;

const enoughLabels = `${maxBy(['model_name', 'model_version'], select(mlModelLabelledPredictions))} >= ${MINIMUM_LABELS}`;

/**
 * The limit of 0.85 is one on the gauge, not the objective: accuracy is measured over a window of labels already, and a
 * model at 0.80 is not "94 % of a model at 0.85", it is one that has been below its limit for so many minutes.
 * Challengers may be worse; that is what they are for. Below a hundred labels accuracy is an anecdote.
 */
export const accuracy: SloSpec = {
  service,
  name: 'accuracy',
  description: 'During 95 % of a day the accuracy of each champion is at least 0.85.',
  objective: 0.95,
  period: '24h',
  sli: {
    kind: 'gauge',
    value: `${select(mlModelAccuracy)} and on (model_name, model_version) (${champion}) and on (model_name, model_version) (${enoughLabels})`,
    good: { operator: '>=', threshold: 0.85 },
    example: {
      series: select(mlModelAccuracy, EXAMPLE),
      good: 0.93,
      bad: 0.8,
      alongside: [
        { series: select(mlModelRole, { ...EXAMPLE, role: 'champion' }), value: 1 },
        { series: select(mlModelLabelledPredictions, EXAMPLE), value: MINIMUM_LABELS },
      ],
    },
  },
  alerting,
};

export const driftFree: SloSpec = {
  service,
  name: 'drift-free',
  description: 'During 95 % of a week each feature has a drift score below 0.7.',
  objective: 0.95,
  period: '7d',
  sli: {
    kind: 'gauge',
    value: select(mlDataDriftScore),
    good: { operator: '<', threshold: 0.7 },
    example: {
      series: select(mlDataDriftScore, { model_name: 'fraud-detection', feature_name: 'feature-$i' }),
      good: 0.1,
      bad: 0.9,
    },
  },
  alerting,
};
