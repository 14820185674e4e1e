import { ParseError } from '../errors.ts';

/**
 * A file of lines `key value`, which is what the statistics of a control group are.
 *
 * @throws ParseError for a line that is none
 */
export function keyValues(text: string, file: string): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [, key, value] = /^(\S+) (\d+)$/.exec(line) ?? [];
    if (key === undefined) throw new ParseError(file, line);
    values.set(key, Number(value));
  }
  return values;
}

/** A file of one number. */
export function wholeNumber(text: string, file: string): number {
  if (!/^\d+\n?$/.test(text)) throw new ParseError(file, text);
  return Number(text);
}

/** The first line of `cgroup.procs`. 0 is a process of another namespace. */
export function firstPid(text: string | undefined): number | undefined {
  const [, pid] = /^(\d+)\n/.exec(text ?? '') ?? [];
  return pid === undefined || pid === '0' ? undefined : Number(pid);
}
