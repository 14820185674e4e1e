import { KNOWN_DIFFERENCES } from './compare-exposition.ts';
import type { Question } from './dashboard-questions.ts';
import type { Prometheus, Target } from './prometheus.ts';

export interface Answer {
  readonly question: Question;
  readonly state: 'agree' | 'both empty' | 'differ';
  readonly series: number;
  /** What differs, as of the last time it was asked. */
  readonly detail: string;
}

/** The name of a metric is a label like others in an answer. */
const NAME = /__name__="\w+",?/;

/** Rates look back this far. Scrapes are a second apart, and not at the same moment. */
const RANGE = '30s';
/** Until rates have their whole range. */
const WARM_UP_MS = 32_000;
/** A value that moves is asked again until the two scrapes fall into the same state of the machine. */
const LIMIT_MS = 60_000;
const PAUSE_MS = 700;
const RELATIVE_SLACK = 0.1;
/** Rates of things that hardly happen differ by one event in the range. */
const ABSOLUTE_SLACK = 0.05;

/** Asks every question of both exporters' series until the answers agree or time is up. */
export async function compareAnswers(
  prometheus: Prometheus,
  questions: readonly Question[],
): Promise<Answer[]> {
  await new Promise((resolve) => setTimeout(resolve, WARM_UP_MS));
  const deadline = Date.now() + LIMIT_MS;
  const answers = new Map<Question, Answer>();
  for (let open = questions; open.length > 0; ) {
    for (const question of open) answers.set(question, await ask(prometheus, question));
    open = open.filter((question) => answers.get(question)?.state === 'differ');
    if (Date.now() > deadline) break;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return [...answers.values()];
}

async function ask(prometheus: Prometheus, question: Question): Promise<Answer> {
  const of = (target: Target) =>
    prometheus.query(
      question.expression.replaceAll('$target', `exporter="${target}"`).replaceAll('$range', RANGE),
    );
  const [theirs, ours] = await Promise.all([of('theirs'), of('ours')]);
  if (theirs.size === 0 && ours.size === 0) return { question, state: 'both empty', series: 0, detail: '' };
  const detail = firstDifference(theirs, ours, question.ownProcess === true);
  return {
    question,
    state: detail === undefined ? 'agree' : 'differ',
    series: ours.size,
    detail: detail ?? '',
  };
}

function firstDifference(
  theirs: ReadonlyMap<string, number>,
  ours: ReadonlyMap<string, number>,
  ownProcess: boolean,
): string | undefined {
  if (ownProcess)
    return theirs.size > 0 && ours.size > 0 ? undefined : `${ours.size} series instead of ${theirs.size}`;
  for (const key of theirs.keys()) if (!ours.has(key)) return `{${key}} is missing`;
  for (const [key, our] of ours) {
    const their = theirs.get(key);
    if (their === undefined) return `{${key}} is ours alone`;
    const known = [...KNOWN_DIFFERENCES.keys()].some((series) =>
      series.endsWith(`{${key.replace(NAME, '')}}`),
    );
    if (!isClose(their, our) && !known) return `{${key}} is ${our} instead of ${their}`;
  }
  return undefined;
}

function isClose(their: number, our: number): boolean {
  if (Number.isNaN(their) || Number.isNaN(our)) return Number.isNaN(their) && Number.isNaN(our);
  return Math.abs(their - our) <= ABSOLUTE_SLACK + RELATIVE_SLACK * Math.max(Math.abs(their), Math.abs(our));
}
