import { fetchText } from '@lab/engine-clients';

/** What an instance shows on `/metrics`. */
export interface Exposition {
  /** By the name as it stands in TYPE: in OpenMetrics a counter's has no `_total`. */
  readonly families: ReadonlyMap<string, { readonly type: string; readonly help: string }>;
  readonly samples: readonly ExposedSample[];
}

interface ExposedSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly exemplar?: Readonly<Record<string, string>>;
}

const OPEN_METRICS = 'application/openmetrics-text; version=1.0.0';

/** @throws HttpError with the status, where there is none */
export async function exposedBy(base: string): Promise<Exposition> {
  return readExposition(await fetchText(`${base}/metrics`, { headers: { accept: `${OPEN_METRICS}, */*` } }));
}

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*?)\})? (\S+)(?: # \{(.*?)\} .*)?$/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

export function readExposition(text: string): Exposition {
  const families = new Map<string, { type: string; help: string }>();
  const samples: ExposedSample[] = [];
  for (const line of text.split('\n')) {
    const [, what, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) ?(.*)$/.exec(line) ?? [];
    if (what !== undefined) {
      const known = families.get(name) ?? { type: '', help: '' };
      families.set(name, { ...known, [what === 'TYPE' ? 'type' : 'help']: rest });
      continue;
    }
    const [, sample, labels = '', value, exemplar] = SAMPLE.exec(line) ?? [];
    if (sample !== undefined)
      samples.push({
        name: sample,
        labels: labelsIn(labels),
        value: Number(value),
        ...(exemplar === undefined ? {} : { exemplar: labelsIn(exemplar) }),
      });
  }
  return { families, samples };
}

const labelsIn = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(LABEL)].map(([, name, value]) => [name, value]));

/** Samples of a name whose labels have these values, whatever others they have. */
export function select(
  { samples }: Exposition,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): ExposedSample[] {
  return samples.filter(
    (sample) =>
      sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
  );
}

/** 0 where there is none. */
export const total = (...wanted: Parameters<typeof select>): number =>
  select(...wanted).reduce((sum, { value }) => sum + value, 0);

/** The type that a family declares, `none` where there is no such family. */
export const typeOf = ({ families }: Exposition, name: string): string =>
  (families.get(name) ?? families.get(name.replace(/_total$/, '')))?.type ?? 'none';
