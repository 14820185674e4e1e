import { randomUUID } from 'node:crypto';
import type { Logger } from '@lab/instrumentation';
import type { TakenAlert } from './domain/alert.ts';
import type { Cause } from './domain/decision.ts';
import {
  type Incident,
  subjectOf,
  subjectOfIncident,
  type TimelineEntry,
  withEntry,
} from './domain/incident.ts';
import type { AutopilotMetrics } from './metrics.ts';
import type { Store } from './store.ts';
import { traceIdOf } from './tracing.ts';

interface IncidentsDeps {
  readonly store: Store;
  readonly metrics: AutopilotMetrics;
  readonly logger: Logger;
  readonly now: () => number;
}

/** Opens incidents, writes down what happens in them, and closes them when the last of their alerts has resolved. */
export class Incidents {
  readonly #deps: IncidentsDeps;

  constructor(deps: IncidentsDeps) {
    this.#deps = deps;
  }

  /** The open incident about what these labels are about. */
  openAbout(labels: Readonly<Record<string, string>>): Incident | undefined {
    const subject = subjectOf(labels);
    return this.#deps.store
      .incidents()
      .find((incident) => incident.resolved_at === null && subjectOfIncident(incident) === subject);
  }

  /**
   * An incident for this cause: the open one about the same subject where there is one.
   * @returns undefined where the alert has resolved meanwhile, or the incident knows of it
   */
  async open(cause: Cause, alert: TakenAlert | undefined): Promise<Incident | undefined> {
    const { store, logger, now } = this.#deps;
    const known = this.openAbout(cause.labels);
    if (known?.stretches.includes(cause.stretch)) return undefined;
    const at = new Date(now()).toISOString();
    const { labels } = cause;
    const base: Incident = known ?? {
      id: randomUUID(),
      title: alert?.annotations.summary ?? cause.alertname,
      severity: labels.severity ?? 'none',
      service: labels.service ?? 'lab',
      model_name: labels.model_name ?? null,
      began_at: cause.starts_at,
      opened_at: at,
      resolved_at: null,
      firing: [],
      stretches: [],
      timeline: [],
    };
    const began = Date.parse(cause.starts_at) < Date.parse(base.began_at) ? cause.starts_at : base.began_at;
    const incident = withEntry(
      {
        ...base,
        began_at: began,
        firing: [...base.firing, cause.stretch],
        stretches: [...base.stretches, cause.stretch],
      },
      {
        at: cause.starts_at,
        kind: 'alert',
        text: `${cause.alertname} fires`,
        labels,
        annotations: alert?.annotations ?? {},
        trace_id: traceIdOf(cause.traceparent),
      },
    );
    await store.save({ kind: 'incident', incident });
    if (known === undefined)
      logger.warn(
        {
          event_type: 'incident_opened',
          incident_id: incident.id,
          title: incident.title,
          cause_labels: labels,
        },
        'incident opened',
      );
    return incident;
  }

  /** Writes down what happened, where an incident is open about it. */
  async note(labels: Readonly<Record<string, string>>, entry: Omit<TimelineEntry, 'at'>): Promise<void> {
    const incident = this.openAbout(labels);
    if (incident === undefined) return;
    const at = new Date(this.#deps.now()).toISOString();
    await this.#deps.store.save({ kind: 'incident', incident: withEntry(incident, { at, ...entry }) });
  }

  /** An alert has resolved; with the last one its incident is over. */
  async resolve(alert: TakenAlert): Promise<void> {
    const { store, metrics, logger } = this.#deps;
    const incident = store
      .incidents()
      .find(({ firing, resolved_at }) => resolved_at === null && firing.includes(alert.stretch));
    if (incident === undefined) return;
    const at = alert.ends_at ?? alert.received_at;
    const firing = incident.firing.filter((stretch) => stretch !== alert.stretch);
    const isOver = firing.length === 0;
    const entry: TimelineEntry = {
      at,
      kind: 'alert',
      text: `${alert.alertname} has resolved`,
      labels: alert.labels,
      trace_id: traceIdOf(alert.traceparent),
    };
    const changed = withEntry({ ...incident, firing, resolved_at: isOver ? at : null }, entry);
    await store.save({ kind: 'incident', incident: changed });
    if (!isOver) return;
    const seconds = Math.max(0, (Date.parse(at) - Date.parse(incident.began_at)) / 1000);
    metrics.incidentDuration.observe(seconds);
    logger.info(
      { event_type: 'incident_resolved', incident_id: incident.id, duration_seconds: seconds },
      'incident resolved',
    );
  }
}
