/** What a prediction costs in processor time, as money: the share of a bill that moves with traffic. */
import { processCpuSecondsTotal } from '../external/node-runtime.ts';
import { rate, select, sumBy } from '../promql.ts';
import { modelPredictions, versionPredictions } from './models.ts';
import { type RecordingRuleGroup, record } from './recording-rule.ts';

/**
 * EUR for an hour of one processor. An assumption, not an offer: put your own in, and `npm run generate`. It is recorded
 * with what it prices, so that yesterday's costs keep yesterday's price.
 */
export const CPU_EURO_PER_HOUR = 0.04;
const SECONDS_PER_HOUR = 3600;
/** One prediction costs too little to be read. */
const PREDICTIONS = 1000;

export const cpuPrice = record(
  'core:cpu_euro_per_hour:price',
  [],
  'EUR that an hour of one processor costs: an assumption, set in packages/catalogue/src/rules/costs.ts.',
  `vector(${CPU_EURO_PER_HOUR})`,
);

const THE_ONLY_ONE = 'on () group_left ()';

/** Rows are shared out, because a shadow or a canary works for its model without answering anybody. */
export const modelPredictionCost = record(
  'model:ml_thousand_predictions_euro:ratio_rate5m',
  ['model_name'],
  'EUR of processor time that the inference service spends on 1,000 predictions of the model, shadow and canary included; absent without traffic.',
  `${sumBy(['model_name'], select(versionPredictions))}
/ ${THE_ONLY_ONE} (${sumBy([], select(versionPredictions))} > 0)
* ${THE_ONLY_ONE} ${sumBy([], rate(processCpuSecondsTotal, '5m', { service: 'inference' }))}
/ (${select(modelPredictions)} > 0)
* ${THE_ONLY_ONE} ${select(cpuPrice)}
* ${PREDICTIONS} / ${SECONDS_PER_HOUR}`,
);

export const servicePredictionCost = record(
  'service:ml_thousand_predictions_euro:ratio_rate5m',
  ['service'],
  'EUR of processor time that each process of the platform spends while 1,000 predictions are answered, those that watch included; absent without traffic.',
  `${sumBy(['service'], rate(processCpuSecondsTotal, '5m'))}
/ ${THE_ONLY_ONE} (${sumBy([], select(modelPredictions))} > 0)
* ${THE_ONLY_ONE} ${select(cpuPrice)}
* ${PREDICTIONS} / ${SECONDS_PER_HOUR}`,
);

export const costRules: RecordingRuleGroup = {
  name: 'costs',
  rules: [cpuPrice, modelPredictionCost, servicePredictionCost],
};
