import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** What the machine did to a drill, apart from the fault. */
export interface MachineLoad {
  /** Share of the time, 0 to 1, in which something that could run waited for a processor; undefined outside of Linux. */
  readonly cpuPressure: number | undefined;
  /** Share of the time, 0 to 1, in which all that had work waited for a disk; undefined outside of Linux. */
  readonly ioPressure: number | undefined;
  /** How late timers of this process came: the 99th percentile, in milliseconds. It has work of its own, a flood of spans for one. */
  readonly wakeUpDelayMs: number;
  /** Whether something else took so much of it that bounds in seconds judge the machine and not the lab. */
  readonly isBusy: boolean;
}

/**
 * A lab that is drilled on two quiet cores: processors short 35 to 55 % of the time, disks less than 1 %. With two endless
 * loops beside it, which is where the first drills fail: 60 to 85 %.
 */
const BUSY = { cpuPressure: 0.7, ioPressure: 0.1 };

const RESOLUTION_MS = 20;
const NANOSECONDS_PER_MILLISECOND = 1e6;
const MICROSECONDS_PER_MILLISECOND = 1e3;

/** Measures from its making on. Pressure is Linux' own (Documentation/accounting/psi.rst). */
export class MachineWatch {
  readonly #begun = performance.now();
  readonly #cpu = stalledMs('cpu', 'some');
  readonly #io = stalledMs('io', 'full');
  readonly #delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

  constructor() {
    this.#delays.enable();
  }

  /** Ends the measurement. */
  stop(): MachineLoad {
    this.#delays.disable();
    const elapsed = performance.now() - this.#begun;
    const share = (before: number | undefined, after: number | undefined): number | undefined =>
      before === undefined || after === undefined ? undefined : Math.min(1, (after - before) / elapsed);
    const load = {
      cpuPressure: share(this.#cpu, stalledMs('cpu', 'some')),
      ioPressure: share(this.#io, stalledMs('io', 'full')),
      wakeUpDelayMs: Math.max(0, this.#delays.percentile(99) / NANOSECONDS_PER_MILLISECOND - RESOLUTION_MS),
    };
    return { ...load, isBusy: isBusy(load) };
  }
}

export const isBusy = ({
  cpuPressure = 0,
  ioPressure = 0,
}: Pick<MachineLoad, 'cpuPressure' | 'ioPressure'>): boolean =>
  cpuPressure > BUSY.cpuPressure || ioPressure > BUSY.ioPressure;

/** For people, beside what went wrong. */
export function onMachine({ cpuPressure, ioPressure, wakeUpDelayMs, isBusy: busy }: MachineLoad): string {
  const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
  const parts = [
    ...(cpuPressure === undefined ? [] : [`processors short ${percent(cpuPressure)} of the time`]),
    ...(ioPressure === undefined ? [] : [`disks waited for ${percent(ioPressure)}`]),
    `timers up to ${wakeUpDelayMs.toFixed(0)} ms late`,
  ];
  return `the machine meanwhile${busy ? ' was too busy for a verdict' : ''}: ${parts.join(', ')}`;
}

function stalledMs(resource: 'cpu' | 'io', share: 'some' | 'full'): number | undefined {
  try {
    const text = readFileSync(`/proc/pressure/${resource}`, 'utf8');
    const total = new RegExp(`^${share} .*total=(\\d+)`, 'm').exec(text)?.[1];
    return total === undefined ? undefined : Number(total) / MICROSECONDS_PER_MILLISECOND;
  } catch {
    return undefined;
  }
}
