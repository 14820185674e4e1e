import type { LabelBound, MetricDefinition } from '../../metric.ts';
import { anchorOf, code, page, pageHead, plainText, table } from './markdown.ts';
import { METRIC_GROUPS } from './metric-groups.ts';
import { alertsThatAsk, rulesThatAsk } from './uses.ts';

const INTRO = `Every metric of the lab's own services. A label has either a list of all its values or a limit on how many are
accepted: there is no third way, so nobody makes a label of users or requests by accident. What engines and exporters
bring is documented by them; the names that our rules ask are in \`packages/catalogue/src/external\`.`;

export const renderMetrics = (): string =>
  page(
    pageHead('Metrics', 'packages/catalogue', INTRO),
    ...METRIC_GROUPS.flatMap(({ title, metrics }) => [`## ${title}`, ...metrics.map(metric)]),
  );

function metric(definition: MetricDefinition): string {
  const { name, type, help, labels, buckets } = definition;
  const rows = Object.entries(labels).map(([label, bound]) => [code(label), boundText(bound)]);
  return page(
    `### ${code(name)}`,
    `${capital(type)}. ${plainText(help)}`,
    rows.length === 0 ? 'No labels.' : table(['label', 'values'], rows),
    buckets === undefined ? undefined : `Buckets: ${buckets.join(', ')}.`,
    uses(name),
  ).trimEnd();
}

const boundText = (bound: LabelBound): string =>
  typeof bound === 'number' ? `at most ${bound}` : bound.map(code).join(', ');

function uses(name: string): string | undefined {
  const rules = rulesThatAsk(name).map((rule) => `[${rule.name}](rules.md#${anchorOf(rule.name)})`);
  const alerts = alertsThatAsk(name).map((alert) => `[${alert.name}](alerts.md#${anchorOf(alert.name)})`);
  const asking = [...rules, ...alerts];
  return asking.length === 0 ? undefined : `Asked by ${asking.join(', ')}.`;
}

const capital = (text: string): string => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;
