import {
  collectorEnqueueFailedSpansTotal,
  collectorQueueSize,
  collectorRefusedSpansTotal,
  collectorTracesDroppedEarlyTotal,
} from '../external/collector.ts';
import { lokiDiscardedSamplesTotal } from '../external/loki.ts';
import {
  prometheusNotificationErrorsTotal,
  prometheusRuleFailuresTotal,
  up,
} from '../external/prometheus.ts';
import { tempoDiscardedSpansTotal } from '../external/tempo.ts';
import { pagerDeadMansSwitch } from '../metrics/pager.ts';
import { telemetrySpansDroppedTotal } from '../metrics/telemetry.ts';
import { appeared, increase, select, sumBy } from '../promql.ts';
import { jobSampleBudget } from '../rules/budgets.ts';
import { type Fault, TRACE_STORE } from './fault.ts';
import { linesArrive, serving, targetsAnswer } from './probes.ts';

export const frozenCollector: Fault = {
  name: 'frozen-collector',
  title: 'The Collector hangs while three times as many customers come',
  hypothesis:
    'Predictions go on; the spans that find no room are counted, and the lines wait in their files.',
  steadyState: [...serving, linesArrive],
  method: [
    { kind: 'scenario', scenario: 'surge', settings: { intensity: 0.2 } },
    { kind: 'freeze', component: 'collector' },
  ],
  expects: [
    { alert: 'TargetDown', onset: '0s', lagSeconds: 3, recovery: { onset: '0s', lagSeconds: 10 } },
    {
      alert: 'TelemetrySpansDropped',
      onset: '5m',
      lagSeconds: 40,
      recovery: { onset: '5m', lagSeconds: 15 },
      untold: 'TargetDown of the Collector is told instead',
    },
  ],
  mayFire: [
    // The simulated GPU works for the customers.
    'HighGPUUtilization',
    'PredictionEventsMissing',
    'CollectorExportFailing',
    'CollectorQueueFilling',
    'TargetAbsent',
    'PipelineStale',
    'ServiceRestarting',
  ],
  mustNotFire: ['HighErrorRate', 'CustomersNotServed'],
  rootCause: { component: 'collector', condition: 'the process is stopped' },
  impact: `${sumBy(['reason'], increase(telemetrySpansDroppedTotal, '5m'))} > 0`,
  evidence: { metric: `${sumBy(['reason'], increase(telemetrySpansDroppedTotal, '5m'))} > 0` },
  fix: 'Restart the Collector; give it more room if it was the load.',
};

export const frozenLoki: Fault = {
  name: 'frozen-loki',
  title: 'Loki hangs while three times as many customers come',
  hypothesis:
    'Lines wait in the Collector: the queue is told to grow and nothing to leave it, and none is lost.',
  steadyState: [...serving, linesArrive],
  method: [
    { kind: 'scenario', scenario: 'surge', settings: { intensity: 0.2 } },
    { kind: 'freeze', component: 'loki' },
  ],
  expects: [
    { alert: 'TargetDown', onset: '0s', lagSeconds: 6, recovery: { onset: '0s', lagSeconds: 5 } },
    {
      alert: 'CollectorExportFailing',
      onset: '5m',
      lagSeconds: 15,
      recovery: { onset: '5m', lagSeconds: 20 },
    },
    {
      alert: 'CollectorQueueFilling',
      onset: '15m',
      lagSeconds: 15,
      recovery: { onset: '15m', lagSeconds: 20 },
    },
  ],
  mayFire: ['LokiIngestionFailing', 'LokiRulesFailing', 'HighGPUUtilization', 'PipelineStale'],
  mustNotFire: ['CollectorDroppingData', 'HighErrorRate', 'CustomersNotServed'],
  rootCause: { component: 'loki', condition: 'the process is stopped' },
  impact: `${select(collectorQueueSize, { exporter: 'otlp_http/logs' })} > 100`,
  evidence: { metric: `${select(collectorQueueSize, { exporter: 'otlp_http/logs' })} > 100` },
  fix: 'Restart Loki; the Collector delivers what waited.',
};

/**
 * Spans that the Collector refused, dropped early or found no room for: which, depends on the trace store and on memory.
 * The flood is over in a moment, and looking takes longer than the shortest window.
 */
const SPANS_LOST = [
  collectorEnqueueFailedSpansTotal,
  collectorRefusedSpansTotal,
  collectorTracesDroppedEarlyTotal,
]
  .map((lost) => `${sumBy(['service'], increase(lost, '30m'))} > 0`)
  .join(' or ');

