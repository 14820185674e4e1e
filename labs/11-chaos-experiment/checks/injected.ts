import type { Journal } from '@lab/chaos';
import { type Finding, found } from '@lab/course/lab';
import type { PrometheusApi } from '@lab/engine-clients';
import { injectedSeconds } from './experiment-of.ts';

/** Scrapes come late, and a switch takes a moment. */
const SHARE = 0.6;

/**
 * Whether Prometheus saw as well what a journal says.
 * @param active a gauge that is 1 while the fault is on
 */
export async function wasInjected(
  prometheus: PrometheusApi,
  active: string,
  journal: Journal,
): Promise<Finding> {
  const seconds = Math.max(1, Math.round(injectedSeconds(journal)));
  const end = Date.parse(journal.rolled_back_at ?? journal.ended_at) / 1000;
  const seen = await prometheus.sum(
    `sum(count_over_time((${active} > 0)[${seconds}s:1s] @ ${end.toFixed(3)}))`,
  );
  return found(seen >= seconds * SHARE, {
    expected: `${active} for the ${seconds} s of which the journal of ${journal.started_at} tells`,
    seen: `for ${seen} s`,
    lookAt: active,
  });
}
