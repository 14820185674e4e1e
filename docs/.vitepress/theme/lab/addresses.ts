/** One port of an address in a text, and the one to show instead. */
interface PortChange {
  /** Where the port begins in the text. */
  readonly at: number;
  readonly from: string;
  readonly to: string;
}

/** Ports of `.env` by key, and where the running lab has them. */
export type Ports = Readonly<Record<string, number>>;

const ADDRESS = /(?:127\.0\.0\.1|localhost):(\d{2,5})\b/g;

/** The ports that have moved, old to new: a lab beside the first one runs at an offset. */
export function movedPorts(written: Ports, running: Ports): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(written).flatMap(([key, port]): [string, string][] => {
      const now = running[key];
      return now === undefined || now === port ? [] : [[String(port), String(now)]];
    }),
  );
}

/** What is to be changed in a text so that the addresses of the lab in it are those of the running one. */
export function portChanges(text: string, moved: ReadonlyMap<string, string>): readonly PortChange[] {
  return [...text.matchAll(ADDRESS)].flatMap((match) => {
    const from = match[1] ?? '';
    const to = moved.get(from);
    return to === undefined ? [] : [{ at: match.index + match[0].length - from.length, from, to }];
  });
}
