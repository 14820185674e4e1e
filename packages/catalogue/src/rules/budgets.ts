/** How many samples a scrape of each job may bring. A series costs the same whether somebody looks at it or not. */
import { type RecordingRuleGroup, record } from './recording-rule.ts';

/**
 * Samples per job, all targets together: about twice what each brings in a lab with every service at work, so that
 * a label that has lost its bound shows long before `sample_limit` takes the whole target away.
 */
export const SAMPLE_BUDGETS: Readonly<Record<string, number>> = {
  inference: 4000,
  features: 3000,
  traffic: 2000,
  monitor: 6000,
  autopilot: 3000,
  pager: 2000,
  node: 3000,
  gpu: 1000,
  'span-metrics': 10_000,
  collector: 1000,
  prometheus: 4000,
  alertmanager: 2000,
  loki: 6000,
  tempo: 4000,
  jaeger: 3000,
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
