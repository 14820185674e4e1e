/** Name, labels, value. Label values may hold braces, and an exemplar after the value has labels of its own. */
const SAMPLE = /^([A-Za-z_:][\w:]*)(\{(?:[^"}]|"(?:[^"\\]|\\.)*")*\})? (\S+)/;

/** Sum of the samples of one name in a Prometheus text exposition, over all label sets that hold `labels`. */
export function sumOfSamples(
  text: string,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  let sum = 0;
  for (const line of text.split('\n')) {
    const [, sample, labelText = '', value] = SAMPLE.exec(line) ?? [];
    if (sample === name && wanted.every((pair) => labelText.includes(pair))) sum += Number(value);
  }
  return sum;
}

export async function scrape(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
  return response.text();
}
