/**
 * An alert as data. The rule file, its unit tests and its links are made from it.
 *
 * `summary` is constant, because it is what alerts are grouped and searched by; whatever differs from one
 * instance to the next stands in `description`, a template of Prometheus (`{{ $labels.… }}`, `{{ $value }}`).
 */
export const SEVERITIES = ['critical', 'warning', 'info', 'none'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const TEAMS = ['ml-platform', 'data-science', 'data-engineering', 'infrastructure'] as const;
export type Team = (typeof TEAMS)[number];

/** A panel that shows what the alert is about. The dashboards workspace proves that it exists. */
interface PanelReference {
  readonly dashboard: string;
  readonly panel: string;
}

/** What people meet: a name, which names the runbook too, a text and a panel. */
export interface NamedAlert {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly panel: PanelReference;
}

export interface Alert extends NamedAlert {
  readonly expression: string;
  /** How long the expression must hold: a Prometheus duration, `0s` for at once. */
  readonly for: string;
  readonly severity: Severity;
  readonly team: Team;
  /** Labels besides severity and team, for expressions that lose the one alerts are grouped by. */
  readonly labels?: Readonly<Record<string, string>>;
}

export interface AlertGroup {
  readonly name: string;
  readonly alerts: readonly Alert[];
}

/** Path of the page that says what to do, relative to the root of the repository. */
export const runbookPath = (alertName: string): string => `docs/runbooks/${alertName}.md`;

/** Events within the window below which a share or a quantile is an anecdote: at 5 %, the first error of all. */
export const MINIMUM_EVENTS = 20;
