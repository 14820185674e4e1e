import { type CheckContext, firstFailure, found, type Task } from '@lab/course/lab';
import { askForRefund } from './refund-desk.ts';

const METRIC = 'refund_failures_total';
const BY_REASON = `sum by (reason) (${METRIC})`;

interface Counted {
  readonly before: number;
  readonly failures: number;
}

export const logMetric: Task = {
  id: 'log-metric',
  title: 'Make a metric of lines',
  needs: ['ship'],
  deadlineSeconds: 45,
  hints: [
    'A connector is the exporter of one pipeline and the receiver of another: here of logs and of metrics.',
    'count counts lines that meet a condition, by attributes. Its output goes through the processor of the text to a prometheus exporter, which your Prometheus scrapes.',
    '`connectors: { count: { logs: { refund.failures: { conditions: [\'attributes["event_type"] == "refund_failed"\'], attributes: [{ key: reason, default_value: unknown }] } } } }`; pipelines logs: exporters [otlp_http, count]; metrics: receivers [count], processors [transform/one_moment], exporters [prometheus]; a job with the target 127.0.0.1:<WORKBENCH_COLLECTOR_METRICS_PORT>.',
  ],
  async check(lab) {
    const counted = await askAndRemember(lab);
    const prometheus = lab.workbenchEngines.prometheus;
    const series = await prometheus.query(METRIC);
    const now = await prometheus.sum(`${METRIC}{reason="limit_exceeded"}`);
    const lookAt = `${lab.workbench.prometheus}/query with ${BY_REASON}`;
    // More than was asked for: what was asked before came late after all. The next look begins anew.
    if (now - counted.before > counted.failures) lab.notes.delete(logMetric.id);
    return firstFailure(
      () =>
        found(series.length > 0, {
          expected: `${METRIC} in your Prometheus`,
          seen: 'no such series',
          lookAt,
        }),
      () =>
        found(now - counted.before === counted.failures, {
          expected: `${counted.failures} failures more than the ${counted.before} before, with reason="limit_exceeded"; refunds that succeed count nothing`,
          seen: `${now}`,
          lookAt,
        }),
      () =>
        found(series.length === 1, {
          expected: 'one series for the one reason that there is',
          seen: `${series.length} series, such as ${JSON.stringify(series[0]?.labels)}`,
          lookAt,
        }),
    );
  },
};

/** As many failures as are drawn, and some successes, once in a run; the first one lets the counter begin. */
async function askAndRemember(lab: CheckContext): Promise<Counted> {
  const noted = lab.notes.get(logMetric.id) as Counted | undefined;
  if (noted !== undefined) return noted;
  const prometheus = lab.workbenchEngines.prometheus;
  const selector = `${METRIC}{reason="limit_exceeded"}`;
  if ((await prometheus.query(selector)).length === 0) {
    const asked = lab.notes.get('first-failure') as number | undefined;
    if (asked === undefined || Date.now() - asked > 10_000) {
      lab.notes.set('first-failure', Date.now());
      await askForRefund(lab, { refused: true });
    }
    return { before: 0, failures: 0 };
  }
  // What was asked before may still be on its way.
  const before = await settled(lab, selector);
  if (before === undefined) return { before: Number.NaN, failures: 0 };
  const counted = { before, failures: lab.draws.integer('failures', 2, 4) };
  for (let index = 0; index < counted.failures; index++) {
    await askForRefund(lab, { refused: true });
    await askForRefund(lab);
  }
  lab.notes.set(logMetric.id, counted);
  return counted;
}

const SETTLED_AFTER_MS = 4000;

/** The counter's value once it has not moved for some seconds. */
async function settled(lab: CheckContext, selector: string): Promise<number | undefined> {
  const value = await lab.workbenchEngines.prometheus.sum(selector);
  const seen = lab.notes.get('settling') as { value: number; since: number } | undefined;
  if (seen?.value === value) return Date.now() - seen.since >= SETTLED_AFTER_MS ? value : undefined;
  lab.notes.set('settling', { value, since: Date.now() });
  return undefined;
}
