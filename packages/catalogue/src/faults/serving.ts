import { mlModelQueueRows } from '../metrics/inference.ts';
import { trafficRequestsTotal } from '../metrics/traffic.ts';
import { increase, rate, select, sumBy } from '../promql.ts';
import { serviceErrorRatio } from '../rules/http.ts';
import { inferenceLatencyP95, predictionLatencyP99, versionErrorRatio } from '../rules/models.ts';
import type { Fault } from './fault.ts';
import { customersAnswered, serving } from './probes.ts';

const SLOW_PREDICTION = {
  log: '{service_name="inference"} | event_type="model_prediction" | latency_ms > 1000',
  trace: { service: 'inference', minimumMs: 1400 },
} as const;

export const slowAnswers: Fault = {
  name: 'slow-answers',
  title: 'Every prediction takes 1.5 s longer, outside of the model',
  hypothesis: 'The p99 of /predict tells; the models, which are as fast as ever, are not blamed.',
  steadyState: serving,
  method: [{ kind: 'scenario', scenario: 'latency', settings: { latency_ms: 1500 } }],
  expects: [{ alert: 'HighPredictionLatency', onset: '5m', lagSeconds: 2 }],
  // Features are read 1.5 s after the purchase: for cards that are tested in quick succession they have moved on.
  mayFire: ['DataDriftDetected'],
  mustNotFire: ['HighModelLatency'],
  rootCause: { component: 'inference', condition: 'requests wait 1.5 s before features and model' },
  impact: `${select(predictionLatencyP99)} > 1`,
  evidence: { metric: `${select(predictionLatencyP99)} > 1`, ...SLOW_PREDICTION },
  fix: 'Take the delay away: here, end the traffic scenario `latency`.',
};

export const slowModel: Fault = {
  name: 'slow-model',
  title: 'Every execution of a model takes 1.5 s',
  hypothesis: 'Both the model and the request that waits for it are told to be slow.',
  steadyState: serving,
  method: [
    { kind: 'service_fault', service: 'inference', fault: 'slow_model', settings: { milliseconds: 1500 } },
  ],
  expects: [
    { alert: 'HighModelLatency', onset: '5m', lagSeconds: 3 },
    { alert: 'HighPredictionLatency', onset: '5m', lagSeconds: 3 },
  ],
  // A batch of 32 rows every 1.5 s is fewer than come, so the last in the queue run out of patience.
  mayFire: ['CustomersNotServed'],
  mustNotFire: ['HighErrorRate'],
  rootCause: { component: 'inference', condition: 'ONNX Runtime takes 1.5 s per execution' },
  impact: `${select(predictionLatencyP99)} > 1`,
  evidence: { metric: `${select(inferenceLatencyP95)} > 1`, ...SLOW_PREDICTION },
  fix: 'Route to a version that is fast, or give the model back what it computes with.',
};

export const failingModel: Fault = {
  name: 'failing-model',
  title: 'Half of the executions of every version fail',
  hypothesis:
    'The model is told to fail, the service that answers with its errors, the customers, and their budget.',
  steadyState: serving,
  method: [{ kind: 'service_fault', service: 'inference', fault: 'failing_model', settings: { share: 0.5 } }],
  expects: [
    { alert: 'HighModelErrorRate', onset: '5m', lagSeconds: 2 },
    { alert: 'HighErrorRate', onset: '5m', lagSeconds: 2 },
    { alert: 'CustomersNotServed', onset: '5m', lagSeconds: 2 },
    { alert: 'ErrorBurst', onset: '5m', lagSeconds: 3 },
    // The slower of the two pairs of windows forgets within half an hour.
    {
      alert: 'ErrorBudgetBurn availability page',
      onset: '5m',
      lagSeconds: 2,
      recovery: { onset: '30m', lagSeconds: 5 },
    },
  ],
  mayFire: ['CanaryWorseThanChampion'],
  mustNotFire: ['TargetDown'],
  rootCause: { component: 'inference', condition: 'ONNX Runtime fails' },
  impact: `${select(serviceErrorRatio, { service: 'inference' })} > 0.05`,
  evidence: {
    metric: `${select(versionErrorRatio)} > 0.05`,
    log: '{service_name="inference"} | event_type="unexpected_error"',
    trace: { service: 'inference', failed: true },
  },
  fix: 'Route to a version that works, or load the model again.',
};

