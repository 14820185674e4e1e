import { fetchText, PrometheusApi } from '@lab/engine-clients';
import { HISTORY_MARKER } from './sample-writer.ts';

/** Longer than any retention that the lab has. */
const EVER = '400d';

/** Minutes of simulated past that Prometheus answers with already; 0 where there is none. */
export const simulatedMinutes = (prometheus: string): Promise<number> =>
  new PrometheusApi(prometheus).sum(`count_over_time(${HISTORY_MARKER}[${EVER}])`);

/** Unix time in milliseconds of the oldest sample, in memory or in a block; Infinity where there is none. */
export async function oldestSample(prometheus: string): Promise<number> {
  // Its own word at this moment: what it has scraped of itself may be a minute old.
  const metrics = await fetchText(`${prometheus}/metrics`);
  const seconds = Number(/^prometheus_tsdb_lowest_timestamp_seconds (\S+)$/m.exec(metrics)?.[1]);
  const isOfSample =
    /^prometheus_tsdb_head_series [1-9]/m.test(metrics) ||
    /^prometheus_tsdb_blocks_loaded [1-9]/m.test(metrics);
  return isOfSample ? seconds * 1000 : Number.POSITIVE_INFINITY;
}
