import type { Labels, MetricFamily } from './metric-family.ts';

/**
 * Text format 0.0.4 and nothing newer: OpenMetrics knows no untyped metrics and requires `_total` on counters, which
 * would rename DCGM's.
 */
export const TEXT_CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Families sorted by name, as client_golang writes them; one without samples is left out. */
export function renderText(families: readonly MetricFamily[]): string {
  let text = '';
  for (const { name, help, type, samples } of [...families].sort(byName)) {
    if (samples.length === 0) continue;
    text += `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} ${type}\n`;
    for (const { suffix = '', labels, value } of samples)
      text += `${name}${suffix}${labelText(labels)} ${numberText(value)}\n`;
  }
  return text;
}

const byName = (a: MetricFamily, b: MetricFamily): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeValue(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function numberText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  if (value === Number.NEGATIVE_INFINITY) return '-Inf';
  return String(value);
}

const escapeHelp = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
const escapeValue = (text: string): string => escapeHelp(text).replaceAll('"', '\\"');
