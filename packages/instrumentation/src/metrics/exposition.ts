import type { Registry } from 'prom-client';

/**
 * The client's registry has one content type for life, prints NaN as `Nan`, and renames its counters for good once
 * it has spoken OpenMetrics. A service must answer Prometheus (OpenMetrics, with exemplars) and `curl` or promtool
 * (text 0.0.4) from the same registry, so the last step is ours.
 */
export interface Exposition {
  readonly contentType: string;
  readonly body: string;
}

const TEXT = 'text/plain; version=0.0.4; charset=utf-8';
const OPEN_METRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

export interface Sample {
  value: number;
  labels?: Readonly<Record<string, string | number>>;
  sharedLabels?: Readonly<Record<string, string | number>>;
  metricName?: string;
  exemplar?: { labelSet: Record<string, string>; value: number; timestamp: number } | null;
}

export interface ExposedFamily {
  name: string;
  help: string;
  type: string;
  values: Sample[];
}

interface ClientMetric {
  get(): Promise<ExposedFamily>;
  getForPromString?(): Promise<ExposedFamily>;
}

export async function expose(registry: Registry, accept: string): Promise<Exposition> {
  const openMetrics = accept.includes('application/openmetrics-text');
  const metrics = registry.getMetricsAsArray() as unknown as ClientMetric[];
  const families = await Promise.all(metrics.map((metric) => metric.getForPromString?.() ?? metric.get()));
  let body = '';
  for (const family of families) body += openMetrics ? openMetricsFamily(family) : textFamily(family);
  return openMetrics ? { contentType: OPEN_METRICS, body: `${body}# EOF\n` } : { contentType: TEXT, body };
}

function textFamily(family: ExposedFamily): string {
  let text = `# HELP ${family.name} ${escapeHelp(family.help)}\n# TYPE ${family.name} ${family.type}\n`;
  for (const sample of family.values) {
    text += `${sample.metricName ?? family.name}${labelText(sample)} ${number(sample.value)}\n`;
  }
  return text;
}

/** In OpenMetrics a counter's family has no `_total`, and its samples must have it. */
function openMetricsFamily(family: ExposedFamily): string {
  const counter = family.type === 'counter';
  const name = counter ? family.name.replace(/_total$/, '') : family.name;
  let text = `# HELP ${name} ${escapeValue(family.help)}\n# TYPE ${name} ${family.type}\n`;
  for (const sample of family.values) {
    const sampleName = counter ? `${name}_total` : (sample.metricName ?? name);
    text += `${sampleName}${labelText(sample)} ${number(sample.value)}${exemplarText(sample)}\n`;
  }
  return text;
}

function exemplarText({ exemplar }: Sample): string {
  if (!exemplar) return '';
  return ` # {${pairs(exemplar.labelSet).join(',')}} ${number(exemplar.value)} ${exemplar.timestamp}`;
}

function labelText({ labels, sharedLabels }: Sample): string {
  const parts = [...pairs(labels), ...pairs(sharedLabels)];
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

function pairs(labels: Readonly<Record<string, string | number>> | undefined): string[] {
  if (labels === undefined) return [];
  return Object.entries(labels).map(
    ([name, value]) => `${name}="${name === 'le' ? bound(value) : escapeValue(String(value))}"`,
  );
}

/** Prometheus 3 and OpenMetrics write bounds as floats: `1.0`, not `1`. */
function bound(value: string | number): string {
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

function number(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  if (value === Number.NEGATIVE_INFINITY) return '-Inf';
  return String(value);
}

const escapeHelp = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
const escapeValue = (text: string): string => escapeHelp(text).replaceAll('"', '\\"');
