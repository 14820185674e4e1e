import type { Logger } from '@lab/instrumentation';
import type { Tally } from './tally.ts';

const SUMMARY_INTERVAL_MS = 30_000;

/** One line every 30 seconds: what customers got since the last one. Returns how to end it, with a last line. */
export function startSummary(logger: Logger, tally: Tally, facts: () => object): () => void {
  let before = tally.counts();
  const write = (): void => {
    const now = tally.counts();
    const outcomes = Object.entries(now.outcomes).map(([outcome, count]) => [
      outcome,
      count - before.outcomes[outcome as keyof typeof before.outcomes],
    ]);
    logger.info(
      {
        event_type: 'traffic_summary',
        sent: now.sent - before.sent,
        skipped: now.skipped - before.skipped,
        outcomes: Object.fromEntries(outcomes),
        ...facts(),
      },
      'traffic summary',
    );
    before = now;
  };
  const timer = setInterval(write, SUMMARY_INTERVAL_MS).unref();
  return () => {
    clearInterval(timer);
    write();
  };
}
