import { prometheusSampleLimitExceededTotal, scrapeSamplesScraped, up } from '../../external/prometheus.ts';
import { select } from '../../promql.ts';
import {
  cardinalityBudgetExceeded,
  REQUIRED_JOBS,
  scrapeSampleLimitHit,
  targetAbsent,
  targetDown,
} from '../platform.ts';
import { type AlertScenario, COUNTED_BEFORE, growing } from './scenario.ts';

const target = (job: string, service: string, port = '8080') =>
  select(up, { job, service, instance: `lab:${port}` });

/** Every target that TargetAbsent wants, except one. */
const everythingBut = (missing: string) =>
  Object.fromEntries(
    REQUIRED_JOBS.map(({ job, service }) => target(job, service))
      .filter((series) => series !== missing)
      .map((series) => [series, '1x100']),
  );

const samples = (job: string, port = '1') =>
  select(scrapeSamplesScraped, { job, service: job, instance: `lab:${port}` });
const limitExceeded = select(prometheusSampleLimitExceededTotal, { service: 'prometheus' });

export const platformScenarios: readonly AlertScenario[] = [
  {
    alert: targetDown,
    fires: {
      series: {
        [target('features', 'features', '1')]: '1x60',
        [target('features', 'features', '2')]: '1x3 0x24 1x20',
      },
      pendingAt: '3m30s',
      at: '5m',
      resolvedAt: '9m',
      labels: { job: 'features', service: 'features' },
      description: 'Only 50% of the targets of job features (features) answer.',
    },
    staysSilent: [
      {
        because: 'one failed scrape is shorter than three minutes',
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
        [target('gpu', 'exporter')]: '_x60 1x40',
      },
      pendingAt: '9m',
      at: '12m',
      resolvedAt: '17m',
      labels: { job: 'gpu', service: 'exporter' },
      description:
        'Nothing is scraped as job gpu: exporter is not in the target list, so TargetDown cannot notice it.',
    },
    staysSilent: [
      {
        because: 'a target that is down is still a target',
        series: { ...everythingBut(''), [target('traffic', 'traffic')]: '0x100' },
        at: '15m',
      },
    ],
  },
  {
    alert: cardinalityBudgetExceeded,
    fires: {
      series: {
        [samples('inference', '1')]: '1000x4 2500x60 1000x40',
        [samples('inference', '2')]: '1000x4 2500x60 1000x40',
      },
      pendingAt: '10m',
      at: '13m',
      resolvedAt: '17m',
      labels: { job: 'inference', service: 'inference' },
      description: 'inference brings 5k samples with each scrape of job inference, more than its budget.',
    },
    staysSilent: [
      {
        because: 'a large job may cost more than a small one',
        series: { [samples('loki')]: '5000x80' },
        at: '18m',
      },
    ],
  },
  {
    alert: scrapeSampleLimitHit,
    fires: {
      series: { [limitExceeded]: growing(1) },
      pendingAt: '2m',
      at: '7m',
      resolvedAt: '18m',
      labels: { service: 'prometheus' },
      description:
        'prometheus has refused 20 scrapes of late for having too many samples; their target counts as down.',
    },
    staysSilent: [
      {
        because: 'a scrape that was refused before somebody mended it',
        series: { [limitExceeded]: COUNTED_BEFORE },
        at: '10m',
      },
    ],
  },
];
