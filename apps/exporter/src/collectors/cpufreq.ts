import { NoDataError } from '../errors.ts';
import { gauge, type Sample } from '../exposition/metric-family.ts';
import { cpuNumbers } from '../host/cpus.ts';
import { parseCpuList, parseNumber } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

const HERTZ_PER_KILOHERTZ = 1000;

/** Files below cpufreq/ (Documentation/admin-guide/pm/cpufreq.rst), in kHz; which of them exist depends on the driver. */
const FREQUENCIES = [
  { file: 'cpuinfo_cur_freq', name: 'frequency', help: 'Current CPU thread frequency in hertz.' },
  { file: 'cpuinfo_avg_freq', name: 'frequency_avg', help: 'Average CPU thread frequency in hertz.' },
  { file: 'cpuinfo_min_freq', name: 'frequency_min', help: 'Minimum CPU thread frequency in hertz.' },
  { file: 'cpuinfo_max_freq', name: 'frequency_max', help: 'Maximum CPU thread frequency in hertz.' },
  {
    file: 'scaling_cur_freq',
    name: 'scaling_frequency',
    help: 'Current scaled CPU thread frequency in hertz.',
  },
  {
    file: 'scaling_min_freq',
    name: 'scaling_frequency_min',
    help: 'Minimum scaled CPU thread frequency in hertz.',
  },
  {
    file: 'scaling_max_freq',
    name: 'scaling_frequency_max',
    help: 'Maximum scaled CPU thread frequency in hertz.',
  },
] as const;

/** Clock and governor of each CPU that is online. */
export const cpufreq: Collector = {
  name: 'cpufreq',
  enabledByDefault: true,
  create:
    ({ sysfs }) =>
    () => {
      const list = sysfs.attributeIfReadable('devices/system/cpu/offline');
      const cpus = cpuNumbers(sysfs);
      if (list === undefined || cpus.length === 0) throw new NoDataError('sysfs does not list the CPUs');
      const offline = new Set(parseCpuList(list, 'offline CPUs').map(String));
      const frequencies = FREQUENCIES.map((): Sample[] => []);
      const governors: Sample[] = [];
      for (const cpu of cpus) {
        const folder = `devices/system/cpu/cpu${cpu}/cpufreq`;
        if (offline.has(cpu) || !sysfs.has(folder)) continue;
        for (const [index, { file }] of FREQUENCIES.entries()) {
          const kilohertz = sysfs.attributeIfReadable(`${folder}/${file}`);
          if (kilohertz === undefined) continue;
          const value = parseNumber(kilohertz, `${file} of CPU ${cpu}`) * HERTZ_PER_KILOHERTZ;
          frequencies[index]?.push({ labels: { cpu }, value });
        }
        const current = sysfs.attribute(`${folder}/scaling_governor`);
        if (current === '') continue;
        for (const governor of sysfs.attribute(`${folder}/scaling_available_governors`).split(' '))
          governors.push({ labels: { cpu, governor }, value: Number(governor === current) });
      }
      return [
        ...FREQUENCIES.map(({ name, help }, index) =>
          gauge(`node_cpu_${name}_hertz`, help, frequencies[index] ?? []),
        ),
        gauge('node_cpu_scaling_governor', 'Current enabled CPU frequency governor.', governors),
      ];
    },
};
