/** Something that was wrong for a while: the alerts that told of it and what was done, in order of time. */
export interface Incident {
  readonly id: string;
  readonly title: string;
  readonly severity: string;
  readonly service: string;
  /** Null where it is about no model. */
  readonly model_name: string | null;
  /** ISO 8601: when the first of its alerts began to fire. */
  readonly began_at: string;
  /** ISO 8601: when the autopilot was first told. */
  readonly opened_at: string;
  /** ISO 8601; null while an alert of it fires. */
  readonly resolved_at: string | null;
  /** Stretches of alerts that still fire. */
  readonly firing: readonly string[];
  /** Stretches of all its alerts. */
  readonly stretches: readonly string[];
  readonly timeline: readonly TimelineEntry[];
}

export interface TimelineEntry {
  /** ISO 8601. */
  readonly at: string;
  readonly kind: 'alert' | 'action' | 'rollout';
  readonly text: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Of the alert; only for `alert`. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** 32 hexadecimal digits, or null. */
  readonly trace_id: string | null;
}

/** More would be a flood, and a bounded journal needs a bound. */
const LONGEST_TIMELINE = 500;

export const withEntry = (incident: Incident, entry: TimelineEntry): Incident => ({
  ...incident,
  timeline: incident.timeline.length < LONGEST_TIMELINE ? [...incident.timeline, entry] : incident.timeline,
});

/** Alerts about the same thing belong together: a model has one incident at a time, a service without a model one. */
export const subjectOf = (labels: Readonly<Record<string, string>>): string =>
  labels.model_name === undefined ? `service:${labels.service ?? 'lab'}` : `model:${labels.model_name}`;

export const subjectOfIncident = ({ model_name, service }: Incident): string =>
  subjectOf(model_name === null ? { service } : { model_name });
