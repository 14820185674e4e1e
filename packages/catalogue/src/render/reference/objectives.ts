import type { Sli, SloSpec } from '@lab/slo';
import { SLOS } from '../../slos/index.ts';
import { bullets, code, page, pageHead, plainText, queryFence } from './markdown.ts';

const INTRO =
  `What is promised, over which time, and how it is measured. From each come recording rules, a page and a ticket about its
[error budget](../runbooks/ErrorBudgetBurn.md), and their unit tests, made by \`packages/slo\`. \`{{.window}}\` stands for
the window that is looked at. \`./lab budget\` asks what is left.`.replaceAll('{{.window}}', '[window]');

export const renderObjectives = (): string =>
  page(pageHead('Objectives', 'packages/catalogue', INTRO), ...SLOS.map(objective));

const objective = (slo: SloSpec): string =>
  page(
    `## ${slo.service}-${slo.name}`,
    plainText(slo.description),
    bullets([
      `objective ${percent(slo.objective)} over ${slo.period}: a budget of ${percent(1 - slo.objective)}`,
      `label ${code(`sloth_id="${slo.service}-${slo.name}"`)}`,
      measure(slo.sli),
    ]),
    indicator(slo.sli),
  ).trimEnd();

/** Without the noise of binary fractions: 0.1, not 0.09999999999999998. */
const percent = (share: number): string => `${Number((share * 100).toFixed(6))} %`;

function measure(sli: Sli): string {
  switch (sli.kind) {
    case 'ratio':
      return 'bad is what the first query counts, of all that the second counts';
    case 'latency':
      return `bad is what takes longer than ${sli.threshold} s, out of ${code(sli.histogram)}`;
    case 'gauge':
      return `good is a series ${sli.good.operator} ${sli.good.threshold}, looked at once a minute; NaN is neither`;
    case 'freshness':
      return `bad is a time point older than ${sli.maximumAge}, looked at once a minute`;
  }
}

/** A window has no place in a query that runs, so one of five minutes is shown. */
const shown = (expression: string): string =>
  queryFence('promql', expression.replaceAll('{{.window}}', '5m'));

function indicator(sli: Sli): string | undefined {
  switch (sli.kind) {
    case 'ratio':
      return page(shown(sli.errors), shown(sli.total)).trimEnd();
    case 'latency':
      return undefined;
    case 'gauge':
      return shown(sli.value);
    case 'freshness':
      return shown(sli.timestamp);
  }
}
