/**
 * Where a notification leads: the runbook, the dashboard, and prepared logs and traces of the service around the time
 * of the alert. The same four links are made in two places, by the Alertmanager's templates and by the pager for what
 * comes as bare JSON; both come from this file, and a test compares what a running Alertmanager sends with it.
 */
export const LINK_LABELS = ['Runbook', 'Dashboard', 'Logs', 'Traces'] as const;
type LinkLabel = (typeof LINK_LABELS)[number];

export interface Link {
  readonly label: LinkLabel;
  readonly url: string;
}

/** Base URLs without a trailing slash. */
export interface LinkBases {
  readonly docsUrl: string;
  readonly grafanaUrl: string;
}

/** An alert as the Alertmanager tells of it. */
export interface AlertFacts {
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
}

/** What led to it lies before it; what followed from it may still be on its way. */
const MARGIN_MS = 15 * 60 * 1000;

interface Exploration {
  readonly datasource: string;
  /** The query for one service, `%q` standing for its name in quotes; and the one for all. No blanks: they are written differently in URLs. */
  readonly ofService: string;
  readonly ofAll: string;
  readonly queryType: string;
  /** Name of the query's field in Explore's state. */
  readonly field: string;
}

const LOGS: Exploration = {
  datasource: 'loki',
  ofService: '{service_name=%q}',
  ofAll: '{service_name=~".+"}',
  queryType: 'range',
  field: 'expr',
};

const TRACES: Exploration = {
  datasource: 'tempo',
  ofService: '{resource.service.name=%q}',
  ofAll: '{}',
  queryType: 'traceql',
  field: 'query',
};

export function alertLinks({ docsUrl, grafanaUrl }: LinkBases, alert: AlertFacts): readonly Link[] {
  const { labels, annotations } = alert;
  const from = String(Date.parse(alert.startsAt) - MARGIN_MS);
  const to = alert.status === 'resolved' ? String(Date.parse(alert.endsAt) + MARGIN_MS) : 'now';
  const explore = (exploration: Exploration): string => {
    const { service } = labels;
    const query =
      service === undefined
        ? exploration.ofAll
        : exploration.ofService.replace('%q', () => JSON.stringify(service));
    const panes = pane(exploration, JSON.stringify(query), from, to);
    return `${grafanaUrl}/explore?schemaVersion=1&orgId=1&${new URLSearchParams({ panes })}`;
  };
  const runbook = annotations.runbook_url;
  return [
    { label: 'Runbook', url: runbook === undefined ? docsUrl : `${docsUrl}/${runbook}` },
    { label: 'Dashboard', url: `${grafanaUrl}${annotations.dashboard_url ?? '/'}?from=${from}&to=${to}` },
    { label: 'Logs', url: explore(LOGS) },
    { label: 'Traces', url: explore(TRACES) },
  ];
}

/** Explore's state as JSON. @param query already JSON */
const pane = (
  { datasource, queryType, field }: Exploration,
  query: string,
  from: string,
  to: string,
): string =>
  `{"lab":{"datasource":"${datasource}","queries":[{"refId":"A","datasource":{"type":"${datasource}","uid":"${datasource}"},"queryType":"${queryType}","${field}":${query}}],"range":{"from":"${from}","to":"${to}"}}}`;

/** The same links as templates of the Alertmanager, named `lab.<label>_url`; each is given one alert. */
export function renderLinkTemplates({ docsUrl, grafanaUrl }: LinkBases): string {
  const nanoseconds = MARGIN_MS * 1_000_000;
  const from = `{{ (.StartsAt.Add -${nanoseconds}).UnixMilli }}`;
  const to = `{{ if eq .Status "resolved" }}{{ (.EndsAt.Add ${nanoseconds}).UnixMilli }}{{ else }}now{{ end }}`;
  return `${[
    define('runbook', `${docsUrl}{{ with .Annotations.runbook_url }}/{{ . }}{{ end }}`),
    define('dashboard', `${grafanaUrl}{{ or .Annotations.dashboard_url "/" }}?from=${from}&to=${to}`),
    define('logs', exploreTemplate(grafanaUrl, LOGS, nanoseconds)),
    define('traces', exploreTemplate(grafanaUrl, TRACES, nanoseconds)),
  ].join('\n')}\n`;
}

const define = (name: string, body: string): string => `{{ define "lab.${name}_url" }}${body}{{ end }}`;

const exploreTemplate = (grafanaUrl: string, exploration: Exploration, nanoseconds: number): string =>
  [
    `{{ $query := ${quoted(exploration.ofAll)} }}`,
    `{{ with .Labels.service }}{{ $query = printf ${quoted(exploration.ofService)} . }}{{ end }}`,
    `{{ $from := printf "%d" (.StartsAt.Add -${nanoseconds}).UnixMilli }}`,
    `{{ $to := "now" }}`,
    `{{ if eq .Status "resolved" }}{{ $to = printf "%d" (.EndsAt.Add ${nanoseconds}).UnixMilli }}{{ end }}`,
    `${grafanaUrl}/explore?schemaVersion=1&orgId=1&panes=`,
    `{{ printf ${quoted(pane(exploration, '%s', '%s', '%s'))} ($query | toJson) $from $to | urlquery }}`,
  ].join('');

/** A raw string of Go's templates. */
const quoted = (text: string): string => `\`${text}\``;
