import type { Systeminformation } from 'systeminformation';

/**
 * What the library `systeminformation` is asked. Where it could not find something out it leaves a field out, or says
 * `''`, `'-'`, `null` or 0, by version and platform: so every field may be missing.
 */
export interface Answers {
  readonly mem: Partial<Systeminformation.MemData>;
  readonly fsSize: readonly Partial<Systeminformation.FsSizeData>[];
  readonly networkStats: readonly Partial<Systeminformation.NetworkStatsData>[];
  readonly osInfo: Partial<Systeminformation.OsData>;
  readonly system: Partial<Systeminformation.SystemData>;
  readonly bios: Partial<Systeminformation.BiosData>;
  readonly baseboard: Partial<Systeminformation.BaseboardData>;
  readonly chassis: Partial<Systeminformation.ChassisData>;
  /** The library's own reading of vm_stat(1) keeps too little of it, so this is its text; macOS only. */
  readonly vmStat: string;
}

export type Question = keyof Answers;

export interface Library {
  ask<Asked extends Question>(question: Asked): Promise<Answers[Asked]>;
}

/** A text that says something, and undefined for what the library writes where it knows nothing. */
export const known = (text: string | null | undefined): string | undefined =>
  text === undefined || text === null || UNKNOWN.has(text.trim()) ? undefined : text.trim();

const UNKNOWN: ReadonlySet<string> = new Set(['', '-', 'unknown', 'Computer', 'Not Specified']);

/** A number above 0: where a command fails the library says 0, which may not become a measurement. */
export const positive = (value: number | null | undefined): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined;