export const spanFlood: Fault = {
  name: 'span-flood',
  title: 'The trace store hangs and 150,000 spans come at once',
  hypothesis: 'What the queue cannot hold is dropped and told, and the Collector lives.',
  steadyState: [targetsAnswer],
  method: [
    { kind: 'freeze', component: TRACE_STORE },
    { kind: 'span_flood', spans: 150_000, spanBytes: 10, oneTrace: false },
  ],
  expects: [
    {
      alert: 'CollectorDroppingData',
      onset: '5m',
      lagSeconds: 40,
      recovery: { onset: '5m', lagSeconds: 30 },
    },
    {
      alert: 'CollectorExportFailing',
      onset: '5m',
      lagSeconds: 40,
      recovery: { onset: '5m', lagSeconds: 30 },
    },
  ],
  mayFire: ['TargetDown', 'CollectorQueueFilling', 'TempoIngestionFailing', 'TelemetrySpansDropped'],
  mustNotFire: ['HighErrorRate', 'CustomersNotServed'],
  rootCause: { component: TRACE_STORE, condition: 'the process is stopped, under a flood of spans' },
  impact: SPANS_LOST,
  evidence: { metric: `${select(collectorQueueSize, { exporter: 'otlp_grpc/traces' })} > 0` },
  fix: 'Restart the trace store; sample earlier where the flood came from.',
};

/** A reason appears with the first span that is discarded for it. */
const DISCARDED = `${sumBy(['reason'], increase(tempoDiscardedSpansTotal, '5m'))} > 0 or ${sumBy(['reason'], appeared(tempoDiscardedSpansTotal, '5m'))} > 0`;

export const hugeTrace: Fault = {
  name: 'huge-trace',
  title: 'One trace grows beyond what the trace store takes',
  hypothesis: 'The store refuses the rest of that trace, says so, and keeps the others.',
  steadyState: [...serving, targetsAnswer],
  needs: 'tempo',
  method: [{ kind: 'span_flood', spans: 8000, spanBytes: 1500, oneTrace: true }],
  expects: [
    {
      alert: 'TempoIngestionFailing',
      onset: '5m',
      lagSeconds: 30,
      recovery: { onset: '5m', lagSeconds: 20 },
    },
  ],
  mayFire: ['CollectorExportFailing', 'CollectorDroppingData'],
  mustNotFire: ['TargetDown', 'CustomersNotServed'],
  rootCause: { component: 'drill', condition: 'one trace of 12 MB' },
  impact: DISCARDED,
  evidence: { metric: DISCARDED },
  fix: 'Find the loop that makes one trace of everything: a batch job, a consumer that never ends its span.',
};

export const oldLines: Fault = {
  name: 'old-lines',
  title: 'Somebody sends Loki lines of last month',
  hypothesis: 'What Loki discards is told.',
  steadyState: [linesArrive],
  method: [{ kind: 'old_lines', days: 30 }],
  expects: [{ alert: 'LokiIngestionFailing', onset: '5m', lagSeconds: 5 }],
  mustNotFire: ['CollectorExportFailing'],
  rootCause: { component: 'drill', condition: 'lines older than reject_old_samples_max_age' },
  impact: `${sumBy(['reason'], increase(lokiDiscardedSamplesTotal, '5m'))} > 0`,
  evidence: { metric: `${sumBy(['reason'], increase(lokiDiscardedSamplesTotal, '5m'))} > 0` },
  fix: 'Find the sender with the wrong clock, or with a backlog that nobody needs.',
};

export const logBurst: Fault = {
  name: 'log-burst',
  title: 'A service writes more lines in one moment than can be written',
  hypothesis: 'The service goes on; what it dropped is counted in a line of its own.',
  steadyState: [linesArrive],
  method: [{ kind: 'service_fault', service: 'traffic', fault: 'log_burst' }],
  expects: [{ alert: 'LogLinesDropped', onset: '5m', lagSeconds: 8 }],
  mayFire: ['EventLoopLagHigh', 'LokiIngestionFailing'],
  mustNotFire: ['TargetDown', 'CustomersNotServed'],
  rootCause: { component: 'traffic', condition: 'more than 16 MiB of lines in one turn of the event loop' },
  impact: `${select(up, { job: 'traffic' })} == 1`,
  evidence: {
    metric: `${select(up, { job: 'traffic' })} == 1`,
    log: '{service_name="traffic"} | event_type="log_lines_dropped"',
  },
  fix: 'Log less per item, or in pieces.',
};

export const frozenAlertmanager: Fault = {
  name: 'frozen-alertmanager',
  title: 'The Alertmanager hangs',
  hypothesis:
    'The pager misses the Watchdog and raises its own alarm; Prometheus says that it cannot deliver.',
  steadyState: [targetsAnswer],
  // Loki's ruler has to have something to tell before it can fail to tell it.
  method: [
    { kind: 'service_fault', service: 'features', fault: 'unstructured_output' },
    { kind: 'freeze', component: 'alertmanager' },
  ],
  expects: [
    {
      alert: 'PrometheusNotificationsFailing',
      onset: '5m',
      lagSeconds: 15,
      recovery: { onset: '5m', lagSeconds: 15 },
      untold: 'the Alertmanager itself is what hangs',
    },
    {
      alert: 'WatchdogMissing',
      onset: '5m',
      lagSeconds: 25,
      recovery: { onset: '0s', lagSeconds: 15 },
      untold: 'the Alertmanager itself is what hangs; the pager raises its own alarm',
    },
    { alert: 'TargetDown', onset: '0s', lagSeconds: 3, untold: 'the Alertmanager itself is what hangs' },
    {
      alert: 'LokiRulesFailing',
      onset: '5m',
      lagSeconds: 30,
      recovery: { onset: '5m', lagSeconds: 15 },
      untold: 'the Alertmanager itself is what hangs',
    },
  ],
  mayFire: ['AlertmanagerNotificationsFailing', 'UnstructuredOutput', 'ErrorBurst'],
  mustNotFire: ['HighErrorRate'],
  rootCause: { component: 'alertmanager', condition: 'the process is stopped' },
  impact: `${select(pagerDeadMansSwitch)} == 1`,
  evidence: {
    metric: `${sumBy(['alertmanager'], increase(prometheusNotificationErrorsTotal, '5m'))} > 0`,
    log: '{service_name="pager"} | event_type="dead_mans_switch"',
  },
  fix: 'Restart the Alertmanager.',
};

