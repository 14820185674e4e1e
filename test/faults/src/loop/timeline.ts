import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Moment {
  readonly what: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What happened in one loop, from the moment at which something was done to the lab. */
export class Timeline {
  readonly title: string;
  readonly #start: number;
  readonly #moments: Moment[] = [];
  #alertAt: number | undefined;

  constructor(title: string, start: number) {
    this.title = title;
    this.#start = start;
  }

  /** @param at milliseconds since the epoch, or ISO 8601 */
  mark(what: string, at: number | string): void {
    this.#moments.push({ what, at: typeof at === 'string' ? Date.parse(at) : at });
  }

  /** The moment that the later ones are also counted from. */
  markAlert(what: string, at: number): void {
    this.#alertAt = at;
    this.mark(what, at);
  }

  /** In order of time. */
  rows(): { what: string; seconds: number; sinceAlert: number | undefined }[] {
    const seconds = (from: number, to: number): number => Math.round((to - from) / 100) / 10;
    return this.#moments
      .toSorted((a, b) => a.at - b.at)
      .map(({ what, at }) => ({
        what,
        seconds: seconds(this.#start, at),
        sinceAlert: this.#alertAt === undefined ? undefined : seconds(this.#alertAt, at),
      }));
  }

  toMarkdown(): string {
    return [
      `## ${this.title}`,
      '',
      '| seconds | after the alert | what |',
      '| ---: | ---: | --- |',
      ...this.rows().map(
        ({ what, seconds, sinceAlert }) =>
          `| ${seconds.toFixed(1)} | ${sinceAlert === undefined || sinceAlert < 0 ? '' : sinceAlert.toFixed(1)} | ${what} |`,
      ),
      '',
    ].join('\n');
  }
}

const HEAD = `<!-- Written by \`LAB_LOOP_REPORT=1 npm run test:loop -w @lab/test-faults\`. Do not edit. -->

# The loop, closed

What \`npm run test:loop -w @lab/test-faults\` saw in a lab of real engines: the world or a model was changed, and nobody
touched the lab until it was well again. Seconds count from the change. Rules run in drill timing, sixty times as fast as
in production, and so do the waits of the autopilot's policy; customers send 60 payments a second and their labels come
after 1 to 5 seconds. Training, requests and scrapes take the time that they take.

`;

/** Writes the page and its data into the reference. */
export function writeReport(root: string, timelines: readonly Timeline[]): void {
  const reference = join(root, 'docs/reference');
  writeFileSync(
    join(reference, 'closed-loop.md'),
    `${HEAD}${timelines.map((timeline) => timeline.toMarkdown()).join('\n')}`,
  );
  const data = timelines.map((timeline) => ({ title: timeline.title, moments: timeline.rows() }));
  writeFileSync(join(reference, 'closed-loop.json'), `${JSON.stringify(data, undefined, 2)}\n`);
}
