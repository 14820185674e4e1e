import type { Team } from '../alerts/alert.ts';
import type { Yaml } from '../render/yaml.ts';
import type { RoutingEnvironment } from './environment.ts';
import { LINK_LABELS } from './links.ts';

/** Severities that are told to people. */
export type ToldSeverity = 'critical' | 'warning' | 'info';
export const TOLD_SEVERITIES: readonly ToldSeverity[] = ['critical', 'warning', 'info'];

/** Ways to tell somebody. */
type Channel = 'inbox' | 'page' | 'chat' | 'mail';

/** A page wakes somebody, a message waits in the team's channel, a mail is read when there is time. */
const CHANNELS: Readonly<Record<ToldSeverity, readonly Channel[]>> = {
  critical: ['inbox', 'page', 'chat', 'mail'],
  warning: ['inbox', 'chat', 'mail'],
  info: ['inbox', 'mail'],
};

export const RECEIVERS = {
  /** What no team has taken on: it must be seen, and given a team. */
  unrouted: 'unrouted',
  nobody: 'nobody',
  heartbeat: 'heartbeat',
  autopilot: 'autopilot',
} as const;

export const receiverOf = (team: Team, severity: ToldSeverity): string => `${team}-${severity}`;

/** PagerDuty's own keys are this long; this one opens nothing, the sender's token does. */
const LOCAL_ROUTING_KEY = 'local-pager-has-no-routing-key00';
const TIMEOUT = '10s';

export function receivers(teams: readonly Team[], environment: RoutingEnvironment): Yaml[] {
  const { pagerUrl, autopilotUrl } = environment;
  return [
    { name: RECEIVERS.unrouted, ...channels(['inbox', 'chat', 'mail'], 'unrouted', environment) },
    { name: RECEIVERS.nobody },
    // Resolved too: Prometheus has then stopped to tell that all is well, and the pager need not wait for silence.
    { name: RECEIVERS.heartbeat, webhook_configs: [webhook(`${pagerUrl}/heartbeat`, environment)] },
    ...(autopilotUrl === undefined
      ? []
      : [
          {
            name: RECEIVERS.autopilot,
            webhook_configs: [webhook(`${autopilotUrl}/v1/alerts`, environment)],
          },
        ]),
    ...teams.flatMap((team) =>
      TOLD_SEVERITIES.map((severity) => ({
        name: receiverOf(team, severity),
        ...channels(CHANNELS[severity], team, environment),
      })),
    ),
  ];
}

function channels(
  chosen: readonly Channel[],
  team: string,
  environment: RoutingEnvironment,
): Record<string, Yaml | undefined> {
  const has = (channel: Channel, config: () => Yaml): Yaml | undefined =>
    chosen.includes(channel) ? [config()] : undefined;
  return {
    webhook_configs: has('inbox', () => webhook(`${environment.pagerUrl}/webhook`, environment)),
    pagerduty_configs: has('page', () => pagerduty(environment)),
    slack_configs: has('chat', () => slack(team, environment)),
    email_configs: has('mail', () => mail(team, environment)),
  };
}

const authorization = ({ tokenFile }: RoutingEnvironment): Yaml => ({
  authorization: { credentials_file: tokenFile },
});

const webhook = (url: string, environment: RoutingEnvironment): Yaml => ({
  url,
  send_resolved: true,
  timeout: TIMEOUT,
  http_config: authorization(environment),
});

const template = (name: string): string => `{{ template "lab.${name}" . }}`;
/** The links of a notification are those of its first alert: a group is one alert name and one service. */
const linkTemplate = (label: string): string =>
  `{{ template "lab.${label.toLowerCase()}_url" (index .Alerts 0) }}`;

/** Slack's colours: `good` is green, `danger` red, `warning` amber. */
const COLOUR =
  '{{ if eq .Status "resolved" }}good{{ else if eq .CommonLabels.severity "critical" }}danger{{ else }}warning{{ end }}';

function slack(team: string, environment: RoutingEnvironment): Yaml {
  const { slackWebhookUrlFile, pagerUrl } = environment;
  return {
    ...(slackWebhookUrlFile === undefined
      ? { api_url: `${pagerUrl}/slack`, http_config: authorization(environment) }
      : { api_url_file: slackWebhookUrlFile }),
    channel: `#alerts-${team}`,
    send_resolved: true,
    timeout: TIMEOUT,
    color: COLOUR,
    title: template('title'),
    title_link: linkTemplate('Runbook'),
    text: template('slack.text'),
    fallback: template('title'),
    fields: [
      { title: 'Alert', value: '{{ .CommonLabels.alertname }}', short: true },
      { title: 'Service', value: '{{ .CommonLabels.service }}', short: true },
      { title: 'Severity', value: '{{ .CommonLabels.severity }}', short: true },
    ],
    actions: LINK_LABELS.map((label) => ({ type: 'button', text: label, url: linkTemplate(label) })),
  };
}

function pagerduty(environment: RoutingEnvironment): Yaml {
  const { pagerdutyRoutingKeyFile, pagerUrl } = environment;
  return {
    ...(pagerdutyRoutingKeyFile === undefined
      ? {
          routing_key: LOCAL_ROUTING_KEY,
          url: `${pagerUrl}/pagerduty/v2/enqueue`,
          http_config: authorization(environment),
        }
      : { routing_key_file: pagerdutyRoutingKeyFile }),
    send_resolved: true,
    timeout: TIMEOUT,
    client: 'ML Observability Lab',
    client_url: linkTemplate('Dashboard'),
    description: template('title'),
    severity: '{{ or .CommonLabels.severity "critical" }}',
    source: '{{ or .CommonLabels.service "lab" }}',
    class: '{{ .CommonLabels.alertname }}',
    component: '{{ .CommonLabels.service }}',
    group: '{{ .CommonLabels.team }}',
    links: LINK_LABELS.map((label) => ({ href: linkTemplate(label), text: label })),
    details: {
      // These four replace the Alertmanager's own, which repeat every label of every alert.
      firing: template('pagerduty.firing'),
      resolved: template('pagerduty.resolved'),
      num_firing: '{{ .Alerts.Firing | len }}',
      num_resolved: '{{ .Alerts.Resolved | len }}',
      alertname: '{{ .CommonLabels.alertname }}',
      summary: '{{ .CommonAnnotations.summary }}',
      ...Object.fromEntries(LINK_LABELS.map((label) => [label.toLowerCase(), linkTemplate(label)])),
    },
  };
}

function mail(team: string, environment: RoutingEnvironment): Yaml {
  const { smtp, pagerSmtp, mailDomain } = environment;
  return {
    to: `${team}@${mailDomain}`,
    from: `alertmanager@${mailDomain}`,
    smarthost: smtp?.smarthost ?? pagerSmtp,
    auth_username: smtp?.username,
    auth_password_file: smtp?.passwordFile,
    // The pager's sink is in the same lab and offers none.
    require_tls: smtp !== undefined,
    send_resolved: true,
    headers: {
      Subject: template('title'),
      'X-Alert-Name': '{{ .CommonLabels.alertname }}',
      'X-Alert-Status': '{{ .Status }}',
    },
    html: template('mail.html'),
    text: template('mail.text'),
  };
}
