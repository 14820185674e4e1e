import { NoDataError } from '../errors.ts';
import { counter } from '../exposition/metric-family.ts';
import type { Collector } from '../registry/collector.ts';
import type { Machine, NodeOs } from './machine.ts';

const MILLISECONDS_PER_SECOND = 1000;

type Times = ReturnType<NodeOs['cpus']>[number]['times'];

/** Milliseconds per mode that the system really counts: libuv fills in 0 for the others. */
function modesOf(platform: string, { user, nice, sys, idle, irq }: Times): Record<string, number> {
  // Windows counts the time of interrupts within that of the kernel, and libuv leaves it there.
  if (platform === 'win32') return { user, system: sys - irq, idle, irq };
  return { user, nice, system: sys, idle };
}

export const cpu = ({ os }: Machine): Collector => ({
  name: 'cpu',
  enabledByDefault: true,
  create: () => () => {
    const cpus = os.cpus();
    if (cpus.length === 0) throw new NoDataError('the system tells nothing about its CPUs');
    const samples = cpus.flatMap(({ times }, index) =>
      Object.entries(modesOf(os.platform(), times)).map(([mode, milliseconds]) => ({
        labels: { cpu: String(index), mode },
        value: milliseconds / MILLISECONDS_PER_SECOND,
      })),
    );
    return [counter('node_cpu_seconds_total', 'Seconds the CPUs spent in each mode.', samples)];
  },
});
