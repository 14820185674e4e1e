import { prometheusRuleFailuresTotal, up } from '../../external/prometheus.ts';
import { select } from '../../promql.ts';
import { prometheusRuleFailures, targetAbsent, targetDown, watchdog } from '../platform.ts';
import type { AlertScenario } from './scenario.ts';

const target = (job: string, service: string, port = '8080') =>
  select(up, { job, service, instance: `lab:${port}` });

/** Every target that TargetAbsent wants, except one. */
const everythingBut = (missing: string) =>
  Object.fromEntries(
    [
      target('inference', 'inference'),
      target('features', 'features'),
      target('traffic', 'traffic'),
      target('node', 'exporter'),
      target('gpu', 'exporter'),
      target('span-metrics', 'collector'),
    ]
      .filter((series) => series !== missing)
      .map((series) => [series, '1x60']),
  );

export const platformScenarios: readonly AlertScenario[] = [
  {
    alert: watchdog,
    fires: { series: {}, at: '1m', labels: {}, description: watchdog.description },
  },
  {
    alert: targetDown,
    fires: {
      series: {
        [target('features', 'features', '1')]: '1x60',
        [target('features', 'features', '2')]: '1x3 0x15 1x20',
      },
      pendingAt: '1m30s',
      at: '3m',
      resolvedAt: '6m',
      labels: { job: 'features', service: 'features' },
      description: 'Only 50% of the targets of job features (features) answer.',
    },
    staysSilent: [
      {
        because: 'one failed scrape is shorter than a minute',
        series: { [target('features', 'features')]: '1x10 0 1x20' },
        at: '3m',
      },
    ],
  },
  {
    alert: targetAbsent,
    fires: {
      series: {
        ...everythingBut(target('gpu', 'exporter')),
        [target('gpu', 'exporter')]: '_x20 1x40',
      },
      pendingAt: '1m',
      at: '4m',
      resolvedAt: '7m',
      labels: { job: 'gpu', service: 'exporter' },
      description:
        'Nothing is scraped as job gpu: exporter is not in the target list, so TargetDown cannot notice it.',
    },
    staysSilent: [
      {
        because: 'a target that is down is still a target',
        series: { ...everythingBut(''), [target('traffic', 'traffic')]: '0x60' },
        at: '5m',
      },
    ],
  },
  {
    alert: prometheusRuleFailures,
    fires: {
      series: { [select(prometheusRuleFailuresTotal, { rule_group: 'rules.yml;http' })]: '0x4 2x60' },
      at: '3m',
      resolvedAt: '8m',
      labels: { rule_group: 'rules.yml;http' },
      description: 'Rule group rules.yml;http failed 2 times in 5 minutes; its alerts are blind.',
    },
    staysSilent: [
      {
        because: 'failures of long ago are counted and do not grow',
        series: { [select(prometheusRuleFailuresTotal, { rule_group: 'rules.yml;http' })]: '7x60' },
        at: '10m',
      },
    ],
  },
];
