import { siteBuildsTotal, siteReady } from '@lab/catalogue';
import type { Metrics } from '@lab/instrumentation';
import type { Builder } from './adapters/builder.ts';

export function observeBuilds(metrics: Metrics, builder: Builder): void {
  const builds = metrics.counter(siteBuildsTotal);
  builds.initialise({});
  builder.onOutcome((outcome) => builds.inc({ outcome }));
  const ready = metrics.gauge(siteReady).with({});
  metrics.beforeCollect(() => ready.set(builder.hasSite ? 1 : 0));
}
