import type { MetricFamily } from '../exposition/metric-family.ts';
import type { Host } from '../host/host.ts';

/** Reads once; a rejection means that the scrape has nothing from this collector, and says so. */
export type Collect = () => Promise<readonly MetricFamily[]>;

/** One subsystem of the machine, under node_exporter's name for it. */
export interface Collector {
  readonly name: string;
  readonly enabledByDefault: boolean;
  /** Called once: what must outlive a scrape (the last CPU times, mounts that hang) is closed over here. */
  create(host: Host): Collect;
}
