import { select } from '../promql.ts';
import { serviceErrorRatio } from '../rules/http.ts';
import { inferenceLatencyP95, predictionLatencyP99, versionErrorRatio } from '../rules/models.ts';
import type { Fault } from './fault.ts';
import { serving } from './probes.ts';

const FAILED_PREDICTION = { service: 'inference', failed: true } as const;

export const slowAnswers: Fault = {
  name: 'slow-answers',
  title: 'Every prediction takes 1.5 s longer, outside of the model',
  hypothesis: 'The p99 of /predict tells; the models, which are as fast as ever, are not blamed.',
  steadyState: serving,
  method: [{ kind: 'scenario', scenario: 'latency', settings: { latency_ms: 1500 } }],
  expects: [{ alert: 'HighPredictionLatency', onset: '5m', lagSeconds: 2 }],
  mustNotFire: ['HighModelLatency'],
  rootCause: { component: 'inference', condition: 'requests wait 1.5 s before features and model' },
  impact: `${select(predictionLatencyP99)} > 1`,
  evidence: {
    metric: `${select(predictionLatencyP99)} > 1`,
    log: '{service_name="inference"} | event_type="model_prediction" | latency_ms > 1000',
    trace: { service: 'inference', minimumMs: 1400 },
  },
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
  mayFire: ['ModelQueueSaturated'],
  mustNotFire: ['HighErrorRate'],
  rootCause: { component: 'inference', condition: 'ONNX Runtime takes 1.5 s per execution' },
  impact: `${select(predictionLatencyP99)} > 1`,
  evidence: {
    metric: `${select(inferenceLatencyP95)} > 1`,
    log: '{service_name="inference"} | event_type="model_prediction" | latency_ms > 1000',
    trace: { service: 'inference', minimumMs: 1400 },
  },
  fix: 'Route to a version that is fast, or give the model back what it computes with.',
};

export const failingModel: Fault = {
  name: 'failing-model',
  title: 'Half of the executions of every version fail',
  hypothesis: 'The model is told to fail, and the service that answers with its errors.',
  steadyState: serving,
  method: [{ kind: 'service_fault', service: 'inference', fault: 'failing_model', settings: { share: 0.5 } }],
  expects: [
    { alert: 'HighModelErrorRate', onset: '5m', lagSeconds: 2 },
    { alert: 'HighErrorRate', onset: '5m', lagSeconds: 2 },
  ],
  mustNotFire: ['TargetDown'],
  rootCause: { component: 'inference', condition: 'ONNX Runtime fails' },
  impact: `${select(serviceErrorRatio, { service: 'inference' })} > 0.05`,
  evidence: {
    metric: `${select(versionErrorRatio)} > 0.05`,
    log: '{service_name="inference"} | event_type="unexpected_error"',
    trace: FAILED_PREDICTION,
  },
  fix: 'Route to a version that works, or load the model again.',
};

export const servingFaults: readonly Fault[] = [slowAnswers, slowModel, failingModel];
