import { NoDataError } from '../errors.ts';
import { counter, type Sample } from '../exposition/metric-family.ts';
import { parseNumber } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

const MICROJOULES_PER_JOULE = 1_000_000;

/** Energy that CPUs and memory used (Documentation/power/powercap/powercap.rst). Since Linux 5.10, root alone may read it. */
export const rapl: Collector = {
  name: 'rapl',
  enabledByDefault: true,
  create:
    ({ sysfs }) =>
    () => {
      if (!sysfs.has('class/powercap')) throw new NoDataError('this machine does not meter its energy');
      const zones = new Map<string, Sample[]>();
      for (const folder of sysfs.names('class/powercap')) {
        const fullName = sysfs.attributeIfReadable(`class/powercap/${folder}/name`);
        if (fullName === undefined) continue; // the control type itself: intel-rapl
        // `package-1` tells its own number, `dram` does not.
        const [, name = fullName, own] = /^([^-]*)-(\d+)$/.exec(fullName) ?? [];
        const samples = zones.get(name) ?? [];
        const energy = sysfs.attributeIfReadable(`class/powercap/${folder}/energy_uj`);
        if (energy === undefined) throw new NoDataError('this process may not read the energy counters');
        samples.push({
          labels: {
            index: own === undefined ? String(samples.length) : String(Number(own)),
            path: sysfs.path(`class/powercap/${folder}`),
          },
          value: parseNumber(energy, `energy_uj of ${folder}`) / MICROJOULES_PER_JOULE,
        });
        zones.set(name, samples);
      }
      return [...zones].map(([name, samples]) =>
        counter(
          `node_rapl_${name.replaceAll(/_*[^0-9A-Za-z_]+_*/g, '_')}_joules_total`,
          `Current RAPL ${name} value in joules`,
          samples,
        ),
      );
    },
};
