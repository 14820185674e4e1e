/**
 * A machine with four GPUs that nobody has. One of them is ill, and each of the others looks ill in one way and is well.
 * Every value follows from the time alone, so that whoever asks at the same moment is told the same.
 */
import { type Drawn, fraction, integer, shuffled } from './drawn.ts';

/** What can ail one. */
export const ILLNESSES = ['throttles', 'leaks', 'errs', 'hangs'] as const;
type Illness = (typeof ILLNESSES)[number];

type Role = 'ill' | 'busy' | 'full' | 'old';
const ROLES: readonly Role[] = ['ill', 'busy', 'full', 'old'];

/** Answers of nvidia-smi by query; undefined is what it writes as `[N/A]`. */
export type Answers = Readonly<Record<string, number | string | undefined>>;

const MEMORY_MIB = 81_920;
const RESERVED_MIB = 640;
/** A value stands for so long, as that of a driver that samples does. */
const SLOT_MS = 10_000;

/** A leak holds all that is there after an hour and a half; then the process dies, and begins again. */
const LEAK_MIB_PER_SECOND = 9;
const LEAK_SECONDS = 6000;
const SECONDS_PER_ERROR = 35;

export const illnessOf = (drawn: Drawn): Illness =>
  ILLNESSES[integer(drawn, 'illness', 0, ILLNESSES.length - 1)] ?? 'throttles';

/** Number of the GPU that is ill. */
export const illGpu = (drawn: Drawn): number => shuffled(drawn, ROLES).indexOf('ill');

/** @param atMs milliseconds since the epoch */
export function gpusAt(drawn: Drawn, atMs: number): Answers[] {
  const slot = Math.floor(atMs / SLOT_MS);
  const seconds = Math.max(0, slot * SLOT_MS - drawn.begunAt) / 1000;
  return shuffled(drawn, ROLES).map((role, index) => {
    const between: Between = (name, low, high) =>
      low + Math.floor(fraction(drawn, `${slot} ${index} ${name}`) * (high - low + 1));
    const state = {
      ...healthy(between),
      ...(role === 'ill' ? suffers(illnessOf(drawn), between, seconds, drawn) : SEEMINGLY_ILL[role](between)),
    };
    return {
      index,
      uuid: `GPU-${drawn.token.slice(0, 8)}-0000-4000-8000-00000000000${index}`,
      name: 'Simulated GPU (80 GiB)',
      ...state,
      'memory.free': MEMORY_MIB - RESERVED_MIB - state['memory.used'],
    };
  });
}

/** A value that wobbles from slot to slot. */
type Between = (name: string, low: number, high: number) => number;

const healthy = (between: Between) => ({
  'utilization.gpu': between('utilization', 52, 68),
  'utilization.memory': between('copy', 31, 44),
  'memory.used': between('used', 37_800, 38_100),
  'memory.reserved': RESERVED_MIB as number | undefined,
  'temperature.gpu': between('temperature', 56, 60),
  'temperature.memory': between('memory temperature', 64, 69) as number | undefined,
  'power.draw': between('power', 32_000, 38_000) / 100,
  'clocks.sm': 1980,
  'ecc.errors.uncorrected.volatile.total': 0,
});

type State = Partial<ReturnType<typeof healthy>>;

const SEEMINGLY_ILL: Readonly<Record<Exclude<Role, 'ill'>, (between: Between) => State>> = {
  /** All it can, at full clock, and as warm as it may be. */
  busy: (between) => ({
    'utilization.gpu': between('utilization', 98, 100),
    'utilization.memory': between('copy', 66, 74),
    'temperature.gpu': between('temperature', 70, 73),
    'power.draw': between('power', 65_000, 69_500) / 100,
  }),
  /** A server of language models takes all memory when it starts, and keeps it. */
  full: (between) => ({ 'memory.used': between('used', 71_700, 71_800) }),
  /** Errors of long ago, and a driver that does not tell everything. */
  old: () => ({
    'memory.reserved': undefined,
    'temperature.memory': undefined,
    'ecc.errors.uncorrected.volatile.total': 4,
  }),
};

function suffers(illness: Illness, between: Between, seconds: number, drawn: Drawn): State {
  switch (illness) {
    case 'throttles':
      return {
        'utilization.gpu': between('utilization', 98, 100),
        'utilization.memory': between('copy', 28, 36),
        'temperature.gpu': between('temperature', 87, 89),
        'power.draw': between('power', 38_000, 42_000) / 100,
        'clocks.sm': between('clock', 61, 74) * 15,
      };
    case 'leaks':
      return { 'memory.used': 24_000 + Math.round(LEAK_MIB_PER_SECOND * (seconds % LEAK_SECONDS)) };
    case 'errs':
      return {
        'ecc.errors.uncorrected.volatile.total':
          integer(drawn, 'errors', 1, 3) + Math.floor(seconds / SECONDS_PER_ERROR),
      };
    case 'hangs':
      return {
        'utilization.gpu': 100,
        'utilization.memory': 0,
        'temperature.gpu': between('temperature', 40, 42),
        'power.draw': between('power', 11_600, 12_000) / 100,
      };
  }
}
