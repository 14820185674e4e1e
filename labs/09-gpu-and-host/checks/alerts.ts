import { type CheckContext, type Finding, firstFailure, found, type Task } from '@lab/course/lab';
import { ALERT_RULES, type Played, plays, type RulesFolder, USE_RULES } from './played.ts';
import { areLoaded } from './rules-loaded.ts';

const ALERTS = ['GPUBusy', 'GPUMemoryLow', 'DiskFullSoon'] as const;
type Alert = (typeof ALERTS)[number];
const SEVERITIES: Readonly<Record<Alert, string>> = {
  GPUBusy: 'warning',
  GPUMemoryLow: 'critical',
  DiskFullSoon: 'warning',
};

const TEAM = 'infrastructure';

const firing = (alert: Alert): string => `ALERTS{alertname="${alert}",alertstate="firing"}`;
const none = (alert: Alert, atMinutes: number) => ({
  atMinutes,
  expr: `count(${firing(alert)})`,
  samples: {},
});
/** At no time until then. */
const never = (alert: Alert, atMinutes: number) => ({
  atMinutes,
  expr: `max_over_time(count(${firing(alert)})[${atMinutes}m:1m])`,
  samples: {},
});
const one = (alert: Alert, atMinutes: number, level: string, labels: string) => ({
  atMinutes,
  expr: `count by (${level}) (${firing(alert)})`,
  samples: { [labels]: 1 },
});

const gpu = (field: string, index: number): string =>
  `DCGM_FI_DEV_${field}{job="gpus",instance="trainer-1",gpu="${index}",UUID="GPU-${index}",modelName="Simulated"}`;
const GPU = 'instance, gpu';
const ofGpu = (index: number): string => `{instance="trainer-1",gpu="${index}"}`;

const disk = (metric: 'avail' | 'size', instance: string, mountpoint = '/'): string =>
  `node_filesystem_${metric}_bytes{job="stores",instance="${instance}",device="/dev/sdb1",fstype="ext4",mountpoint="${mountpoint}"}`;
const DISK = 'instance, mountpoint';

/** Log files are rotated every half hour: 15 of 100 are eaten and given back. */
const rotations = (times: number): string => Array<string>(times).fill('3500-50x29').join(' ');

/**
 * The longest situation is ten hours. Not more: an alert may see what was recorded one evaluation ago, and a value stands
 * for five minutes.
 */
const EVALUATION_MINUTES = 2;

/** Minutes count here, so rules are evaluated each minute. */
const GPU_SITUATIONS: readonly Played[] = [
  {
    name: 'a GPU is 96 % busy for twenty minutes, and another 95 % (one alert, after ten minutes)',
    series: { [gpu('GPU_UTIL', 0)]: '40x9 96x20', [gpu('GPU_UTIL', 1)]: '95x30' },
    expects: [none('GPUBusy', 19), one('GPUBusy', 23, GPU, ofGpu(0))],
  },
  {
    name: 'a GPU is fully busy for five minutes',
    series: { [gpu('GPU_UTIL', 0)]: '40x9 100x4 40x20' },
    expects: [never('GPUBusy', 30)],
  },
  {
    name: 'a GPU has 8 % of its memory free and another 12 %, and neither tells what is reserved (one alert, after five minutes)',
    series: {
      [gpu('FB_USED', 0)]: '40000x9 73600x20',
      [gpu('FB_FREE', 0)]: '40000x9 6400x20',
      [gpu('FB_USED', 1)]: '70400x29',
      [gpu('FB_FREE', 1)]: '9600x29',
    },
    expects: [none('GPUMemoryLow', 14), one('GPUMemoryLow', 18, GPU, ofGpu(0))],
  },
  {
    name: 'of all memory of a GPU 9.8 % are free, of that without what is reserved 10.3 % (an alert, after five minutes)',
    series: {
      [gpu('FB_USED', 0)]: '70000x29',
      [gpu('FB_FREE', 0)]: '8000x29',
      [gpu('FB_RESERVED', 0)]: '4000x29',
    },
    expects: [one('GPUMemoryLow', 10, GPU, ofGpu(0))],
  },
];

