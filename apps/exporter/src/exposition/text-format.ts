import type { Labels, MetricFamily, MetricType } from './metric-family.ts';

/**
 * Text format 0.0.4 and nothing newer: OpenMetrics knows no untyped metrics and requires `_total` on counters, which
 * would rename DCGM's.
 */
export const TEXT_CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Families sorted by name, as client_golang writes them; one without samples is left out. */
export function renderText(families: readonly MetricFamily[]): string {
  let text = '';
  for (const family of [...families].sort(byName)) {
    const { name, samples } = family;
    if (samples.length === 0) continue;
    text += headerOf(family);
    for (const { suffix, labels, value } of samples)
      text += `${suffix === undefined ? name : name + suffix}${labelText(labels)} ${numberText(value)}\n`;
  }
  return text;
}

const byName = (a: MetricFamily, b: MetricFamily): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

interface Header {
  readonly help: string;
  readonly type: MetricType;
  readonly text: string;
}

/** By the family's name: the same at every scrape, while a name comes and goes with its device at most. */
const headers = new Map<string, Header>();

function headerOf({ name, help, type }: MetricFamily): string {
  let header = headers.get(name);
  if (header?.help !== help || header.type !== type) {
    header = { help, type, text: `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} ${type}\n` };
    headers.set(name, header);
  }
  return header.text;
}

function labelText(labels: Labels): string {
  let text = '';
  for (const name in labels) text += `${text === '' ? '{' : ','}${name}="${escapeValue(labels[name] ?? '')}"`;
  return text === '' ? '' : `${text}}`;
}

function numberText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}

const SPECIAL = /[\\"\n]/;

const escapeHelp = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
const escapeValue = (text: string): string =>
  SPECIAL.test(text) ? escapeHelp(text).replaceAll('"', '\\"') : text;
