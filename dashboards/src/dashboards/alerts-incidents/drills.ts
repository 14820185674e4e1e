/** Faults that we inject, and how long they take to be seen and to be gone. */
import * as units from '@grafana/grafana-foundation-sdk/units';
import {
  labDrillActive,
  labDrillDetectionSeconds,
  labDrillPassed,
  labDrillResolutionSeconds,
  serviceFaultActive,
  trafficScenarioActive,
} from '@lab/catalogue';
import { faultLeftOn } from '@lab/catalogue/alerts';
import { avgBy, maxBy, select } from '@lab/catalogue/promql';
import { firesAt } from '../../alert-limits.ts';
import { bars, stacked, stat, timeseries } from '../../house-style.ts';
import { instantQuery, promQuery } from '../../targets.ts';

export const injectedFaults = () =>
  stacked({
    title: 'Injected faults',
    description: `1 while a fault is injected into a service, or a scenario of the traffic is on. ${firesAt(faultLeftOn)}`,
    unit: units.Short,
  })
    .span(12)
    .withTarget(promQuery(maxBy(['service', 'fault'], select(serviceFaultActive)), '{{service}}: {{fault}}'))
    .withTarget(promQuery(select(trafficScenarioActive), 'traffic: {{scenario}}'));

export const drillsRunning = () =>
  stacked({
    title: 'Drills',
    description: 'Faults that "./lab drill" has injected and not yet rolled back.',
    unit: units.Short,
  })
    .span(12)
    .withTarget(promQuery(select(labDrillActive), '{{fault}}'));

export const meanDetection = () =>
  stat({
    title: 'Mean time to detect',
    description: 'From the injection of a fault to its alert firing, over the last drill of each fault.',
    unit: units.Seconds,
  }).withTarget(instantQuery(avgBy([], select(labDrillDetectionSeconds)), 'to detect'));

export const meanResolution = () =>
  stat({
    title: 'Mean time to resolve',
    description: 'From the rollback of a fault to its alert resolving, over the last drill of each fault.',
    unit: units.Seconds,
  }).withTarget(instantQuery(avgBy([], select(labDrillResolutionSeconds)), 'to resolve'));

export const drillsPassed = () =>
  stat({
    title: 'Drills passed',
    description: 'Share of the drilled faults that were told as the catalogue says, and nothing else was.',
    unit: units.PercentUnit,
  }).withTarget(instantQuery(avgBy([], select(labDrillPassed)), 'passed'));

export const detection = () =>
  bars({
    title: 'Time to detect',
    description:
      'By alert, in the last drill. The bound is the alert’s own time, its window and two evaluations.',
    unit: units.Seconds,
  })
    .span(12)
    .withTarget(instantQuery(`sort_desc(${select(labDrillDetectionSeconds)})`, '{{alertname}} ({{fault}})'));

export const resolution = () =>
  timeseries({
    title: 'Time to resolve',
    description: 'By alert, in each drill of the time that is shown.',
    unit: units.Seconds,
  })
    .span(12)
    .withTarget(promQuery(select(labDrillResolutionSeconds), '{{alertname}} ({{fault}})'));
