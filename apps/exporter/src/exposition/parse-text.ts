import { ParseError } from '../errors.ts';
import type { Labels, MetricType, Sample } from './metric-family.ts';

export interface ParsedFamily {
  readonly name: string;
  /** Undefined where the text has no HELP line. */
  readonly help: string | undefined;
  readonly type: MetricType;
  readonly samples: readonly Sample[];
}

interface OpenFamily {
  name: string;
  help: string | undefined;
  type: MetricType;
  samples: Sample[];
}

const TYPES: readonly MetricType[] = ['counter', 'gauge', 'untyped', 'histogram', 'summary'];
const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(?:\{(.*)\})?\s*(\S+)$/;
const LABEL = /\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*(?:,|$)/y;
const SPECIAL_VALUES: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['+Inf', Number.POSITIVE_INFINITY],
  ['Inf', Number.POSITIVE_INFINITY],
  ['-Inf', Number.NEGATIVE_INFINITY],
]);
const SUFFIXES: Readonly<Partial<Record<MetricType, readonly string[]>>> = {
  histogram: ['_bucket', '_sum', '_count'],
  summary: ['_sum', '_count'],
};

/**
 * Reads text format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats) without time stamps.
 *
 * @throws ParseError for the first line that is none, time stamps included
 */
export function parseText(text: string): ParsedFamily[] {
  const families = new Map<string, OpenFamily>();
  const familyOf = (name: string): OpenFamily => {
    const family = families.get(name) ?? { name, help: undefined, type: 'untyped', samples: [] };
    families.set(name, family);
    return family;
  };
  for (const line of text.split('\n').map((raw) => raw.trim())) {
    if (line === '') continue;
    if (line.startsWith('#')) readComment(line, familyOf);
    else readSample(line, families, familyOf);
  }
  return [...families.values()];
}

function readComment(line: string, familyOf: (name: string) => OpenFamily): void {
  const [, keyword, name, rest = ''] = /^#\s*(HELP|TYPE)\s+(\S+)\s?(.*)$/.exec(line) ?? [];
  if (keyword === undefined || name === undefined) return; // any other comment
  const family = familyOf(name);
  if (keyword === 'HELP') {
    family.help = unescaped(rest);
    return;
  }
  const type = TYPES.find((known) => known === rest.trim());
  if (type === undefined) throw new ParseError('metric type', line);
  family.type = type;
}

function readSample(
  line: string,
  families: ReadonlyMap<string, OpenFamily>,
  familyOf: (name: string) => OpenFamily,
): void {
  const [, name, labels = '', value = ''] = SAMPLE.exec(line) ?? [];
  if (name === undefined) throw new ParseError('metric line', line);
  const owner = ownerOf(name, families) ?? { family: familyOf(name), suffix: '' };
  const sample = { labels: parseLabels(labels), value: parseValue(value) };
  owner.family.samples.push(owner.suffix === '' ? sample : { ...sample, suffix: owner.suffix });
}

/** `x_bucket` belongs to the histogram `x`, if there is one. */
function ownerOf(name: string, families: ReadonlyMap<string, OpenFamily>) {
  for (const suffix of ['_bucket', '_sum', '_count']) {
    if (!name.endsWith(suffix)) continue;
    const family = families.get(name.slice(0, -suffix.length));
    if (family !== undefined && SUFFIXES[family.type]?.includes(suffix)) return { family, suffix };
  }
  return undefined;
}

function parseLabels(text: string): Labels {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < text.length) {
    const at = LABEL.lastIndex;
    const [, name, value] = LABEL.exec(text) ?? [];
    if (name === undefined || value === undefined) {
      if (text.slice(at).trim() === '') break;
      throw new ParseError('labels', text);
    }
    labels[name] = unescaped(value);
  }
  return labels;
}

function parseValue(text: string): number {
  const value = SPECIAL_VALUES.get(text) ?? Number(text);
  if (Number.isNaN(value) && text !== 'NaN') throw new ParseError('metric value', text);
  return value;
}

const unescaped = (text: string): string =>
  text.replaceAll(/\\(.)/g, (_match, character: string) => (character === 'n' ? '\n' : character));
