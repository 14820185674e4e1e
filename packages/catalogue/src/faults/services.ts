import { nodejsEventLoopLagP99Seconds, processStartTimeSeconds } from '../external/node-runtime.ts';
import { alerts, scrapeSamplesScraped, up } from '../external/prometheus.ts';
import { serviceFaultActive } from '../metrics/faults.ts';
import { databasePoolConnections } from '../metrics/features.ts';
import { mlFeatureFetchTotal } from '../metrics/inference.ts';
import { telemetryLabelValuesRefusedTotal } from '../metrics/telemetry.ts';
import { increase, not, rate, select, sumBy } from '../promql.ts';
import { serviceErrorRatio } from '../rules/http.ts';
import { modelDefaultFeaturesRatio } from '../rules/models.ts';
import type { Fault } from './fault.ts';
import { featuresFetched, serving, targetsAnswer } from './probes.ts';

export const failingFeatures: Fault = {
  name: 'failing-features',
  title: 'The feature service answers every lookup with 503',
  hypothesis:
    'Customers are served on, from defaults: the features are told to be missing, and the service to fail.',
  steadyState: [...serving, featuresFetched],
  method: [
    { kind: 'service_fault', service: 'features', fault: 'request_errors', settings: { method: 'GET' } },
  ],
  expects: [
    { alert: 'FeaturesDegraded', onset: '5m', lagSeconds: 3, recovery: { onset: '5m', lagSeconds: 8 } },
    { alert: 'HighErrorRate', onset: '5m', lagSeconds: 4, recovery: { onset: '5m', lagSeconds: 8 } },
  ],
  mayFire: ['ErrorBurst', 'DataDriftDetected', 'PredictionDistributionShift', 'RequestValuesInvalid'],
  mustNotFire: ['CustomersNotServed', 'TargetDown'],
  rootCause: { component: 'features', condition: 'lookups fail with 503' },
  impact: `${select(modelDefaultFeaturesRatio)} > 0.05`,
  evidence: {
    metric: `${sumBy(['outcome'], rate(mlFeatureFetchTotal, '5m', { outcome: not('success') }))} > 0`,
    log: '{service_name="inference"} | event_type="model_prediction" | features_source="default"',
    trace: { service: 'features', failed: true },
  },
  fix: 'Restore the feature service; inference closes its circuit by itself.',
};

export const frozenFeatures: Fault = {
  name: 'frozen-features',
  title: 'The feature service hangs: connections open, no answers',
  hypothesis: 'Lookups time out, the circuit opens, customers are served from defaults.',
  steadyState: [...serving, featuresFetched, targetsAnswer],
  method: [{ kind: 'freeze', component: 'features' }],
  expects: [
    { alert: 'TargetDown', onset: '0s', lagSeconds: 3 },
    {
      alert: 'FeaturesDegraded',
      onset: '5m',
      lagSeconds: 4,
      recovery: { onset: '5m', lagSeconds: 10 },
      untold: 'TargetDown of features is told instead',
    },
  ],
  mayFire: [
    'HighPredictionLatency',
    'DataDriftDetected',
    'PredictionDistributionShift',
    'RequestValuesInvalid',
    'EventLoopLagHigh',
    // A process that wakes up finds that what it waited for has taken too long.
    'DatabasePoolExhausted',
    'DatabaseUnavailable',
  ],
  mustNotFire: ['CustomersNotServed'],
  rootCause: { component: 'features', condition: 'the process is stopped' },
  impact: `${select(up, { job: 'features' })} == 0`,
  evidence: {
    metric: `${select(modelDefaultFeaturesRatio)} > 0.05`,
    log: '{service_name="inference"} | event_type="model_prediction" | features_source="default"',
  },
  fix: 'Restart the feature service.',
};

export const frozenDatabase: Fault = {
  name: 'frozen-database',
  title: 'Postgres hangs: connections open, no answers',
  hypothesis: 'Lookups wait for a connection and fail; customers are served from defaults.',
  steadyState: [...serving, featuresFetched],
  method: [{ kind: 'freeze', component: 'postgres' }],
  expects: [
    { alert: 'DatabasePoolExhausted', onset: '5m', lagSeconds: 4, recovery: { onset: '0s', lagSeconds: 15 } },
    { alert: 'FeaturesDegraded', onset: '5m', lagSeconds: 4, recovery: { onset: '5m', lagSeconds: 20 } },
    { alert: 'DatabaseUnavailable', onset: '5m', lagSeconds: 15, recovery: { onset: '5m', lagSeconds: 20 } },
  ],
  mayFire: [
    'HighErrorRate',
    'HighPredictionLatency',
    'DataPipelineFailure',
    'PipelineStale',
    'PredictionEventsMissing',
    'CollectorExportFailing',
    'CollectorQueueFilling',
    'LabelCoverageLow',
    'DataDriftDetected',
    'PredictionDistributionShift',
    'RequestValuesInvalid',
    'ErrorBurst',
    'FeatureDataStale',
    'TargetDown',
    'LongRunningPipeline',
  ],
  mustNotFire: ['CustomersNotServed', 'HighModelErrorRate'],
  rootCause: { component: 'postgres', condition: 'the process is stopped' },
  impact: `${select(databasePoolConnections, { service: 'features', state: 'waiting' })} > 0`,
  evidence: {
    metric: `${select(serviceErrorRatio, { service: 'features' })} > 0.05 or ${select(modelDefaultFeaturesRatio)} > 0.05`,
    log: '{service_name="features"} | event_type="database_unavailable"',
  },
  fix: 'Restart the database, or fail over; the services connect again by themselves.',
};

