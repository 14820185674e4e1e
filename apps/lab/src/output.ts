import { stripVTControlCharacters, styleText } from 'node:util';

/** Where a command speaks: lines for people, or with `--json` one document for machines. */
export interface Output {
  readonly json: boolean;
  /** Whether a person watches, so that progress may move. */
  readonly interactive: boolean;
  /** For people; silent with `--json`. */
  line(text?: string): void;
  /** Facts for people that do not belong to the result: warnings, hints. Standard error. */
  note(text: string): void;
  /** For machines; silent without `--json`. */
  data(value: unknown): void;
}

export function createOutput(json: boolean): Output {
  return {
    json,
    interactive: !json && process.stdout.isTTY === true,
    line: (text = '') => {
      if (!json) process.stdout.write(`${text}\n`);
    },
    note: (text) => {
      process.stderr.write(`${text}\n`);
    },
    data: (value) => {
      if (json) process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    },
  };
}

/** Columns aligned by what is seen, not by bytes: colours take no room. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) =>
    Math.max(...[title, ...rows.map((row) => row[column] ?? '')].map(visibleLength)),
  );
  const format = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - visibleLength(cell)))
      .join('  ')
      .trimEnd();
  return [format(header.map((title) => styleText('dim', title))), ...rows.map(format)].join('\n');
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value >= 100 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

function visibleLength(text: string): number {
  return stripVTControlCharacters(text).length;
}
