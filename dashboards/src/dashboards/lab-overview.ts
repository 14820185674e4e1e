import * as units from '@grafana/grafana-foundation-sdk/units';
import {
  httpServerRequestDurationSeconds,
  mlModelAccuracy,
  trafficRequestsTotal,
  trafficTargetRate,
} from '@lab/catalogue';
import {
  customersNotServed,
  highErrorRate,
  modelAccuracyDrop,
  serviceRestarting,
} from '@lab/catalogue/alerts';
import { alerts, processStartTimeSeconds, up } from '@lab/catalogue/external';
import { avgBy, countBy, maxBy, quantile, rate, select, sumBy } from '@lab/catalogue/promql';
import {
  edgeErrorRatio,
  edgeLatencyP95,
  edgeRequests,
  modelPredictions,
  serviceErrorRatio,
  serviceLatencyP95,
  serviceRequests,
} from '@lab/catalogue/rules';
import { availability, latencyP95, latencyP99 } from '@lab/catalogue/slos';
import { firesAt, limitOf, percent, thresholdOf } from '../alert-limits.ts';
import { assemble, FAMILY } from '../assemble.ts';
import {
  asLine,
  dashboardList,
  floorAt,
  limitAt,
  lines,
  stat,
  steps,
  timeseries,
  traceTable,
} from '../house-style.ts';
import { edgeLinks, predictionLinks, serviceLinks } from '../links.ts';
import { exemplarQuery, instantQuery, linesQuery, promQuery, tracesQuery, WINDOW } from '../targets.ts';

export const targetsUp = () =>
  stat({
    title: 'Targets up',
    description: 'Share of targets that answer Prometheus, per job. Below 100 % for a minute: TargetDown.',
    unit: units.PercentUnit,
  })
    .span(24)
    .thresholds(steps({ from: null, color: 'red' }, { from: 1, color: 'green' }))
    .withTarget(instantQuery(avgBy(['job'], select(up)), '{{job}}'));

export const firingAlerts = () =>
  stat({
    title: 'Alerts firing',
    description: 'Without Watchdog, which always fires. 0 is what you want to see.',
    unit: units.Short,
  })
    .thresholds(steps({ from: null, color: 'green' }, { from: 1, color: 'red' }))
    .withTarget(
      instantQuery(
        `${countBy([], `${select(alerts, { alertstate: 'firing' })} unless ${select(alerts, { alertname: 'Watchdog' })}`)} or vector(0)`,
        'firing',
      ),
    );

export const customersServed = () =>
  stat({
    title: 'Customers served',
    description:
      'Share of the predictions that customers asked for and got, seen from outside. Green is the objective, red CustomersNotServed.',
    unit: units.PercentUnit,
  })
    .thresholds(
      steps(
        { from: null, color: 'red' },
        { from: 1 - limitOf(customersNotServed).value, color: 'yellow' },
        { from: availability.objective, color: 'green' },
      ),
    )
    .withTarget(
      instantQuery(
        `${sumBy([], rate(trafficRequestsTotal, '5m', { outcome: 'success' }))} / (${sumBy([], rate(trafficRequestsTotal, '5m'))} > 0)`,
        'served',
      ),
    );

export const restarts = () =>
  timeseries({
    title: 'Restarts',
    description: `Times that each process has begun anew within half an hour; one is a deployment. ${firesAt(serviceRestarting)}`,
    unit: units.Short,
  })
    .span(24)
    .thresholds(limitAt(limitOf(serviceRestarting).value))
    .thresholdsStyle(asLine())
    .withTarget(
      promQuery(
        maxBy(['service', 'job'], `changes(${select(processStartTimeSeconds)}[30m])`),
        '{{service}} {{job}}',
      ),
    );

export const allDashboards = () =>
  dashboardList(
    {
      title: 'All dashboards',
      description: 'Where to look next: every dashboard of the lab, with the time range of this one.',
    },
    FAMILY,
  );

export const demand = () =>
  stat({
    title: 'Demand',
    description: 'Requests per second that customers want now, daily shape and scenarios included.',
    unit: units.RequestsPerSecond,
  }).withTarget(instantQuery(select(trafficTargetRate), 'demand'));

export const worstLatency = () =>
  stat({
    title: 'Slowest service',
    description:
      'The largest 95th percentile among the services, over 5 minutes. Yellow and red are the thresholds of the two latency objectives.',
    unit: units.Seconds,
  })
    .thresholds(
      steps(
        { from: null, color: 'green' },
        { from: thresholdOf(latencyP95), color: 'yellow' },
        { from: thresholdOf(latencyP99), color: 'red' },
      ),
    )
    .withTarget(instantQuery(`max(${select(serviceLatencyP95)} >= 0)`, 'p95'));