export const frozenPager: Fault = {
  name: 'frozen-pager',
  title: 'The pager hangs',
  hypothesis: 'The Alertmanager says that it cannot tell anybody.',
  steadyState: [targetsAnswer],
  method: [{ kind: 'freeze', component: 'pager' }],
  expects: [
    {
      alert: 'AlertmanagerNotificationsFailing',
      onset: '5m',
      lagSeconds: 30,
      recovery: { onset: '5m', lagSeconds: 25 },
      untold: 'the pager itself is what hangs',
    },
    { alert: 'TargetDown', onset: '0s', lagSeconds: 3, untold: 'the pager itself is what hangs' },
  ],
  mayFire: ['WatchdogMissing'],
  mustNotFire: ['HighErrorRate'],
  rootCause: { component: 'pager', condition: 'the process is stopped' },
  impact: `${select(up, { job: 'pager' })} == 0`,
  evidence: { metric: `${select(up, { job: 'pager' })} == 0` },
  fix: 'Restart the pager; the Alertmanager tries again by itself.',
};

export const brokenPrometheusConfig: Fault = {
  name: 'broken-prometheus-config',
  title: 'Prometheus is given a configuration that it cannot read',
  hypothesis: 'It goes on with the one it had, and says so.',
  steadyState: [targetsAnswer],
  method: [{ kind: 'broken_config', engine: 'prometheus' }],
  expects: [{ alert: 'PrometheusConfigReloadFailed', onset: '0s', lagSeconds: 16 }],
  mustNotFire: ['TargetDown'],
  rootCause: { component: 'prometheus', condition: 'prometheus.yml is not YAML' },
  impact: 'prometheus_config_last_reload_successful == 0',
  evidence: { metric: 'prometheus_config_last_reload_successful == 0' },
  fix: 'promtool check config says what is wrong; mend the file and reload.',
};

export const brokenAlertmanagerConfig: Fault = {
  name: 'broken-alertmanager-config',
  title: 'The Alertmanager is given a configuration that it cannot read',
  hypothesis: 'It goes on with the one it had, and says so.',
  steadyState: [targetsAnswer],
  method: [{ kind: 'broken_config', engine: 'alertmanager' }],
  expects: [{ alert: 'AlertmanagerConfigReloadFailed', onset: '0s', lagSeconds: 16 }],
  mustNotFire: ['AlertmanagerNotificationsFailing'],
  rootCause: { component: 'alertmanager', condition: 'alertmanager.yml is not YAML' },
  impact: 'alertmanager_config_last_reload_successful == 0',
  evidence: { metric: 'alertmanager_config_last_reload_successful == 0' },
  fix: 'amtool check-config says what is wrong; mend the file and reload.',
};

export const failingRules: Fault = {
  name: 'failing-rules',
  title: 'A second series makes a join of a rule ambiguous',
  hypothesis: 'The rule that fails is told, because its own alert is blind.',
  steadyState: [targetsAnswer],
  method: [
    {
      kind: 'pushed_series',
      series: [
        { name: jobSampleBudget.name, labels: { job: 'features', origin: 'a' }, start: 1e9, perSecond: 0 },
        { name: jobSampleBudget.name, labels: { job: 'features', origin: 'b' }, start: 1e9, perSecond: 0 },
      ],
    },
  ],
  expects: [{ alert: 'PrometheusRuleFailures', onset: '5m', lagSeconds: 16 }],
  mustNotFire: ['CardinalityBudgetExceeded'],
  rootCause: { component: 'prometheus', condition: 'many-to-many matching in a rule' },
  impact: `${sumBy(['rule_group'], increase(prometheusRuleFailuresTotal, '5m'))} > 0`,
  evidence: { metric: `${sumBy(['rule_group'], increase(prometheusRuleFailuresTotal, '5m'))} > 0` },
  fix: 'Find the second series and its sender; make the join unambiguous.',
};

export const telemetryFaults: readonly Fault[] = [
  frozenCollector,
  frozenLoki,
  spanFlood,
  hugeTrace,
  oldLines,
  logBurst,
  frozenAlertmanager,
  frozenPager,
  brokenPrometheusConfig,
  brokenAlertmanagerConfig,
  failingRules,
];