export const fullQueue: Fault = {
  name: 'full-queue',
  title: 'The model hangs while three times as many customers come',
  hypothesis: 'The queue fills, and what does not fit is refused at once instead of waiting for ever.',
  steadyState: serving,
  method: [
    { kind: 'service_fault', service: 'inference', fault: 'slow_model', settings: { milliseconds: 20_000 } },
    { kind: 'scenario', scenario: 'surge', settings: { intensity: 0.2 } },
  ],
  expects: [
    { alert: 'ModelQueueSaturated', onset: '5m', lagSeconds: 20, recovery: { onset: '5m', lagSeconds: 25 } },
  ],
  mayFire: [
    'CustomersNotServed',
    'HighErrorRate',
    'HighModelLatency',
    'HighPredictionLatency',
    'PredictionVolumeZero',
    'PredictionEventsMissing',
    'ErrorBurst',
    'CanaryWorseThanChampion',
  ],
  rootCause: { component: 'inference', condition: 'executions of the model do not end' },
  impact: `${select(mlModelQueueRows)} > 800 or ${sumBy([], increase(trafficRequestsTotal, '5m', { outcome: 'timeout' }))} > 0`,
  evidence: {
    metric: `${select(mlModelQueueRows)} > 500`,
    log: '{service_name="traffic"} | event_type="fault_switched" or event_type="scenario_switched"',
  },
  fix: 'Find what the model waits for; until then, less traffic or a version that answers.',
};

export const badCanary: Fault = {
  name: 'bad-canary',
  title: 'Half of the executions of the canary fail',
  hypothesis: 'The canary is told to be worse, and not the service, of which it is a tenth.',
  steadyState: serving,
  method: [
    {
      kind: 'service_fault',
      service: 'inference',
      fault: 'failing_model',
      settings: { version: '2', share: 0.8 },
    },
  ],
  expects: [
    // The monitor's verdict is about an hour, and remembers as long.
    {
      alert: 'CanaryWorseThanChampion',
      onset: '5m',
      lagSeconds: 20,
      recovery: { onset: '1h', lagSeconds: 15 },
    },
    { alert: 'HighModelErrorRate', onset: '5m', lagSeconds: 4 },
  ],
  mayFire: ['HighErrorRate', 'CustomersNotServed', 'ErrorBurst'],
  mustNotFire: ['TargetDown', 'HighModelLatency'],
  loop: {
    action: 'rollback_canary',
    alerts: ['CanaryWorseThanChampion'],
    restored: `absent(${select(versionErrorRatio)} > 0.05)`,
  },
  rootCause: { component: 'inference', condition: 'version 2 of fraud-detection fails' },
  impact: `${select(versionErrorRatio, { model_version: '2' })} > 0.05`,
  evidence: {
    metric: `${select(versionErrorRatio, { model_version: '2' })} > 0.05`,
    log: '{service_name="inference"} | event_type="unexpected_error"',
    trace: { service: 'inference', failed: true },
  },
  fix: 'Take the canary out of the route.',
};

export const noCustomers: Fault = {
  name: 'no-customers',
  title: 'Nobody asks for predictions any more',
  hypothesis: 'Silence is told, although no request fails.',
  steadyState: serving,
  method: [{ kind: 'service_fault', service: 'traffic', fault: 'no_customers' }],
  expects: [{ alert: 'PredictionVolumeZero', onset: '5m', lagSeconds: 3 }],
  mayFire: ['PredictionEventsMissing', 'PipelineStale'],
  mustNotFire: ['HighErrorRate', 'HighPredictionLatency', 'TargetDown'],
  rootCause: { component: 'traffic', condition: 'no requests are sent' },
  impact: `${sumBy([], rate(trafficRequestsTotal, '5m'))} == 0`,
  evidence: {
    metric: `${sumBy([], rate(trafficRequestsTotal, '5m'))} == 0`,
    log: '{service_name="traffic"} | event_type="fault_switched"',
  },
  fix: 'Find out why the callers stopped: a gateway, a deployment, a certificate.',
};

export const failingAnswers: Fault = {
  name: 'failing-answers',
  title: 'A third of the answers are 503, before a model is asked',
  hypothesis: 'Customers and service are told to be in trouble, and no model is blamed.',
  steadyState: [...serving, customersAnswered],
  method: [{ kind: 'scenario', scenario: 'errors', settings: { intensity: 0.33 } }],
  expects: [
    { alert: 'HighErrorRate', onset: '5m', lagSeconds: 2 },
    { alert: 'CustomersNotServed', onset: '5m', lagSeconds: 2 },
  ],
  mayFire: ['ErrorBurst'],
  mustNotFire: ['HighModelErrorRate', 'CanaryWorseThanChampion'],
  rootCause: { component: 'inference', condition: 'requests are refused with 503' },
  impact: `${select(serviceErrorRatio, { service: 'inference' })} > 0.05`,
  evidence: {
    metric: `${select(serviceErrorRatio, { service: 'inference' })} > 0.05`,
    log: '{service_name="traffic"} |~ "failed"',
    trace: { service: 'inference', failed: true },
  },
  fix: 'Take away what refuses: here, end the traffic scenario `errors`.',
};

export const servingFaults: readonly Fault[] = [
  slowAnswers,
  slowModel,
  failingModel,
  failingAnswers,
  fullQueue,
  badCanary,
  noCustomers,
];
