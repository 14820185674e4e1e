import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationFile, linksFile, readRoutingEnvironment } from '@lab/catalogue/routing';
import { endpointsOf } from '../lab-endpoints.ts';
import type { Settings } from '../settings.ts';
import { statePaths } from '../state-dir.ts';

/** Who is told besides the pager, where somebody has said so: see infra/alertmanager/README.md. */
const CHOSEN_BY_THE_CALLER = [
  'DOCS_URL',
  'GRAFANA_URL',
  'SLACK_WEBHOOK_URL_FILE',
  'PAGERDUTY_ROUTING_KEY_FILE',
  'SMTP_SMARTHOST',
  'SMTP_USERNAME',
  'SMTP_PASSWORD_FILE',
  'ALERT_MAIL_DOMAIN',
  'ALERT_TIMEZONE',
] as const;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Writes the Alertmanager's configuration with this lab's addresses, from the definition that Compose's is written from.
 * @returns the path of the configuration
 */
export function stageAlertmanager(settings: Settings, env: Environment = process.env): string {
  const { alertmanager: folder, secrets } = statePaths(settings);
  const urls = endpointsOf(settings);
  const chosen = Object.fromEntries(CHOSEN_BY_THE_CALLER.map((key) => [key, env[key]]));
  const environment = readRoutingEnvironment({
    ...chosen,
    LAB_TIMING: settings.knobs.LAB_TIMING,
    DOCS_URL: chosen.DOCS_URL || urls.pager,
    GRAFANA_URL: chosen.GRAFANA_URL || urls.grafana,
    PAGER_URL: urls.pager,
    PAGER_SMTP: `127.0.0.1:${settings.ports.PAGER_SMTP_PORT}`,
    ALERTMANAGER_TOKEN_FILE: join(secrets, 'alertmanager_token'),
    // A checkout without an autopilot has nobody to tell.
    AUTOPILOT_URL: existsSync(join(settings.root, 'apps/autopilot/src/server.ts')) ? urls.autopilot : '',
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'links.tmpl'), linksFile(environment));
  const templates = join(settings.root, 'infra/alertmanager/templates');
  const path = join(folder, 'alertmanager.yml');
  writeFileSync(path, configurationFile(environment, { folder: templates, links: 'links.tmpl' }));
  return path;
}