export const predictionRate = () =>
  timeseries({
    title: 'Predictions per second',
    description: 'What each model answers, errors included. A step without a release is its callers’ doing.',
    unit: units.RequestsPerSecond,
  })
    .span(12)
    .withTarget(promQuery(select(modelPredictions), '{{model_name}}'))
    .dataLinks(predictionLinks());

export const modelAccuracy = () =>
  timeseries({
    title: 'Model accuracy',
    description: `Share of the predictions that labels have confirmed, per version. ${firesAt(modelAccuracyDrop, percent)}`,
    unit: units.PercentUnit,
  })
    .span(12)
    .max(1)
    .thresholds(floorAt(limitOf(modelAccuracyDrop).value))
    .thresholdsStyle(asLine())
    .withTarget(promQuery(select(mlModelAccuracy), '{{model_name}} {{model_version}}'));

export const requestRate = () =>
  timeseries({
    title: 'Requests',
    description: 'Requests per second that each service answers.',
    unit: units.RequestsPerSecond,
  })
    .withTarget(promQuery(select(serviceRequests), '{{service}}'))
    .dataLinks(serviceLinks());

export const errorRatio = () =>
  timeseries({
    title: 'Errors',
    description: `Share of requests answered with 5xx. ${firesAt(highErrorRate, percent)}`,
    unit: units.PercentUnit,
  })
    .thresholds(limitAt(limitOf(highErrorRate).value))
    .thresholdsStyle(asLine())
    .withTarget(promQuery(select(serviceErrorRatio), '{{service}}'))
    .dataLinks(serviceLinks());

export const latency = () =>
  timeseries({
    title: 'Latency',
    description:
      'Seconds within which 95 % of the requests were answered. The dots are exemplars: follow one to its trace.',
    unit: units.Seconds,
  })
    // Not the recorded series: exemplars belong to the buckets.
    .withTarget(
      exemplarQuery(
        `${quantile(0.95, httpServerRequestDurationSeconds, ['service'], WINDOW)} >= 0`,
        '{{service}}',
      ),
    )
    .dataLinks(serviceLinks());

const EDGE = '{{client}} → {{server}}';

export const edgeTraffic = () =>
  timeseries({
    title: 'Calls between services',
    description: 'Calls per second, counted from every CLIENT span before sampling.',
    unit: units.RequestsPerSecond,
  })
    .withTarget(promQuery(select(edgeRequests), EDGE))
    .dataLinks(edgeLinks());

export const edgeFailures = () =>
  timeseries({
    title: 'Failed calls',
    description: 'Share of the calls that failed as the caller sees it.',
    unit: units.PercentUnit,
  })
    .withTarget(promQuery(select(edgeErrorRatio), EDGE))
    .dataLinks(edgeLinks());

export const edgeDuration = () =>
  timeseries({
    title: 'Duration of calls',
    description: 'Seconds within which 95 % of the calls were answered, network and waiting included.',
    unit: units.Seconds,
  })
    .withTarget(promQuery(select(edgeLatencyP95), EDGE))
    .dataLinks(edgeLinks());

export const recentTraces = () =>
  traceTable({
    title: 'Predictions',
    description: 'Traces of /predict; the id opens the trace.',
  }).withTarget(tracesQuery('{ name = "predict_request" }'));

export const failedTraces = () =>
  traceTable({
    title: 'Failed traces',
    description: 'Traces with a span that failed. Empty while nothing fails.',
  }).withTarget(tracesQuery('{ status = error }'));

export const errorLines = () =>
  lines({
    title: 'Lines that warn',
    description: 'What services complained about; the field trace_id opens the trace.',
  }).withTarget(linesQuery('{service_name=~".+"} | severity_text=~"warn|error|fatal"'));

export const labOverview = () =>
  assemble({
    uid: 'lab-overview',
    title: 'Lab overview',
    description: 'Is everything there, is anybody suffering, and where to look next.',
    tags: ['overview'],
    rows: [
      {
        title: 'State',
        panels: [firingAlerts(), customersServed(), demand(), worstLatency(), targetsUp(), allDashboards()],
      },
      { title: 'Models', panels: [predictionRate(), modelAccuracy()] },
      { title: 'Services', panels: [requestRate(), errorRatio(), latency(), restarts()] },
      { title: 'Calls', panels: [edgeTraffic(), edgeFailures(), edgeDuration()] },
      { title: 'Traces and lines', panels: [recentTraces(), failedTraces(), errorLines()] },
    ],
  });
