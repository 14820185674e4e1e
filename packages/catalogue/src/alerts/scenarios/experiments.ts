import {
  mlModelInferenceDurationSeconds,
  mlModelPredictionsTotal,
  mlModelRole,
} from '../../metrics/inference.ts';
import { mlExperimentVerdict } from '../../metrics/monitor.ts';
import { select } from '../../promql.ts';
import { canaryWorseThanChampion } from '../experiments.ts';
import { type AlertScenario, type InputSeries, withLabels } from './scenario.ts';

const MODEL = { model_name: 'fraud-detection' } as const;
const CHAMPION = { ...MODEL, model_version: '2' } as const;
const NEWCOMER = { ...MODEL, model_version: '3' } as const;

const roles = (newcomer: string): InputSeries => ({
  [select(mlModelRole, { ...CHAMPION, role: 'champion' })]: '1x140',
  [select(mlModelRole, { ...NEWCOMER, role: newcomer })]: '1x140',
});
const rows = (version: typeof CHAMPION | typeof NEWCOMER, success: string, error: string): InputSeries => ({
  [select(mlModelPredictionsTotal, { ...version, status: 'success' })]: success,
  [select(mlModelPredictionsTotal, { ...version, status: 'error' })]: error,
});
const WELL = ['0+100x140', '0x140'] as const;
/** One row in ten fails for ten minutes. */
const BADLY = ['0+90x140', '0+10x40 400x100'] as const;
/** All executions end between two bounds, from the 41st step on within the first. */
const durations = (version: typeof CHAMPION | typeof NEWCOMER, slow: boolean): InputSeries => {
  const bucket = (le: string) =>
    withLabels(`${mlModelInferenceDurationSeconds.name}_bucket`, { ...version, le });
  return {
    [bucket('0.05')]: slow ? '0x40 0+100x100' : '0+100x140',
    [bucket('0.25')]: '0+100x140',
    [bucket('+Inf')]: '0+100x140',
  };
};
const verdict = (values: string): InputSeries => ({
  [select(mlExperimentVerdict, {
    ...MODEL,
    challenger_version: '3',
    comparison: 'accuracy',
    verdict: 'worse',
  })]: values,
});
const told = (comparison: string) =>
  `Customers who get fraud-detection 3 are worse off than with the champion: ${comparison}.`;

export const experimentsScenarios: readonly AlertScenario[] = [
  {
    alert: canaryWorseThanChampion,
    fires: {
      series: { ...roles('canary'), ...rows(CHAMPION, ...WELL), ...rows(NEWCOMER, ...BADLY) },
      pendingAt: '1m30s',
      at: '6m',
      resolvedAt: '20m',
      labels: { ...NEWCOMER, comparison: 'error_rate' },
      description: told('error_rate'),
    },
    staysSilent: [
      {
        because: 'where both fail alike, the canary is not to blame',
        series: { ...roles('canary'), ...rows(CHAMPION, ...BADLY), ...rows(NEWCOMER, ...BADLY) },
        at: '6m',
      },
      {
        because: 'a shadow costs no customer anything',
        series: { ...roles('shadow'), ...rows(CHAMPION, ...WELL), ...rows(NEWCOMER, ...BADLY) },
        at: '6m',
      },
      {
        because: 'a few rows say nothing about a version',
        series: { ...roles('canary'), ...rows(CHAMPION, ...WELL), ...rows(NEWCOMER, '0x140', '0+1x140') },
        at: '6m',
      },
    ],
  },
  {
    alert: canaryWorseThanChampion,
    fires: {
      series: {
        ...roles('canary'),
        ...rows(CHAMPION, ...WELL),
        ...rows(NEWCOMER, ...WELL),
        ...durations(CHAMPION, false),
        ...durations(NEWCOMER, true),
      },
      pendingAt: '1m30s',
      at: '6m',
      resolvedAt: '25m',
      labels: { ...NEWCOMER, comparison: 'latency' },
      description: told('latency'),
    },
    staysSilent: [
      {
        because: 'a champion that is as slow',
        series: {
          ...roles('canary'),
          ...rows(CHAMPION, ...WELL),
          ...rows(NEWCOMER, ...WELL),
          ...durations(CHAMPION, true),
          ...durations(NEWCOMER, true),
        },
        at: '6m',
      },
    ],
  },
  {
    alert: canaryWorseThanChampion,
    fires: {
      series: { ...roles('canary'), ...verdict('0x4 1x40 0x40') },
      pendingAt: '2m30s',
      at: '5m',
      resolvedAt: '12m',
      labels: { ...NEWCOMER, comparison: 'accuracy' },
      description: told('accuracy'),
    },
    staysSilent: [
      {
        because: 'the verdict on a shadow is for its makers',
        series: { ...roles('shadow'), ...verdict('1x80') },
        at: '8m',
      },
    ],
  },
];
