/** Reads the text format 0.0.4, as far as the checks need it. */
export interface Exposition {
  readonly types: ReadonlyMap<string, string>;
  readonly samples: readonly ExposedSample[];
}

interface ExposedSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*?)\})?\s+(\S+)(?:\s+\d+)?$/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

export function readExposition(text: string): Exposition {
  const types = new Map<string, string>();
  const samples: ExposedSample[] = [];
  for (const line of text.split('\n')) {
    const [, family, type] = /^# TYPE (\S+) (\S+)/.exec(line) ?? [];
    if (family !== undefined && type !== undefined) types.set(family, type);
    const [, name, labels = '', value] = SAMPLE.exec(line) ?? [];
    if (name !== undefined) samples.push({ name, labels: labelsIn(labels), value: Number(value) });
  }
  return { types, samples };
}

const labelsIn = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(LABEL)].map(([, name, value]) => [name, value]));
