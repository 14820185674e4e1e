import type { Team } from '../alerts/alert.ts';
import { GENERATED } from '../render/header.ts';
import { toYaml } from '../render/yaml.ts';
import type { RoutingEnvironment } from './environment.ts';
import { inhibitRules } from './inhibition.ts';
import { renderLinkTemplates } from './links.ts';
import { receivers } from './receivers.ts';
import { rootRoute, timeIntervals } from './routes.ts';

/** Each key is a team of the catalogue: the type check fails for one that nobody has given a route. */
const TEAM_ROUTES: Readonly<Record<Team, true>> = {
  'ml-platform': true,
  'data-science': true,
  'data-engineering': true,
  infrastructure: true,
};
const ROUTED_TEAMS = Object.keys(TEAM_ROUTES) as Team[];

/** Where the Alertmanager finds its templates, relative to the configuration or absolute. */
export interface TemplatePaths {
  /** The folder of `infra/alertmanager/templates`. */
  readonly folder: string;
  /** The file that {@link linksFile} is written to. */
  readonly links: string;
}

/** `alertmanager.yml`. */
export const configurationFile = (environment: RoutingEnvironment, templates: TemplatePaths): string =>
  GENERATED +
  toYaml({
    // Only for senders that give no end; Prometheus does.
    global: { resolve_timeout: environment.timing === 'production' ? '5m' : '5s' },
    templates: [`${templates.folder}/*.tmpl`, templates.links],
    route: rootRoute(ROUTED_TEAMS, environment),
    inhibit_rules: inhibitRules(),
    time_intervals: timeIntervals(environment),
    receivers: receivers(ROUTED_TEAMS, environment),
  });

/** `links.tmpl`: the base URLs of this environment, in templates. */
export const linksFile = (environment: RoutingEnvironment): string =>
  // The Alertmanager takes definitions from this file and shows nothing that stands between them.
  `${GENERATED}${renderLinkTemplates(environment)}`;
