import { type PrometheusProcess, startPrometheusProcess } from '@lab/engine-clients/testing';
import type { Child } from '../parity/child.ts';
import { ROOT } from '../parity/engines.ts';

/** A Prometheus that scrapes each exporter every second, as `machine`, and applies the lab's recording rules. */
export function startGpuPrometheus(
  binary: string,
  exporters: ReadonlyMap<string, Child>,
): Promise<PrometheusProcess> {
  const targets = [...exporters].map(
    ([machine, { port }]) => `      - { targets: ['127.0.0.1:${port}'], labels: { machine: ${machine} } }`,
  );
  return startPrometheusProcess(
    binary,
    [
      'global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }',
      `rule_files: ['${ROOT}/infra/prometheus/rules/production/recording-gpu.yml']`,
      'scrape_configs:',
      '  - job_name: gpu',
      '    static_configs:',
      ...targets,
    ].join('\n'),
  );
}
