import type { SpanCounts } from './streaming-span-processor.ts';

/** What the rest of the package may ask of tracing. */
interface RunningTracing {
  counts(): SpanCounts;
  shutdown(): Promise<void>;
}

/**
 * The tracing of this process, apart from the SDK that does it: a process that is started without the preload makes no
 * spans, and must not pay the SDK's 25 MB for that.
 */
let running: RunningTracing | undefined;

export const tracingIsRunning = (): boolean => running !== undefined;

export function setRunningTracing(tracing: RunningTracing): void {
  running = tracing;
}

/** What has become of this process's spans; zeros where tracing is off. */
export function spanCounts(): SpanCounts {
  return (
    running?.counts() ?? {
      exported: 0,
      dropped: { queue_full: 0, export_failed: 0, shutdown_timeout: 0 },
      queued: 0,
    }
  );
}

/** Delivers the last spans; the last thing a service does before it exits. */
export async function shutdownTracing(): Promise<void> {
  await running?.shutdown();
}
