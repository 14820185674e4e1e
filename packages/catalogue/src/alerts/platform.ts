import { prometheusRuleFailuresTotal, up } from '../external/prometheus.ts';
import { avgBy, increase, select } from '../promql.ts';
import type { Alert, AlertGroup } from './alert.ts';

const overview = (panel: string) => ({ dashboard: 'lab-overview', panel });

/** Jobs without which the lab tells nothing, and the service behind each; an engine may be left out of a lab. */
const REQUIRED_JOBS = [
  { job: 'inference', service: 'inference' },
  { job: 'features', service: 'features' },
  { job: 'traffic', service: 'traffic' },
  { job: 'node', service: 'exporter' },
  { job: 'gpu', service: 'exporter' },
  { job: 'span-metrics', service: 'collector' },
] as const;

export const watchdog: Alert = {
  name: 'Watchdog',
  expression: 'vector(1)',
  for: '0s',
  severity: 'none',
  team: 'infrastructure',
  summary: 'Alerts reach their receivers',
  description: 'This alert always fires. Where it is missing, no other alert can arrive either.',
  panel: { dashboard: 'telemetry-pipeline', panel: 'Alerts sent' },
};

export const targetDown: Alert = {
  name: 'TargetDown',
  expression: `${avgBy(['job', 'service'], select(up))} < 1`,
  for: '1m',
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
  for: '2m',
  severity: 'critical',
  team: 'infrastructure',
  summary: 'A job has no target at all',
  description:
    'Nothing is scraped as job {{ $labels.job }}: {{ $labels.service }} is not in the target list, so TargetDown cannot notice it.',
  panel: overview('Targets up'),
};

export const prometheusRuleFailures: Alert = {
  name: 'PrometheusRuleFailures',
  expression: `${increase(prometheusRuleFailuresTotal, '5m')} > 0`,
  for: '0s',
  severity: 'critical',
  team: 'infrastructure',
  summary: 'Rules fail to evaluate',
  description:
    'Rule group {{ $labels.rule_group }} failed {{ $value | humanize }} times in 5 minutes; its alerts are blind.',
  panel: { dashboard: 'telemetry-pipeline', panel: 'Rule failures' },
};

export const platformAlerts: AlertGroup = {
  name: 'platform',
  alerts: [watchdog, targetDown, targetAbsent, prometheusRuleFailures],
};
