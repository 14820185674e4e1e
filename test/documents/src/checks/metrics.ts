/** Metrics that inline code names: the catalogue knows ours, the running Prometheus those of engines. */
import * as catalogue from '@lab/catalogue';
import { knownSeries } from '@lab/catalogue/known-series';
import type { Problem } from '../problem.ts';
import type { Document } from '../read/document.ts';

interface NamedMetric {
  readonly path: string;
  readonly line: number;
  readonly name: string;
  readonly labels: readonly string[];
}

/** What Prometheus adds to any series, or a rule may. */
const EVERYWHERE = ['__name__', 'job', 'instance', 'service'];
const UNIT =
  /_(?:total|seconds|bytes|ratio|info|bucket|sum|count|score|accuracy|celsius|watts|joules|percent)$/;
const RECORDED = /^[a-z_]+:[a-z_]+:\w+$/;
const TOKEN = /([a-zA-Z_:][\w:]*)(\{[^}]*\})?(\[\w+\])?/g;
/** Prometheus' own words for the parts of such a name. */
const NAMING_PATTERN = 'level:metric:operations';
/** A path or an address, not a division. */
const PATH_LIKE = /\S\/\S/;

const known = knownSeries();
/** `ml`, `http`, …: what the names of our own metrics begin with. */
const FAMILIES = new Set(
  Object.values<unknown>(catalogue).flatMap((value) =>
    typeof value === 'object' && value !== null && 'name' in value && 'help' in value
      ? [String(value.name).split('_')[0]]
      : [],
  ),
);

/** Every metric that inline code of the page names, those of others left out. */
const namedMetrics = ({ path, inlineCode }: Document): readonly NamedMetric[] =>
  inlineCode.flatMap(({ line, text, foreign }) => {
    if (foreign || PATH_LIKE.test(text)) return [];
    // What stands between quotes is a value.
    return [...text.replaceAll(/"[^"]*"/g, '""').matchAll(TOKEN)].flatMap(
      ([, name = '', matchers, range]) => {
        const metric = isMetric(name, matchers !== undefined || range !== undefined);
        return metric ? [{ path, line, name, labels: labelsOf(matchers ?? '') }] : [];
      },
    );
  });

const isMetric = (name: string, selected: boolean): boolean =>
  isKnown(name) ||
  (RECORDED.test(name) && name !== NAMING_PATTERN) ||
  (name.includes('_') && (selected || UNIT.test(name)));

const labelsOf = (matchers: string): readonly string[] =>
  [...matchers.matchAll(/(?<![$\w])([a-zA-Z_]\w*)\s*(?:[=!]~?|[,}]|$)/g)].map(([, label = '']) => label);

const seriesOf = (name: string) => known.get(name) ?? known.get(`${name}_bucket`);
const isKnown = (name: string): boolean => seriesOf(name) !== undefined;
const isOurs = (name: string): boolean => FAMILIES.has(name.split('_')[0] ?? '') || RECORDED.test(name);

/** Ours are in the catalogue, with the labels that they are given. */
export const metricsExist = (document: Document): readonly Problem[] =>
  namedMetrics(document).flatMap(({ path, line, name, labels }): Problem[] => {
    const series = seriesOf(name);
    if (series === undefined)
      return isOurs(name) ? [{ path, line, expected: 'a metric of the catalogue', seen: name }] : [];
    const unknown = labels.filter((label) => !series.labels.has(label) && !EVERYWHERE.includes(label));
    return unknown.map((label) => ({
      path,
      line,
      expected: `a label of ${name}: ${[...series.labels].join(', ')}`,
      seen: label,
    }));
  });

/** Those that only the running Prometheus can tell. */
export const metricsOfOthers = (document: Document): readonly NamedMetric[] =>
  namedMetrics(document).filter(({ name }) => !isKnown(name) && !isOurs(name));
