/** What a dashboard asks, as Grafana would ask it. */
export interface Panel {
  readonly title?: string;
  readonly type?: string;
  readonly datasource?: { readonly type?: string };
  readonly fieldConfig?: { readonly defaults?: { readonly unit?: string } };
  readonly targets?: readonly { readonly expr?: string; readonly datasource?: { readonly type?: string } }[];
  /** Of a row that is folded. */
  readonly panels?: readonly Panel[];
}

export interface Query {
  readonly expr: string;
  readonly engine: 'prometheus' | 'loki';
}

/** Panels that show data, those in folded rows among them. */
export function panelsOf(text: string): readonly Panel[] {
  const { panels = [] } = JSON.parse(text) as { panels?: readonly Panel[] };
  return panels
    .flatMap((panel) => [panel, ...(panel.panels ?? [])])
    .filter(({ type }) => type !== 'row' && type !== 'text');
}

export const queriesOf = (panels: readonly Panel[]): readonly Query[] =>
  panels.flatMap(({ targets = [], datasource }) =>
    targets
      .filter(({ expr = '' }) => expr.trim() !== '')
      .map(({ expr = '', datasource: own }) => ({
        expr: filled(expr.trim()),
        engine: (own?.type ?? datasource?.type) === 'loki' ? 'loki' : 'prometheus',
      })),
  );

/** Grafana's own variables, as a dashboard that shows ten minutes would fill them in. */
const FILLED: Readonly<Record<string, string>> = {
  __rate_interval: '1m',
  __interval: '1m',
  __interval_ms: '60000',
  __auto: '1m',
  __range: '10m',
  __range_s: '600',
  __range_ms: '600000',
};

/** `$__range`, `${__range}` or `${__range:text}`; what is none of Grafana's stays. */
const filled = (expr: string): string =>
  expr.replaceAll(
    /\$(?:(\w+)|\{(\w+)(?::\w+)?\})/g,
    (written, bare: string | undefined, braced = '') => FILLED[bare ?? braced] ?? written,
  );

/** A variable of the dashboard's own, which nobody fills in here; `$1` of label_replace is none. */
export const ownVariable = (expr: string): string | undefined => /\$\{?[A-Za-z_]\w*\}?/.exec(expr)?.[0];

/** Whether a query is of the service: it says its name, or that of a series which only the service has. */
export const isAbout = (expr: string, service: string, series: ReadonlySet<string>): boolean =>
  expr.includes(`"${service}"`) || [...expr.matchAll(/[A-Za-z_:][\w:]*/g)].some(([name]) => series.has(name));

/** A query of Loki that asks for lines; any other computes a number. */
export const asksForLines = (expr: string): boolean => expr.startsWith('{');