export const crashLoopingFeatures: Fault = {
  name: 'crash-loop',
  title: 'The monitor dies whenever it is back',
  hypothesis: 'Restarts are told, though each lasts only seconds.',
  steadyState: serving,
  method: [{ kind: 'crash_loop', service: 'monitor', everySeconds: 6 }],
  // The window is that of the restarts: half an hour in production.
  expects: [
    { alert: 'ServiceRestarting', onset: '30m', lagSeconds: 20, recovery: { onset: '30m', lagSeconds: 25 } },
  ],
  mayFire: [
    'TargetDown',
    'PredictionEventsMissing',
    'PipelineStale',
    'LabelCoverageLow',
    'CollectorExportFailing',
    'CollectorQueueFilling',
    'DataPipelineFailure',
  ],
  mustNotFire: ['HighErrorRate', 'CustomersNotServed'],
  rootCause: { component: 'monitor', condition: 'the process exits with code 70' },
  // Shorter windows hold samples of one process alone where a start takes its time.
  impact: `changes(${select(processStartTimeSeconds, { job: 'monitor' })}[30m]) > 0`,
  evidence: {
    metric: `changes(${select(processStartTimeSeconds, { job: 'monitor' })}[30m]) > 0`,
    log: '{service_name="monitor"} | event_type="fault_switched" | fault="crash"',
  },
  fix: 'Read the last lines before each end; take back what was deployed.',
};

export const blockedEventLoop: Fault = {
  name: 'blocked-event-loop',
  title: 'Synchronous work holds the event loop of the feature service up, 300 ms out of every 600',
  hypothesis: 'The lag is told before its consequences are understood.',
  steadyState: [...serving, featuresFetched],
  method: [
    {
      kind: 'service_fault',
      service: 'features',
      fault: 'blocked_event_loop',
      // Shorter than between two scrapes, the later of which may wait for a block: each then sees one since the one before.
      settings: { milliseconds: 300, every_ms: 600 },
    },
  ],
  expects: [
    { alert: 'EventLoopLagHigh', onset: '0s', lagSeconds: 12, recovery: { onset: '5m', lagSeconds: 12 } },
  ],
  mayFire: [
    'DatabasePoolExhausted',
    'FeaturesDegraded',
    'HighPredictionLatency',
    'DataDriftDetected',
    'PredictionDistributionShift',
    'RequestValuesInvalid',
  ],
  mustNotFire: ['TargetDown'],
  rootCause: { component: 'features', condition: 'synchronous work on the event loop' },
  impact: `${select(nodejsEventLoopLagP99Seconds, { job: 'features' })} > 0.2`,
  evidence: {
    metric: `${select(nodejsEventLoopLagP99Seconds, { job: 'features' })} > 0.2`,
    log: '{service_name="features"} | event_type="fault_switched"',
    trace: { service: 'features', minimumMs: 100 },
  },
  fix: 'Take a CPU profile and move the work off the event loop.',
};

export const unboundedLabel: Fault = {
  name: 'unbounded-label',
  title: 'A label gets a value for each request',
  hypothesis: 'The guard refuses the values and says so, before Prometheus feels it.',
  steadyState: [targetsAnswer],
  method: [{ kind: 'service_fault', service: 'inference', fault: 'unbounded_label' }],
  expects: [
    {
      alert: 'LabelValuesRefused',
      onset: '15m',
      lagSeconds: 3,
      untold: 'info alone pages nobody: InfoInhibitor',
    },
  ],
  mustNotFire: ['CardinalityBudgetExceeded'],
  rootCause: { component: 'inference', condition: 'a metric is labelled with request ids' },
  impact: `${sumBy(['metric'], increase(telemetryLabelValuesRefusedTotal, '5m'))} > 0`,
  evidence: {
    metric: `${sumBy(['metric'], increase(telemetryLabelValuesRefusedTotal, '5m'))} > 0`,
    log: '{service_name="inference"} | event_type="fault_switched"',
  },
  fix: 'Take the label away; put the value into a log field or a span attribute.',
};

