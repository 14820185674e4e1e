import { prometheusSampleLimitExceededTotal, scrapeSamplesScraped, up } from '../external/prometheus.ts';
import { avgBy, increase, select, sumBy } from '../promql.ts';
import { jobSampleBudget } from '../rules/budgets.ts';
import type { Alert, AlertGroup } from './alert.ts';

const overview = (panel: string) => ({ dashboard: 'lab-overview', panel });

/** Jobs without which the lab tells nothing, and the service behind each; an engine may be left out of a lab. */
export const REQUIRED_JOBS = [
  { job: 'inference', service: 'inference' },
  { job: 'features', service: 'features' },
  { job: 'traffic', service: 'traffic' },
  { job: 'monitor', service: 'monitor' },
  { job: 'autopilot', service: 'autopilot' },
  { job: 'pager', service: 'pager' },
  { job: 'site', service: 'site' },
  { job: 'node', service: 'exporter' },
  { job: 'gpu', service: 'exporter' },
  { job: 'span-metrics', service: 'collector' },
  { job: 'collector', service: 'collector' },
  { job: 'prometheus', service: 'prometheus' },
  { job: 'alertmanager', service: 'alertmanager' },
  { job: 'loki', service: 'loki' },
] as const;

export const targetDown: Alert = {
  name: 'TargetDown',
  expression: `${avgBy(['job', 'service'], select(up))} < 1`,
  // Three evaluations of a drill: a machine that is busy for a second misses one scrape, and then another.
  for: '3m',
  severity: 'critical',
  team: 'infrastructure',
  summary: 'Targets cannot be scraped',
  description:
    'Only {{ $value | humanizePercentage }} of the targets of job {{ $labels.job }} ({{ $labels.service }}) answer.',
  panel: overview('Targets up'),
};

export const targetAbsent: Alert = {
  name: 'TargetAbsent',
  expression: REQUIRED_JOBS.map((target) => `absent(${select(up, target)})`).join('\nor '),
  // Longer than Prometheus takes after its own start to find and scrape everything, in the drill as well.
  for: '10m',
  severity: 'critical',
  team: 'infrastructure',
  summary: 'A job has no target at all',
  description:
    'Nothing is scraped as job {{ $labels.job }}: {{ $labels.service }} is not in the target list, so TargetDown cannot notice it.',
  panel: overview('Targets up'),
};

export const cardinalityBudgetExceeded: Alert = {
  name: 'CardinalityBudgetExceeded',
  expression: `${sumBy(['job', 'service'], select(scrapeSamplesScraped))}
> on (job) group_left () ${select(jobSampleBudget)}`,
  for: '10m',
  severity: 'warning',
  team: 'infrastructure',
  summary: 'A job costs more series than it may',
  description:
    '{{ $labels.service }} brings {{ $value | humanize }} samples with each scrape of job {{ $labels.job }}, more than its budget.',
  panel: { dashboard: 'cost-cardinality', panel: 'Samples against the budget' },
};

export const scrapeSampleLimitHit: Alert = {
  name: 'ScrapeSampleLimitHit',
  expression: `${sumBy(['service'], increase(prometheusSampleLimitExceededTotal, '5m'))} > 0`,
  for: '1m',
  severity: 'critical',
  team: 'infrastructure',
  summary: 'A scrape is refused for its size',
  description:
    '{{ $labels.service }} has refused {{ $value | humanize }} scrapes of late for having too many samples; their target counts as down.',
  panel: { dashboard: 'cost-cardinality', panel: 'Scrapes refused' },
};

export const platformAlerts: AlertGroup = {
  name: 'platform',
  alerts: [targetDown, targetAbsent, cardinalityBudgetExceeded, scrapeSampleLimitHit],
};
