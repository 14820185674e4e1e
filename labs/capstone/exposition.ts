/** Reads the text format of a metrics endpoint, as far as the checks need it. */
export interface ExposedSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export function seriesIn(text: string): readonly ExposedSeries[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .flatMap((line) => {
      const [, name, braces = '', value] = /^([A-Za-z_:][\w:]*)(\{.*?\})?\s+(\S+)/.exec(line) ?? [];
      if (name === undefined) return [];
      const pairs = [...braces.matchAll(/([A-Za-z_]\w*)="((?:[^"\\]|\\.)*)"/g)];
      const labels = Object.fromEntries(pairs.map(([, label = '', text = '']) => [label, text]));
      return [{ name, labels, value: Number(value) }];
    });
}

/** Runtime and HTTP library bring these; they say nothing of what the service is for. */
const OF_THE_PROCESS = /^(?:process_|nodejs_|telemetry_|target_info|scrape_|service_fault_)/;

export const ofTheService = (series: readonly ExposedSeries[]): readonly ExposedSeries[] =>
  series.filter(({ name }) => !OF_THE_PROCESS.test(name));

export const sumOf = (series: readonly ExposedSeries[], wanted: (one: ExposedSeries) => boolean): number =>
  series.filter(wanted).reduce((sum, { value }) => sum + value, 0);
