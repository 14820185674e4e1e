import { configurationFile, linksFile } from './alertmanager-files.ts';
import { readRoutingEnvironment } from './environment.ts';
import { TIMING_NAMES } from './timings.ts';

/**
 * What the Alertmanager is given where nobody has chosen anything: in Compose, without Slack, PagerDuty and a mail
 * server. To be read, to be checked by amtool, and to show in a review what a change of the definition changes.
 */
export const committedFiles = (): readonly (readonly [path: string, content: string])[] => [
  ...TIMING_NAMES.map((timing) => {
    const environment = readRoutingEnvironment({ LAB_TIMING: timing });
    const above = timing === 'production' ? '' : '../';
    const folder = timing === 'production' ? 'infra/alertmanager' : `infra/alertmanager/${timing}`;
    const templates = { folder: `${above}templates`, links: `${above}links.tmpl` };
    return [`${folder}/alertmanager.yml`, configurationFile(environment, templates)] as const;
  }),
  ['infra/alertmanager/links.tmpl', linksFile(readRoutingEnvironment({}))],
];
