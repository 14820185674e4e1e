import { type Logger, sampledTraceId } from '@lab/instrumentation';
import { trace } from '@opentelemetry/api';
import type { Grafana } from './adapters/grafana.ts';
import { type Decision, isOpen } from './domain/decision.ts';
import type { Incidents } from './incidents.ts';
import type { AutopilotMetrics } from './metrics.ts';
import type { Store } from './store.ts';
import { activeTraceparent, inTraceOf, traceIdOf } from './tracing.ts';

interface DecisionLogDeps {
  readonly store: Store;
  readonly metrics: AutopilotMetrics;
  readonly incidents: Incidents;
  /** Undefined in a lab without Grafana: dashboards then draw `autopilot_actions_total` and the lines. */
  readonly grafana: Grafana | undefined;
  readonly logger: Logger;
  readonly now: () => number;
}

/** Makes a decision known in every way there is: kept, as a line, a metric, in the incident, and in Grafana. */
export class DecisionLog {
  readonly #deps: DecisionLogDeps;

  constructor(deps: DecisionLogDeps) {
    this.#deps = deps;
  }

  /** Its line carries the decision's own trace, also where a tick or a person's request has moved it on. */
  record(decision: Decision): Promise<void> {
    return inTraceOf(decision.traceparent, () => this.#record(decision));
  }

  async #record(decision: Decision): Promise<void> {
    const { store, metrics, incidents, grafana, logger, now } = this.#deps;
    await store.save({ kind: 'decision', decision });
    const { action, outcome, reason, cause, detail } = decision;
    const fields = {
      event_type: 'autopilot_decision',
      decision_id: decision.id,
      action,
      outcome,
      ...(reason === null ? {} : { reason }),
      detail,
      rule: decision.rule,
      alertname: cause.alertname,
      alert_started_at: cause.starts_at,
      ...(decision.model_name === null ? {} : { model_name: decision.model_name }),
      ...(decision.model_version === null ? {} : { model_version: decision.model_version }),
    };
    if (outcome === 'failed') logger.error(fields, 'autopilot decision');
    else logger.info(fields, 'autopilot decision');
    if (outcome === 'planned' || outcome === 'started') return;
    metrics.actions.inc({ action, outcome });
    if (reason !== null) metrics.refusals.inc({ action, reason });
    if (outcome === 'done' || outcome === 'failed') {
      const seconds = Math.max(0, (now() - Date.parse(cause.starts_at)) / 1000);
      metrics.duration.observe({ action }, seconds, sampledTraceId(trace.getActiveSpan()));
    }
    const traceId = traceIdOf(activeTraceparent() ?? decision.traceparent);
    if (action !== 'open_incident') {
      const text = `${action}: ${outcome}${reason === null ? '' : ` (${reason})`}${detail === '' ? '' : `: ${detail}`}`;
      await incidents.note(cause.labels, { kind: 'action', text, labels: {}, trace_id: traceId });
    }
    if (isOpen(decision) || outcome === 'refused') return;
    void grafana?.annotate({
      time: now(),
      tags: ['autopilot', action, outcome, ...(decision.model_name === null ? [] : [decision.model_name])],
      text: `${action} ${outcome}: ${detail} (${cause.alertname}, trace ${traceId ?? 'unknown'})`,
    });
  }
}
