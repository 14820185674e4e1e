import { firstFailure, type Task } from '@lab/course/lab';
import { behaves, isExplained, isFed, isLoaded } from './alert-rule.ts';
import { gauge, type Situation } from './situations.ts';

const ALERT = 'FeaturesGone';
const ANY = `alertname="${ALERT}"`;
const FIRES = `${ANY},severity="critical",team="data-engineering",service="features"`;
const UP = 'up{instance="features",job="features"}';

const situations: readonly Situation[] = [
  {
    name: 'the service stops answering (one alert, after 20 s and not before, and its end)',
    series: { [UP]: gauge([60, 1], [60, 0], [60, 1]) },
    expects: [
      { at: 58, alerts: ANY, firing: 0 },
      { at: 78, alerts: ANY, firing: 0 },
      { at: 86, alerts: FIRES, firing: 1 },
      { at: 130, alerts: ANY, firing: 0 },
    ],
  },
  {
    name: 'its target vanishes from the list, so that there is no `up` at all',
    series: { [UP]: [...gauge([60, 1]), 'stale'] },
    expects: [
      { at: 76, alerts: ANY, firing: 0 },
      { at: 88, alerts: FIRES, firing: 1 },
    ],
  },
  {
    name: 'one scrape in ten fails, which a restart does as well',
    series: {
      [UP]: gauge(
        ...Array.from({ length: 6 }, (): [number, number][] => [
          [18, 1],
          [2, 0],
        ]).flat(),
      ),
    },
    expects: [
      { at: 60, alerts: ANY, firing: 0 },
      { at: 118, alerts: ANY, firing: 0 },
    ],
  },
];

export const featuresGone: Task = {
  id: 'features-gone',
  title: 'Alert on a target that is gone',
  hints: [
    'For each target Prometheus writes a series of its own: 1 where the last scrape worked. And for a target that is in no list any more?',
    'up == 0 needs a series to compare. A function has a result exactly where its argument has none. Combine the two with `or`.',
    'up{job="features"} == 0 or absent(up{job="features"}), for: 20s. What absent answers has no instance, so a description must not rest on one alone.',
  ],
  check: (lab) =>
    firstFailure(
      () => isFed(lab, 'up{job="features"}', 'a target of job features in your Prometheus'),
      () => isLoaded(lab, ALERT),
      () => behaves(lab, situations),
      () => isExplained(lab, ALERT),
    ),
};
