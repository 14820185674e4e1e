import type { Ports } from './addresses.ts';

/** What the lab that serves the site tells of itself at `/lab.json`. */
interface LabFacts {
  readonly timing: string;
  /** Ports as they are now, by the key of `.env`. */
  readonly ports: Ports;
}

let asked: Promise<LabFacts | undefined> | undefined;

/** Undefined where the site is served without a lab, as by `vitepress dev`. Asked once: a lab that moves serves anew. */
export function labFacts(): Promise<LabFacts | undefined> {
  asked ??= fetch('/lab.json')
    .then((answer) =>
      answer.ok && answer.headers.get('content-type')?.includes('json') === true
        ? (answer.json() as Promise<LabFacts>)
        : undefined,
    )
    .catch(() => undefined);
  return asked;
}
