import { startPrometheusProcess } from '@lab/engine-clients/testing';
import type { Child } from './child.ts';

/** Name of an exporter, which is the value of the label `exporter` of its series. */
export type Target = 'theirs' | 'ours';

export interface Prometheus extends AsyncDisposable {
  /** Series of an instant vector by its labels, without those that tell the two exporters apart. */
  query(expression: string): Promise<Map<string, number>>;
}

interface QueryAnswer {
  readonly status: string;
  readonly error?: string;
  readonly data: {
    readonly resultType: 'vector' | 'scalar';
    readonly result:
      | readonly { readonly metric: Record<string, string>; readonly value: [number, string] }[]
      | [number, string];
  };
}

const OF_THE_TARGET = new Set(['exporter', 'instance', 'job']);

/** A Prometheus that scrapes both every second. */
export async function startPrometheus(binary: string, targets: Record<Target, Child>): Promise<Prometheus> {
  const process = await startPrometheusProcess(binary, configuration(targets));
  return {
    query: (expression) => query(process.url, expression),
    [Symbol.asyncDispose]: () => process[Symbol.asyncDispose](),
  };
}

function configuration(targets: Record<Target, Child>): string {
  const target = (name: Target) =>
    `      - { targets: ['127.0.0.1:${targets[name].port}'], labels: { exporter: ${name} } }`;
  return [
    'global: { scrape_interval: 1s, scrape_timeout: 1s }',
    'scrape_configs:',
    '  - job_name: node',
    '    static_configs:',
    target('theirs'),
    target('ours'),
  ].join('\n');
}

async function query(base: string, expression: string): Promise<Map<string, number>> {
  const response = await fetch(`${base}/api/v1/query`, {
    method: 'POST',
    body: new URLSearchParams({ query: expression }),
  });
  const answer = (await response.json()) as QueryAnswer;
  if (answer.status !== 'success') throw new Error(`${expression}: ${answer.error}`);
  const { resultType, result } = answer.data;
  if (resultType === 'scalar') return new Map([['', Number((result as [number, string])[1])]]);
  return new Map(
    (result as readonly { metric: Record<string, string>; value: [number, string] }[]).map(
      ({ metric, value }) => [
        Object.keys(metric)
          .filter((label) => !OF_THE_TARGET.has(label))
          .sort()
          .map((label) => `${label}="${metric[label]}"`)
          .join(','),
        Number(value[1]),
      ],
    ),
  );
}
