import { TIMING_NAMES, type TimingName } from './timings.ts';

/**
 * What differs from one place to another: who is told, and where the links lead. Secrets are paths of files, read by
 * the Alertmanager when it sends.
 */
export interface RoutingEnvironment {
  readonly timing: TimingName;
  /** Base of the paths in `runbook_url`: the pager itself, a documentation site, or a forge's `…/blob/main`. */
  readonly docsUrl: string;
  readonly grafanaUrl: string;
  readonly pagerUrl: string;
  /** `host:port` of the pager's SMTP sink. */
  readonly pagerSmtp: string;
  /** What the Alertmanager proves itself with to the pager and to the autopilot. */
  readonly tokenFile: string;
  /** Undefined in a lab without an autopilot. */
  readonly autopilotUrl: string | undefined;
  /** Undefined: Slack messages go to the pager. */
  readonly slackWebhookUrlFile: string | undefined;
  /** Undefined: PagerDuty events go to the pager. */
  readonly pagerdutyRoutingKeyFile: string | undefined;
  /** Undefined: mail goes to the pager's sink. */
  readonly smtp: SmtpServer | undefined;
  readonly mailDomain: string;
  /** Where working hours are working hours: a name of the IANA database. */
  readonly timezone: string;
}

export interface SmtpServer {
  /** `host:port`; 465 means TLS from the first byte, any other port STARTTLS. */
  readonly smarthost: string;
  readonly username: string | undefined;
  readonly passwordFile: string | undefined;
}

/**
 * The environment of a process, over the names that Compose gives its services.
 * @throws Error that lists every mistake
 */
export function readRoutingEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): RoutingEnvironment {
  const problems: string[] = [];
  const url = (key: string, fallback: string): string => {
    const text = env[key] || fallback;
    if (!/^https?:\/\/[^\s"]+$/.test(text)) problems.push(`${key} is "${text}", not an http(s) URL`);
    return text.replace(/\/+$/, '');
  };
  const timing = env.LAB_TIMING || 'production';
  if (!isTiming(timing)) problems.push(`LAB_TIMING is "${timing}": ${TIMING_NAMES.join(' or ')}`);
  if (env.SMTP_USERNAME && !env.SMTP_PASSWORD_FILE)
    problems.push('SMTP_USERNAME is set and SMTP_PASSWORD_FILE is not');

  const environment: RoutingEnvironment = {
    timing: timing as TimingName,
    docsUrl: url('DOCS_URL', 'http://127.0.0.1:8085'),
    grafanaUrl: url('GRAFANA_URL', 'http://127.0.0.1:3000'),
    pagerUrl: url('PAGER_URL', 'http://pager:8085'),
    pagerSmtp: env.PAGER_SMTP || 'pager:8025',
    tokenFile: env.ALERTMANAGER_TOKEN_FILE || '/run/secrets/alertmanager_token',
    // Empty switches it off; unset is Compose's.
    autopilotUrl: env.AUTOPILOT_URL === '' ? undefined : url('AUTOPILOT_URL', 'http://autopilot:8083'),
    slackWebhookUrlFile: env.SLACK_WEBHOOK_URL_FILE || undefined,
    pagerdutyRoutingKeyFile: env.PAGERDUTY_ROUTING_KEY_FILE || undefined,
    smtp: env.SMTP_SMARTHOST
      ? {
          smarthost: env.SMTP_SMARTHOST,
          username: env.SMTP_USERNAME || undefined,
          passwordFile: env.SMTP_PASSWORD_FILE || undefined,
        }
      : undefined,
    mailDomain: env.ALERT_MAIL_DOMAIN || 'lab.localhost',
    timezone: env.ALERT_TIMEZONE || 'UTC',
  };
  if (problems.length > 0)
    throw new Error(`alert routing:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  return environment;
}

const isTiming = (text: string): text is TimingName => (TIMING_NAMES as readonly string[]).includes(text);
