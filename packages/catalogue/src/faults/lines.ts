import { serviceFaultActive } from '../metrics/faults.ts';
import { select } from '../promql.ts';
import { modelPredictions } from '../rules/models.ts';
import type { Fault } from './fault.ts';
import { linesArrive, serving } from './probes.ts';

export const personalDataInLog: Fault = {
  name: 'personal-data-in-log',
  title: 'A service writes an e-mail address past its filter',
  hypothesis: 'The Collector masks it, and the leak is told.',
  steadyState: [linesArrive],
  method: [{ kind: 'service_fault', service: 'features', fault: 'leaked_personal_data' }],
  expects: [{ alert: 'PersonalDataInLog', onset: '5m', lagSeconds: 5 }],
  mustNotFire: ['UnstructuredOutput', 'ErrorBurst'],
  rootCause: { component: 'features', condition: 'a line with an e-mail address' },
  impact: `${select(serviceFaultActive, { fault: 'leaked_personal_data' })} == 1`,
  evidence: {
    metric: `${select(serviceFaultActive, { fault: 'leaked_personal_data' })} == 1`,
    log: '{service_name="features"} | event_type="customer_contacted"',
  },
  fix: 'Take the field out of the line; delete what was stored before the mask.',
};

export const unstructuredOutput: Fault = {
  name: 'unstructured-output',
  title: 'A service writes text that is no log line',
  hypothesis: 'What no parser understands is told, since crashes speak that way.',
  steadyState: [linesArrive],
  method: [{ kind: 'service_fault', service: 'features', fault: 'unstructured_output' }],
  expects: [{ alert: 'UnstructuredOutput', onset: '5m', lagSeconds: 5 }],
  mayFire: ['ErrorBurst'],
  mustNotFire: ['PersonalDataInLog'],
  rootCause: { component: 'features', condition: 'plain text on standard error' },
  impact: `${select(serviceFaultActive, { fault: 'unstructured_output' })} == 1`,
  evidence: {
    metric: `${select(serviceFaultActive, { fault: 'unstructured_output' })} == 1`,
    log: '{service_name="features"} | event_type="unstructured_output"',
  },
  fix: 'Find who writes past the logger.',
};

export const missingModel: Fault = {
  name: 'missing-model',
  title: 'Somebody asks for a model version that cannot be loaded',
  hypothesis: 'The load fails alone; what answered goes on answering.',
  steadyState: serving,
  method: [
    {
      kind: 'refused_request',
      service: 'inference',
      method: 'POST',
      path: '/admin/models/fraud-detection/versions/999/load',
    },
  ],
  expects: [{ alert: 'ModelLoadFailed', onset: '5m', lagSeconds: 5 }],
  mustNotFire: ['HighErrorRate', 'CustomersNotServed'],
  rootCause: { component: 'inference', condition: 'version 999 is not in the repository' },
  impact: `${select(modelPredictions)} > 1`,
  evidence: {
    metric: `${select(modelPredictions)} > 1`,
    log: '{service_name="inference"} | event_type="model_load_failed"',
  },
  fix: 'Put the version into the repository, or ask for one that is there.',
};

export const lineFaults: readonly Fault[] = [personalDataInLog, unstructuredOutput, missingModel];
