import { gauge } from '../exposition/metric-family.ts';
import { parseNumber } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

/** The kernel's random numbers (random(4)). */
export const entropy: Collector = {
  name: 'entropy',
  enabledByDefault: true,
  create:
    ({ procfs }) =>
    () => {
      const bits = (file: string) => parseNumber(procfs.text(`sys/kernel/random/${file}`).trim(), file);
      return [
        gauge('node_entropy_available_bits', 'Bits of available entropy.', bits('entropy_avail')),
        gauge('node_entropy_pool_size_bits', 'Bits of entropy pool.', bits('poolsize')),
      ];
    },
};
