/** How many samples a scrape of each job may bring. A series costs the same whether somebody looks at it or not. */
import { type RecordingRuleGroup, record } from './recording-rule.ts';

/**
 * Samples per job, all targets together: two to four times what each brings in a lab with every service at work (inference
 * 1524, monitor 1350, features and traffic 843, pager 862, span-metrics 1008, Prometheus 1591, Loki 1893, Tempo 692,
 * Alertmanager 504, Collector 121), more where the machine decides (node 623, gpu 36). So a label that has lost its bound
 * shows long before `sample_limit` takes the whole target away.
 */
export const SAMPLE_BUDGETS: Readonly<Record<string, number>> = {
  inference: 4000,
  features: 2500,
  traffic: 2500,
  monitor: 4000,
  autopilot: 2500,
  pager: 2500,
  site: 2500,
  node: 2500,
  gpu: 500,
  'span-metrics': 4000,
  collector: 500,
  prometheus: 4000,
  alertmanager: 1500,
  loki: 5000,
  tempo: 2500,
  jaeger: 2500,
  grafana: 6000,
};

const budgets = Object.entries(SAMPLE_BUDGETS).map(
  ([job, samples]) => `label_replace(vector(${samples}), "job", ${JSON.stringify(job)}, "", "")`,
);

export const jobSampleBudget = record(
  'job:scrape_samples:budget',
  ['job'],
  'Samples that a scrape of all targets of the job may bring.',
  budgets.join('\nor '),
);

export const budgetRules: RecordingRuleGroup = { name: 'budgets', rules: [jobSampleBudget] };