export const seriesExplosion: Fault = {
  name: 'series-explosion',
  title: 'A service exports 5,000 series more',
  hypothesis: 'The budget of the job is told to be exceeded while Prometheus still copes.',
  steadyState: [targetsAnswer],
  method: [
    { kind: 'service_fault', service: 'features', fault: 'series_explosion', settings: { series: 5000 } },
  ],
  expects: [{ alert: 'CardinalityBudgetExceeded', onset: '0s', lagSeconds: 3 }],
  mustNotFire: ['TargetDown', 'ScrapeSampleLimitHit'],
  rootCause: { component: 'features', condition: 'series that nobody asked for' },
  impact: `${select(scrapeSamplesScraped, { job: 'features' })} > 5000`,
  evidence: {
    metric: `${select(scrapeSamplesScraped, { job: 'features' })} > 5000`,
    log: '{service_name="features"} | event_type="fault_switched"',
  },
  fix: 'Find the metric that grew (`topk` over `count by (__name__)`) and drop it at the source.',
};

export const sampleLimit: Fault = {
  name: 'sample-limit',
  title: 'A service exports more series than a scrape may bring',
  hypothesis: 'The scrape is refused whole: the target counts as down, and the reason is told.',
  steadyState: [targetsAnswer],
  method: [
    { kind: 'service_fault', service: 'features', fault: 'series_explosion', settings: { series: 21_000 } },
  ],
  expects: [
    { alert: 'TargetDown', onset: '0s', lagSeconds: 4 },
    { alert: 'ScrapeSampleLimitHit', onset: '5m', lagSeconds: 4 },
  ],
  mayFire: ['CardinalityBudgetExceeded', 'EventLoopLagHigh', 'FeatureDataStale'],
  rootCause: { component: 'features', condition: 'more than 20,000 series' },
  impact: `${select(up, { job: 'features' })} == 0`,
  evidence: {
    metric: `${select(up, { job: 'features' })} == 0`,
    log: '{service_name="features"} | event_type="fault_switched"',
  },
  fix: 'Drop the metric at the source; raising the limit only moves the day.',
};

export const forgottenFault: Fault = {
  name: 'forgotten-fault',
  title: 'Somebody leaves a fault switched on',
  hypothesis: 'A drill that nobody ended is told.',
  steadyState: [targetsAnswer],
  isApart: true,
  method: [
    {
      kind: 'service_fault',
      service: 'pager',
      fault: 'memory_growth',
      settings: { mebibytes_per_second: 0.1 },
    },
  ],
  expects: [
    { alert: 'FaultLeftOn', onset: '0s', lagSeconds: 3, untold: 'info alone pages nobody: InfoInhibitor' },
  ],
  rootCause: { component: 'pager', condition: 'a fault is injected' },
  impact: `${select(serviceFaultActive)} == 1`,
  evidence: {
    metric: `${select(alerts, { alertname: 'FaultLeftOn', alertstate: 'firing' })}`,
    log: '{service_name="pager"} | event_type="fault_switched"',
  },
  fix: 'DELETE /admin/faults of the service.',
};

export const frozenExporter: Fault = {
  name: 'frozen-exporter',
  title: 'The exporter hangs',
  hypothesis: 'Being blind on a machine is told as such.',
  steadyState: [targetsAnswer],
  method: [{ kind: 'freeze', component: 'exporter' }],
  expects: [{ alert: 'TargetDown', onset: '0s', lagSeconds: 3 }],
  mustNotFire: ['HighErrorRate', 'TargetAbsent'],
  rootCause: { component: 'exporter', condition: 'the process is stopped' },
  impact: `${select(up, { service: 'exporter' })} == 0`,
  evidence: { metric: `${select(up, { service: 'exporter' })} == 0` },
  fix: 'Restart the exporter.',
};

export const noTargets: Fault = {
  name: 'no-targets',
  title: 'A job loses its targets',
  hypothesis: 'A service that is not scraped at all is told, though nothing is down.',
  steadyState: [targetsAnswer],
  method: [{ kind: 'no_targets', job: 'pager' }],
  // Prometheus looks at the file every five seconds at the latest; the series is stale with the next scrape.
  expects: [{ alert: 'TargetAbsent', onset: '0s', lagSeconds: 12 }],
  mustNotFire: ['TargetDown'],
  rootCause: { component: 'prometheus', condition: 'the target list of the pager is empty' },
  impact: `absent(${select(up, { job: 'pager' })})`,
  evidence: { metric: `absent(${select(up, { job: 'pager' })})` },
  fix: 'Repair the service discovery of the job.',
};

export const serviceFaults: readonly Fault[] = [
  failingFeatures,
  frozenFeatures,
  frozenDatabase,
  crashLoopingFeatures,
  blockedEventLoop,
  unboundedLabel,
  seriesExplosion,
  sampleLimit,
  forgottenFault,
  frozenExporter,
  noTargets,
];
