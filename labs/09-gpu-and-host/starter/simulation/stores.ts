/**
 * Three machines that store things and do not exist: one fills, one breathes, one is nearly full and stays so. When the first
 * is full it is cleared, and fills again: who goes on another day finds it as it was.
 */
import { type Drawn, fraction, integer, shuffled } from './drawn.ts';

export const STORES = ['store-1', 'store-2', 'store-3'] as const;
export type StoreName = (typeof STORES)[number];

const GIB = 1024 ** 3;
const SIZE_GIB = { fills: 1000, breathes: 500, stays: 2000 } as const;
type Habit = keyof typeof SIZE_GIB;
const HABITS = Object.keys(SIZE_GIB) as Habit[];

/** Log files are rotated so often here; elsewhere a day is usual. */
const ROTATION_SECONDS = 120;
const LOGS_GIB = 75;
const LEAST_FREE_GIB = 110;
const FREE_OF_THE_FULL_GIB = 118;
/** Files come and go: so many seconds' worth of growth, up or down. */
const NOISE_SECONDS = 15;
const QUIET_NOISE_GIB = 0.02;

const habitOf = (drawn: Drawn, store: StoreName): Habit =>
  shuffled(drawn, HABITS)[STORES.indexOf(store)] ?? 'stays';

export const fillingStore = (drawn: Drawn): StoreName =>
  STORES.find((store) => habitOf(drawn, store) === 'fills') ?? 'store-1';

/** From the beginning, or from when it was cleared, to the moment at which nothing is left, in seconds. */
export const fillsWithin = (drawn: Drawn): number => integer(drawn, 'minutes until full', 155, 225) * 60;

interface Disk {
  readonly sizeBytes: number;
  readonly availableBytes: number;
}

/** @param atMs milliseconds since the epoch */
export function diskAt(drawn: Drawn, store: StoreName, atMs: number): Disk {
  const habit = habitOf(drawn, store);
  const seconds = Math.max(0, atMs - drawn.begunAt) / 1000;
  const wobble = 2 * fraction(drawn, `${store} ${Math.floor(seconds)}`) - 1;
  const availableGib = { fills, breathes, stays }[habit](drawn, seconds, wobble);
  return { sizeBytes: SIZE_GIB[habit] * GIB, availableBytes: Math.round(Math.max(0, availableGib) * GIB) };
}

function fills(drawn: Drawn, seconds: number, wobble: number): number {
  const free = integer(drawn, 'free at the beginning', 240, 340);
  const within = fillsWithin(drawn);
  return free * (1 - ((seconds % within) + NOISE_SECONDS * wobble) / within);
}

const breathes = (_drawn: Drawn, seconds: number, wobble: number): number =>
  LEAST_FREE_GIB +
  LOGS_GIB * (1 - (seconds % ROTATION_SECONDS) / ROTATION_SECONDS) +
  QUIET_NOISE_GIB * wobble;

const stays = (_drawn: Drawn, _seconds: number, wobble: number): number =>
  FREE_OF_THE_FULL_GIB + QUIET_NOISE_GIB * wobble;
