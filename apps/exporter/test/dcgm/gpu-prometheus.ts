import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Child, startChild } from '../parity/child.ts';
import { ROOT } from '../parity/engines.ts';

export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface GpuPrometheus extends AsyncDisposable {
  /** @param at in seconds since 1970; now where it is left out */
  query(expression: string, at?: number): Promise<Series[]>;
}

interface QueryAnswer {
  readonly status: string;
  readonly error?: string;
  readonly data: { readonly result: { metric: Record<string, string>; value: [number, string] }[] };
}

/** A Prometheus that scrapes each exporter every second, as `machine`, and applies the lab's recording rules. */
export async function startGpuPrometheus(
  binary: string,
  exporters: ReadonlyMap<string, Child>,
): Promise<GpuPrometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'dcgm-prometheus-'));
  const targets = [...exporters].map(
    ([machine, { port }]) => `      - { targets: ['127.0.0.1:${port}'], labels: { machine: ${machine} } }`,
  );
  writeFileSync(
    join(folder, 'prometheus.yml'),
    [
      'global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }',
      `rule_files: ['${ROOT}/infra/prometheus/rules/production/recording-gpu.yml']`,
      'scrape_configs:',
      '  - job_name: gpu',
      '    static_configs:',
      ...targets,
    ].join('\n'),
  );
  const server = await startChild({
    file: binary,
    args: [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      '--web.listen-address=127.0.0.1:0',
    ],
    listening: /Listening on.*address=127\.0\.0\.1:(\d+)/,
  });
  return {
    query: async (expression, at) => {
      const response = await fetch(`http://127.0.0.1:${server.port}/api/v1/query`, {
        method: 'POST',
        body: new URLSearchParams({ query: expression, ...(at === undefined ? {} : { time: `${at}` }) }),
      });
      const answer = (await response.json()) as QueryAnswer;
      if (answer.status !== 'success') throw new Error(`${expression}: ${answer.error}`);
      return answer.data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
    },
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
