import {
  ALERT_GROUPS,
  type Alert,
  type AlertGroup,
  ELSEWHERE_GROUPS,
  errorBudgetBurn,
  type NamedAlert,
} from '../../alerts/index.ts';
import { FAULTS } from '../../faults/index.ts';
import { LOG_ALERT_GROUPS } from '../../log-alerts/index.ts';
import { anchorOf, bullets, code, page, pageHead, queryFence, textFence } from './markdown.ts';

const INTRO = `Every alert, with the expression and the waiting time of production. Each has a runbook, a panel that shows what it is
about, unit tests by \`promtool\`, and, but for those that need what a lab has not, a fault that sets it off.`;

export const renderAlerts = (): string =>
  page(
    pageHead('Alerts', 'packages/catalogue', INTRO),
    ...ALERT_GROUPS.map((group) => section(group, 'promql')),
    '## Objectives',
    `### ${errorBudgetBurn.name}`,
    `${errorBudgetBurn.summary}. A page and a ticket of each of the [objectives](objectives.md), which their expressions are made from.`,
    bullets([
      `what to do: [runbook](../runbooks/${errorBudgetBurn.name}.md)`,
      `where to look: ${panelLink(errorBudgetBurn)}`,
    ]),
    ...LOG_ALERT_GROUPS.map((group) => section(group, 'logql', 'evaluated by Loki')),
    ...ELSEWHERE_GROUPS.map((group) => section(group, 'promql', 'for those who have the exporters')),
  );

const section = (group: AlertGroup, language: 'promql' | 'logql', remark?: string): string =>
  page(
    `## Group ${group.name}${remark === undefined ? '' : `, ${remark}`}`,
    ...group.alerts.map((alert) => entry(alert, language)),
  ).trimEnd();

const entry = (alert: Alert, language: 'promql' | 'logql'): string =>
  page(
    `### ${alert.name}`,
    `${alert.summary}.`,
    bullets([
      `severity ${code(alert.severity)}, team ${code(alert.team)}`,
      alert.for === '0s' ? 'fires at once' : `fires after ${alert.for}`,
      `what to do: [runbook](../runbooks/${alert.name}.md)`,
      `where to look: ${panelLink(alert)}`,
      ...faultLine(alert.name),
    ]),
    queryFence(language, alert.expression),
    'What people are told:',
    textFence(alert.description),
  ).trimEnd();

const panelLink = ({ panel: { dashboard, panel } }: NamedAlert): string =>
  `panel “${panel}” of [${dashboard}](dashboards.md#${anchorOf(dashboard)})`;

function faultLine(name: string): readonly string[] {
  const faults = FAULTS.filter(({ expects }) => expects.some(({ alert }) => alert === name));
  if (faults.length === 0) return [];
  return [
    `set off by ${faults.map((fault) => `[${fault.name}](faults.md#${anchorOf(fault.name)})`).join(', ')}`,
  ];
}