const DISK_SITUATIONS: readonly Played[] = [
  {
    name: 'a disk that was quiet for six hours will be full within three, and is half way (one alert, of one file system)',
    series: {
      [disk('size', 'store-1')]: '18000x540',
      [disk('avail', 'store-1')]: '6840x359 6840-38x180',
      [disk('size', 'store-1', '/data')]: '18000x540',
      [disk('avail', 'store-1', '/data')]: '6840x540',
    },
    expects: [
      none('DiskFullSoon', 355),
      one('DiskFullSoon', 450, DISK, '{instance="store-1",mountpoint="/"}'),
    ],
  },
  {
    name: 'log files eat 15 % of a disk in half an hour and give it back, for ten hours',
    series: { [disk('size', 'store-1')]: '10000x600', [disk('avail', 'store-1')]: rotations(20) },
    expects: [
      {
        // Before, the rule has not enough of a past.
        ...never('DiskFullSoon', 600),
        expr: 'max_over_time(count(ALERTS{alertname="DiskFullSoon",alertstate="firing"})[6h:1m])',
      },
    ],
  },
  {
    name: 'something is copied to a disk of which more than half is free',
    series: { [disk('size', 'store-1')]: '18000x240', [disk('avail', 'store-1')]: '16000x119 16000-60x100' },
    expects: [never('DiskFullSoon', 219)],
  },
  {
    name: 'a disk that has 45 % left and more will be full within four hours, as it goes on',
    series: { [disk('size', 'store-1')]: '18000x460', [disk('avail', 'store-1')]: '16200x359 16200-85x95' },
    expects: [never('DiskFullSoon', 454)],
  },
  {
    name: 'a disk will be full in six hours',
    series: { [disk('size', 'store-1')]: '18000x110', [disk('avail', 'store-1')]: '5400-15x110' },
    expects: [never('DiskFullSoon', 100)],
  },
  {
    name: 'a disk is cleared three minutes after less than 40 % were left',
    series: {
      [disk('size', 'store-1')]: '10000x400',
      [disk('avail', 'store-1')]: '9900x239 9900-100x61 9900x60',
    },
    expects: [never('DiskFullSoon', 360)],
  },
  {
    name: 'a disk will be full in three days',
    series: { [disk('size', 'store-1')]: '20000x600', [disk('avail', 'store-1')]: '4320-1x600' },
    expects: [never('DiskFullSoon', 600)],
  },
  {
    name: 'of a disk 6 % are left, as for weeks',
    series: { [disk('size', 'store-1')]: '20000x600', [disk('avail', 'store-1')]: '1200x600' },
    expects: [never('DiskFullSoon', 600)],
  },
];

/** That the three fire where they should, and nowhere else. */
export const fireRightly = (lab: RulesFolder): Promise<Finding> =>
  firstFailure(
    () => plays(lab, [USE_RULES, ALERT_RULES], GPU_SITUATIONS),
    () => plays(lab, [USE_RULES, ALERT_RULES], DISK_SITUATIONS, EVALUATION_MINUTES),
  );

/** In a template, in either spelling: `{{ $labels.gpu }}` or `{{ .Labels.gpu }}`. */
export const namesLabels = (description: string): boolean => /\{\{[^}]*[$.][lL]abels\b/.test(description);

/** Whom it is for, and what it says. */
async function areLabelled({ workbenchEngines: { prometheus } }: CheckContext): Promise<Finding> {
  const rules = (await prometheus.rules()).filter(({ type }) => type === 'alerting');
  const problems = ALERTS.flatMap((alert) => {
    const { labels = {}, annotations = {} } = rules.find(({ name }) => name === alert) ?? {};
    return [
      ...Object.entries({ severity: SEVERITIES[alert], team: TEAM }).flatMap(([label, wanted]) =>
        labels[label] === wanted
          ? []
          : [`${alert} has ${label} ${labels[label] ?? 'nothing'} instead of ${wanted}`],
      ),
      ...annotationProblems(annotations).map((problem) => `${alert} has ${problem}`),
    ];
  });
  return found(problems.length === 0, {
    expected:
      'severity and team of the table, a constant summary, and a description that says which GPU or disk',
    seen: problems.length === 0 ? 'all of them' : problems.join('; '),
    lookAt: ALERT_RULES,
  });
}

function annotationProblems({ summary = '', description = '' }: Readonly<Record<string, string>>): string[] {
  return [
    ...(summary === '' ? ['no summary'] : []),
    ...(summary.includes('{{') ? ['a summary that is not constant'] : []),
    ...(namesLabels(description) ? [] : ['a description in which no label is']),
  ];
}

export const alerts: Task = {
  id: 'alerts',
  title: 'Warn before the end, and not at a sawtooth',
  needs: ['utilisation'],
  hints: [
    'On the query page, draw predict_linear(node_filesystem_avail_bytes[1m], 4 * 3600) for the three stores, then with a longer range. Which lines go below zero, and for how long?',
    'The line is fitted to what is in the range. A range within one tooth sees only its slope; one over several teeth sees that they cancel. Far too long, and the beginning of a fall is hidden by the quiet before it. A second condition asks whether it matters: how much is left?',
    'predict_linear(node_filesystem_avail_bytes[2h], 4 * 3600) < 0 and node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.4, for: 5m. The GPUs compare what you have recorded with 0.95 and 0.9: these are ratios, not percent.',
  ],
  check: (lab) =>
    firstFailure(
      () => areLoaded(lab, 'alerting', ALERTS),
      () => areLabelled(lab),
      () => fireRightly(lab),
    ),
};
