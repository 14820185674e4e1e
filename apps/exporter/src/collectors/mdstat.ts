import { ParseError } from '../errors.ts';
import { columnsOf, parseNumber } from '../host/parse.ts';

export interface RaidArray {
  readonly device: string;
  /** `active`, `inactive`, or what is being done: `recovering`, `resyncing`, `checking`, `reshaping`. */
  readonly state: string;
  readonly disks: {
    readonly total: number;
    readonly active: number;
    readonly failed: number;
    readonly spare: number;
  };
  readonly blocks: number;
  readonly synced: number;
}

/** In the order in which they are looked for in the line of progress. */
const ACTIVITIES = [
  ['recovery', 'recovering'],
  ['reshape', 'reshaping'],
  ['check', 'checking'],
  ['resync', 'resyncing'],
] as const;

/**
 * /proc/mdstat (md(4)): after the line of personalities, a paragraph per array:
 *
 *     md0 : active raid1 sdb1[1] sda1[0]
 *           488254464 blocks super 1.2 [2/2] [UU]
 *           [=>...................]  resync =  8.4% (41234432/488254464) finish=61.2min speed=121683K/sec
 */
export function parseMdstat(text: string): RaidArray[] {
  const lines = text.split('\n');
  if (!lines[0]?.startsWith('Personalities')) throw new ParseError('/proc/mdstat', text);
  const arrays: RaidArray[] = [];
  for (const [index, line] of lines.entries()) {
    if (!/^\S/.test(line) || /^(Personalities|unused)/.test(line)) continue;
    const below = lines.slice(index + 1).findIndex((other) => !other.startsWith(' '));
    arrays.push(parseArray(line, lines.slice(index + 1, below === -1 ? undefined : index + 1 + below)));
  }
  return arrays;
}

function parseArray(head: string, [status = '', ...details]: readonly string[]): RaidArray {
  const [device, colon, state] = columnsOf(head);
  if (device === undefined || colon !== ':' || state === undefined)
    throw new ParseError('/proc/mdstat', head);
  const blocks = parseNumber(columnsOf(status)[0], `/proc/mdstat blocks of ${device}`);
  const progress = details.find((line) => ACTIVITIES.some(([word]) => line.includes(word)));
  const activity = ACTIVITIES.find(([word]) => progress?.includes(word));
  return {
    device,
    state: activity?.[1] ?? state,
    disks: { ...disksOf(head, status, state), failed: count(head, '(F)'), spare: count(head, '(S)') },
    blocks,
    synced: progress === undefined ? blocks : syncedBlocks(progress),
  };
}

/** `[3/2]` are the disks that the array should have and those that work; without redundancy there is no such pair. */
function disksOf(head: string, status: string, state: string): { total: number; active: number } {
  if (/\b(raid0|linear)\b/.test(head)) return { total: count(head, '['), active: count(head, '[') };
  if (state === 'inactive') return { total: 0, active: 0 };
  const [, total, active] = /\[(\d+)\/(\d+)\] \[[U_]+\]/.exec(status) ?? [];
  return {
    total: parseNumber(total, '/proc/mdstat disks'),
    active: parseNumber(active, '/proc/mdstat disks'),
  };
}

function syncedBlocks(progress: string): number {
  if (/PENDING|DELAYED/.test(progress)) return 0;
  return parseNumber(/\((\d+)\/\d+\)/.exec(progress)?.[1], '/proc/mdstat progress');
}

const count = (text: string, part: string): number => text.split(part).length - 1;
