import { type MONITOR_STORE_OPERATIONS, mlMonitorStoreDurationSeconds } from '@lab/catalogue';
import { type Metrics, sampledTraceId } from '@lab/instrumentation';
import type { ObserveQuery } from '@lab/postgres';
import { trace } from '@opentelemetry/api';

type StoreOperation = (typeof MONITOR_STORE_OPERATIONS)[number];

/** @returns what the database calls after each statement; the trace becomes the exemplar */
export function storeDurations(metrics: Metrics): ObserveQuery {
  const durations = metrics.histogram(mlMonitorStoreDurationSeconds);
  return (operation, seconds) => {
    durations.observe(
      { operation: operation as StoreOperation },
      seconds,
      sampledTraceId(trace.getActiveSpan()),
    );
  };
}
