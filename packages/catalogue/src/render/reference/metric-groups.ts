import type { MetricDefinition } from '../../metric.ts';
import * as autopilot from '../../metrics/autopilot.ts';
import * as drills from '../../metrics/drills.ts';
import * as faults from '../../metrics/faults.ts';
import * as featureValues from '../../metrics/feature-values.ts';
import * as features from '../../metrics/features.ts';
import * as http from '../../metrics/http.ts';
import * as inference from '../../metrics/inference.ts';
import * as monitor from '../../metrics/monitor.ts';
import * as pager from '../../metrics/pager.ts';
import * as pipelines from '../../metrics/pipelines.ts';
import * as site from '../../metrics/site.ts';
import * as telemetry from '../../metrics/telemetry.ts';
import * as traffic from '../../metrics/traffic.ts';

interface MetricGroup {
  readonly title: string;
  readonly metrics: readonly MetricDefinition[];
}

const isMetric = (value: unknown): value is MetricDefinition =>
  typeof value === 'object' && value !== null && 'type' in value && 'help' in value && 'labels' in value;

const group = (title: string, module: object): MetricGroup => ({
  title,
  metrics: Object.values(module)
    .filter(isMetric)
    .sort((a, b) => a.name.localeCompare(b.name, 'en')),
});

/** Every metric of our own services, by who has it. A test compares this with everything that the package exports. */
export const METRIC_GROUPS: readonly MetricGroup[] = [
  group('Every service: requests', http),
  group('Every service: telemetry about telemetry', telemetry),
  group('Every service: injected faults', faults),
  group('inference', inference),
  group('features', features),
  group('monitor', monitor),
  group('Pipelines', pipelines),
  group('autopilot', autopilot),
  group('pager', pager),
  group('traffic', traffic),
  group('site', site),
  group('Values of features', featureValues),
  group('Drills', drills),
];
