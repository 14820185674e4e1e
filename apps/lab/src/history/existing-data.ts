import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetchJson, PrometheusApi } from '@lab/engine-clients';
import { HISTORY_MARKER } from './sample-writer.ts';

/** Longer than any retention that the lab has. */
const EVER = '400d';

/** Minutes of simulated past that Prometheus answers with already; 0 where there is none. */
export const simulatedMinutes = (prometheus: string): Promise<number> =>
  new PrometheusApi(prometheus).sum(`count_over_time(${HISTORY_MARKER}[${EVER}])`);

/**
 * Unix time in milliseconds of the oldest sample, in memory or in a block; Infinity where there is none.
 * @param data the folder of Prometheus's database
 */
export async function oldestSample(prometheus: string, data: string): Promise<number> {
  type Status = {
    readonly data: { readonly headStats: { readonly numSeries: number; readonly minTime: number } };
  };
  const { headStats } = (await fetchJson<Status>(`${prometheus}/api/v1/status/tsdb`)).data;
  const head = headStats.numSeries === 0 ? Number.POSITIVE_INFINITY : headStats.minTime;
  return Math.min(head, ...blockStarts(data));
}

function blockStarts(data: string): number[] {
  const metas = readdirSync(data).map((name) => join(data, name, 'meta.json'));
  return metas
    .filter((path) => existsSync(path))
    .map((path) => (JSON.parse(readFileSync(path, 'utf8')) as { minTime: number }).minTime);
}
