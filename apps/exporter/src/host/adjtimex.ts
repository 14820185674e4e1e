import { createRequire } from 'node:module';
import { endianness } from 'node:os';
import { NoDataError } from '../errors.ts';

/**
 * State of the kernel's clock (adjtimex(2), struct timex), in the kernel's own units. There is no file for it, so this
 * is the exporter's one call into the C library.
 */
export interface KernelClock {
  /** 5 (TIME_ERROR) when the clock is not synchronised. */
  readonly state: number;
  readonly offset: number;
  readonly freq: number;
  readonly maxerror: number;
  readonly esterror: number;
  readonly status: number;
  readonly constant: number;
  readonly tick: number;
  readonly ppsfreq: number;
  readonly jitter: number;
  readonly shift: number;
  readonly stabil: number;
  readonly jitcnt: number;
  readonly calcnt: number;
  readonly errcnt: number;
  readonly stbcnt: number;
  readonly tai: number;
}

const STRUCT_BYTES = 208;
/** Byte offsets of struct timex where `long` has 64 bits, as on every machine that Node 24 has a build for. */
const LONGS = {
  offset: 8,
  freq: 16,
  maxerror: 24,
  esterror: 32,
  constant: 48,
  tick: 88,
  ppsfreq: 96,
  jitter: 104,
  stabil: 120,
  jitcnt: 128,
  calcnt: 136,
  errcnt: 144,
  stbcnt: 152,
} as const;
const INTS = { status: 40, shift: 112, tai: 160 } as const;

type Call = (timex: Buffer) => number;
let call: Call | undefined;

/** @throws NoDataError on systems without the call, or where a sandbox refuses it */
export function adjtimex(): KernelClock {
  call ??= load();
  const timex = Buffer.alloc(STRUCT_BYTES); // `modes` 0: only read
  const state = call(timex);
  if (state < 0) throw new NoDataError('the kernel does not let this process read its clock (adjtimex)');
  return parseTimex(timex, state);
}

/** @param timex struct timex as the kernel filled it */
export function parseTimex(timex: Buffer, state: number): KernelClock {
  const little = endianness() === 'LE';
  const long = (at: number) => Number(little ? timex.readBigInt64LE(at) : timex.readBigInt64BE(at));
  const int = (at: number) => (little ? timex.readInt32LE(at) : timex.readInt32BE(at));
  const read = <Field extends string>(fields: Record<Field, number>, value: (at: number) => number) =>
    Object.fromEntries(Object.entries<number>(fields).map(([field, at]) => [field, value(at)])) as Record<
      Field,
      number
    >;
  return { state, ...read(LONGS, long), ...read(INTS, int) };
}

/** Loaded at the first use: whoever switches the collector off does not pay for it. */
function load(): Call {
  if (process.platform !== 'linux') throw new NoDataError('adjtimex is a call of Linux');
  const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi').default;
  // null is the process itself, whose C library is glibc or musl under names of their own.
  return koffi.load(null).func('int adjtimex(_Inout_ uint8_t *timex)') as Call;
}
