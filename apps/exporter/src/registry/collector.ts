import type { MetricFamily } from '../exposition/metric-family.ts';
import type { Host } from '../host/host.ts';

/**
 * Reads once; whatever it throws or rejects with means that the scrape has nothing from this collector, and says so.
 * Plain files of /proc and /sys are read at once; a promise is for what may keep the caller waiting.
 */
export type Collect = () => readonly MetricFamily[] | Promise<readonly MetricFamily[]>;

/** One subsystem of the machine, under node_exporter's name for it. */
export interface Collector {
  readonly name: string;
  readonly enabledByDefault: boolean;
  /** Called once: what must outlive a scrape (the last CPU times, mounts that hang) is closed over here. */
  create(host: Host): Collect;
}
