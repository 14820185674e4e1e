import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type ComposeLogsOptions, readComposeLogs } from '../docker/compose-logs.ts';
import { dockerStatus } from '../docker/docker-status.ts';
import { LabError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { type LogFile, listLogFiles } from '../log-view/files.ts';
import { LogFollower } from '../log-view/follow.ts';
import { formatLogLine } from '../log-view/format.ts';
import { type LogLine, parseLogLine } from '../log-view/line.ts';
import type { CommandContext } from '../main.ts';
import { findOnPath } from '../native/find-on-path.ts';
import { runningSupervisor } from '../native/lifecycle.ts';
import { lastLines } from '../native/log-tail.ts';
import type { Settings } from '../settings.ts';
import { statePaths } from '../state-dir.ts';

export interface LogsOptions {
  readonly follow?: boolean;
  readonly since?: string;
  readonly lines: string;
}

type LogRequest = ComposeLogsOptions;

const FOLLOW_POLL_MS = 200;
/** Of each file at most so much is looked through for its last lines. */
const TAIL_BYTES = 4 * 1024 * 1024;

/** What the processes say, in the order of time; with `--json` the lines as they were written. */
export async function logs(
  context: CommandContext,
  options: LogsOptions,
  names: readonly string[],
): Promise<number> {
  const { settings, output } = context;
  const request: LogRequest = {
    names,
    lines: wholeNumber(options.lines),
    follow: options.follow === true,
    sinceMs: options.since === undefined ? undefined : ageOf(options.since),
  };
  const show = (line: LogLine): void => {
    process.stdout.write(`${output.json ? line.text : formatLogLine(line)}\n`);
  };
  if (await runsInDocker(settings))
    await readComposeLogs(settings, request, (service, text) => show(parseLogLine(text, service)));
  else await showFiles(statePaths(settings).logs, request, show);
  return EXIT.ok;
}

async function showFiles(folder: string, request: LogRequest, show: (line: LogLine) => void): Promise<void> {
  if (!existsSync(folder)) throw new LabError('NO_LOGS', `no logs in ${folder}`, './lab up', EXIT.notRunning);
  const { names, lines, follow, sinceMs } = request;
  const files = chosen(listLogFiles(folder), names);
  const since = sinceMs === undefined ? 0 : Date.now() - sinceMs;
  const followers = files.map((file) => new LogFollower(file));
  files
    .flatMap((file) => readTail(file, lines))
    .filter(({ time }) => time === undefined || time >= since)
    .sort((a, b) => (a.time ?? 0) - (b.time ?? 0))
    .slice(-lines)
    .forEach(show);
  if (!follow) return;

  let ended = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      ended = true;
    });
  while (!ended) {
    await delay(FOLLOW_POLL_MS);
    for (const follower of followers) for (const line of follower.read()) show(line);
  }
}

async function runsInDocker(settings: Settings): Promise<boolean> {
  if (runningSupervisor(settings) !== undefined || findOnPath('docker') === undefined) return false;
  return (await dockerStatus(settings)) !== undefined;
}

/** A line without a time (a stack trace) belongs to the moment of the line before it. */
function readTail(file: LogFile, count: number): LogLine[] {
  let time: number | undefined;
  return lastLines(file.path, count, TAIL_BYTES).map((text) => {
    const line = parseLogLine(text, file.name);
    time = line.time ?? time;
    return time === undefined ? line : { ...line, time };
  });
}

/** The services where nothing is named: engines speak a lot, and of themselves. */
function chosen(files: readonly LogFile[], names: readonly string[]): LogFile[] {
  const known = [...new Set(files.map(({ name }) => name))].sort();
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new LabError(
      'UNKNOWN_NAME',
      `no logs of ${unknown.join(', ')}`,
      `there are: ${known.join(', ')}`,
      EXIT.usage,
    );
  return files.filter(({ name, isService }) => (names.length === 0 ? isService : names.includes(name)));
}

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

export function ageOf(text: string): number {
  const [, amount, unit = 's'] = /^(\d+)([smhd])?$/.exec(text) ?? [];
  if (amount === undefined)
    throw new LabError('USAGE', `--since ${text}`, 'give an age: 30s, 10m, 2h, 1d', EXIT.usage);
  return Number(amount) * (UNITS[unit] ?? 1000);
}

function wholeNumber(text: string): number {
  if (/^\d+$/.test(text) && Number(text) > 0) return Number(text);
  throw new LabError('USAGE', `--lines ${text}`, 'give a number of lines from 1 up', EXIT.usage);
}
