import { LabError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { FORMATS, type Format, type ReadOptions } from './read/read-table.ts';
import type { ForcedType } from './read/table.ts';

export const MODES = ['calibrated', 'evidently'] as const;
type Mode = (typeof MODES)[number];

/** What the command line gives. */
export interface DriftFlags {
  readonly reference: string;
  readonly current: string;
  readonly mode: string;
  readonly accept: string;
  readonly smallest: string;
  readonly driftShare: string;
  readonly column: readonly string[];
  readonly columns?: string;
  readonly format?: string;
  readonly delimiter?: string;
  readonly html?: string;
}

/** The same, understood. */
export interface DriftSettings {
  readonly mode: Mode;
  /** Chance that the comparison calls any column drifted while none is. */
  readonly alpha: number;
  /** Distance below which a difference is never drift. */
  readonly smallestDistance: number;
  /** Evidently's: share of drifted columns from which on the data set has drifted. */
  readonly driftShare: number;
  readonly read: ReadOptions;
}

/** @throws LabError with exit code 2 */
export function driftSettings(flags: DriftFlags): DriftSettings {
  const { only, ignored, forced } = columnChoice(flags);
  return {
    mode: oneOf('--mode', flags.mode, MODES),
    alpha: acceptedRate(flags.accept),
    smallestDistance: share('--smallest', flags.smallest),
    driftShare: share('--drift-share', flags.driftShare),
    read: {
      format: flags.format === undefined ? undefined : oneOf<Format>('--format', flags.format, FORMATS),
      delimiter: delimiterOf(flags.delimiter),
      only,
      ignored,
      forced,
    },
  };
}

/** A probability below 1, or false alarms in 100 comparisons: `0.02`, `2` and `2%` are the same. */
function acceptedRate(text: string): number {
  const [, digits, percent] = /^(\d+(?:\.\d*)?|\.\d+)\s*(%?)$/.exec(text.trim()) ?? [];
  const value = Number(digits ?? Number.NaN);
  const alpha = percent === '%' || value >= 1 ? value / 100 : value;
  if (alpha > 0 && alpha <= 0.5) return alpha;
  throw wrong(
    'BAD_ACCEPT',
    `--accept ${text} is no rate of false alarms`,
    'a probability such as 0.01, or false alarms in 100 comparisons such as 1; at most 50',
  );
}

function share(option: string, text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= 0 && value <= 1) return value;
  throw wrong('BAD_SHARE', `${option} ${text} is not between 0 and 1`, `for example ${option} 0.05`);
}

function columnChoice({ columns, column }: DriftFlags): Pick<ReadOptions, 'only' | 'ignored' | 'forced'> {
  const forced = new Map<string, ForcedType>();
  const ignored = new Set<string>();
  for (const given of column) {
    // A name may itself have an equals sign.
    const split = given.lastIndexOf('=');
    const [name, type] = [given.slice(0, Math.max(0, split)), given.slice(split + 1)];
    if (name !== '' && (type === 'numeric' || type === 'categorical')) forced.set(name, type);
    else if (name !== '' && type === 'ignore') ignored.add(name);
    else {
      throw wrong(
        'BAD_COLUMN',
        `--column ${given} is not understood`,
        '--column name=numeric, --column name=categorical or --column name=ignore',
      );
    }
  }
  const only = columns === undefined ? undefined : new Set(columns.split(',').filter((name) => name !== ''));
  if (only?.size === 0) throw wrong('BAD_COLUMN', '--columns names none', 'for example --columns age,amount');
  return { only, ignored, forced };
}

function delimiterOf(given: string | undefined): string | undefined {
  const delimiter = given === '\\t' ? '\t' : given;
  if (delimiter === undefined || delimiter.length === 1) return delimiter;
  throw wrong('BAD_DELIMITER', `--delimiter ${given} is not one character`, "for example --delimiter ';'");
}

function oneOf<Choice extends string>(option: string, given: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === given);
  if (found !== undefined) return found;
  throw wrong('BAD_CHOICE', `${option} ${given} is unknown`, `one of ${choices.join(', ')}`);
}

function wrong(code: string, message: string, hint: string): LabError {
  return new LabError(code, message, hint, EXIT.usage);
}
