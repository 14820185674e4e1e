/** What the learner's service has written since a moment. */
import type { CheckContext } from '@lab/course/lab';

export const LOG = 'logs/refunds.log';
/** A learner mends something while a check waits: what was sent before is not judged for ever. */
const SENT_ANEW_AFTER_MS = 5000;

export type Line = Readonly<Record<string, unknown>>;

export interface Written {
  readonly text: string;
  /** Lines that are JSON objects. */
  readonly lines: readonly Line[];
  /** Lines that are not. */
  readonly others: readonly string[];
}

async function writtenSince({ files }: Pick<CheckContext, 'files'>, offset: number): Promise<Written> {
  const text = (await files.read(LOG)).slice(offset);
  const lines: Line[] = [];
  const others: string[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const parsed = objectIn(line);
    if (parsed === undefined) others.push(line);
    else lines.push(parsed);
  }
  return { text, lines, others };
}

function objectIn(line: string): Line | undefined {
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Line) : undefined;
  } catch {
    return undefined;
  }
}

interface Sent<What> {
  readonly at: number;
  readonly offset: number;
  readonly what: What;
}

/** Sends once, looks for some seconds at what came of it, then sends again. */
export async function sentLately<What>(
  lab: CheckContext,
  name: string,
  send: () => Promise<What>,
  anewAfterMs = SENT_ANEW_AFTER_MS,
): Promise<{ readonly what: What; readonly written: Written }> {
  let sent = lab.notes.get(name) as Sent<What> | undefined;
  if (sent === undefined || Date.now() - sent.at > anewAfterMs) {
    const offset = (await lab.files.exists(LOG)) ? (await lab.files.read(LOG)).length : 0;
    sent = { at: Date.now(), offset, what: await send() };
    lab.notes.set(name, sent);
  }
  return { what: sent.what, written: await writtenSince(lab, sent.offset) };
}

/** In the learner's words: the event types that were seen. */
export const eventsIn = (lines: readonly Line[]): string =>
  [...new Set(lines.map((line) => String(line.event_type ?? 'no event_type')))].join(', ') || 'no line';
