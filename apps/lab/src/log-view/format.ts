import { styleText } from 'node:util';
import type { LogLine } from './line.ts';

const COLOUR = {
  trace: 'dim',
  debug: 'dim',
  info: 'green',
  warn: 'yellow',
  error: 'red',
  fatal: 'red',
} as const;
const LONGEST_VALUE = 160;

/** `12:30:01.234 WARN  inference  message  key=value …`; what is no JSON comes after the name as it is. */
export function formatLogLine(line: LogLine): string {
  const { service, time, level, message, fields, text } = line;
  const name = styleText('cyan', service.padEnd(12));
  if (message === undefined || fields === undefined) return `${clock(time)} ${' '.repeat(5)} ${name} ${text}`;
  const { error, ...rest } = fields;
  const facts = Object.entries(rest).map(([key, value]) => `${styleText('dim', `${key}=`)}${brief(value)}`);
  const head = `${clock(time)} ${levelText(level)} ${name} ${message}  ${facts.join(' ')}`.trimEnd();
  return error === undefined ? head : `${head}\n${errorText(error)}`;
}

/** Local time of day; a line of another day says so by its date. */
function clock(time: number | undefined): string {
  if (time === undefined) return ' '.repeat(12);
  const at = new Date(time);
  const ofDay = `${at.toTimeString().slice(0, 8)}.${String(at.getMilliseconds()).padStart(3, '0')}`;
  return styleText('dim', ofDay);
}

function levelText(level = ''): string {
  const colour = COLOUR[level as keyof typeof COLOUR];
  const text = level.toUpperCase().padEnd(5);
  return colour === undefined ? text : styleText(colour, text);
}

function brief(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const short = text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
  return typeof value === 'string' && /\s/.test(short) ? JSON.stringify(short) : short;
}

function errorText(error: unknown): string {
  const { stack, message } = (error ?? {}) as { stack?: string; message?: string };
  const text = stack ?? message ?? brief(error);
  return styleText('red', text.replace(/^/gm, '    '));
}
