/**
 * LogQL over the lab's lines. `service_name` is the one label that Loki indexes; every field of a line is structured
 * metadata, filtered with `|`. Alerts are grouped by `service`, so that is what `service_name` is called from here on.
 */

const STREAMS = '{service_name=~".+"}';

/** Lines within a window, counted per service and per each of `labels`. */
export const linesBy = (labels: readonly string[], filter: string, window: string): string =>
  `sum by (${['service', ...labels].join(', ')}) (count_over_time(${STREAMS}${filter === '' ? '' : ` | ${filter}`} | label_format service=service_name [${window}]))`;

/** The same per second. */
export const lineRateBy = (labels: readonly string[], filter: string, window: string): string =>
  linesBy(labels, filter, window).replace('count_over_time(', 'rate(');

/** Names of the structured metadata that an expression filters by or groups by. */
export const fieldsOf = (expression: string): readonly string[] => {
  const filtered = [...expression.matchAll(/\b([a-z_]+)(?==~?"|!=")/g)].map(([, name = '']) => name);
  const grouped = [...expression.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, names = '']) =>
    names.split(', '),
  );
  return [...new Set([...filtered, ...grouped])];
};
