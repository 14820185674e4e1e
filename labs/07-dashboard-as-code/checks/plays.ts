/** Puts a query into situations that the lab is not in, with promtool. */
import { type CheckContext, type Finding, found } from '@lab/course/lab';
import { playSituations } from '../../shared/promtool-situations.ts';

export interface Situation {
  /** A sentence that says what is the case and what is expected of the query. */
  readonly name: string;
  /** The query, or what is asked of its answer. */
  readonly expr: string;
  /** The one value without labels; undefined where nothing shall be answered. */
  readonly value?: number;
  readonly series: Series;
}

/** Values in promtool's notation, one every five seconds, by series. */
export type Series = Readonly<Record<string, string>>;

const INTERVAL_SECONDS = 5;
const SAMPLES = 40;
/** Late enough for a window of a minute. */
const ASKED_AT = '180s';

type Labels = Readonly<Record<string, string>>;

export const named = (metric: string, labels: Labels): string =>
  `${metric}{${Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',')}}`;

/** A counter that grows by so much a second; 0 for one that stands still after it has counted. */
export const counter = (perSecond: number): string => `100+${perSecond * INTERVAL_SECONDS}x${SAMPLES}`;
export const gauge = (value: number): string => `${value}x${SAMPLES}`;

/** Cumulative buckets of a histogram, by bound; observations a second. */
export function histogram(
  metric: string,
  labels: Labels,
  perSecond: Readonly<Record<string, number>>,
): Series {
  return Object.fromEntries(
    Object.entries(perSecond).map(([le, rate]) => [
      named(`${metric}_bucket`, { ...labels, le }),
      counter(rate),
    ]),
  );
}

const asked = (query: string): string => `(\n${query}\n)`;

/** What is asked of an answer: each of these is one value without labels. */
export const most = (query: string): string => `round(max(${asked(query)}), 0.0001)`;
export const least = (query: string): string => `round(min(${asked(query)}), 0.0001)`;
export const total = (query: string): string => `round(sum(${asked(query)}), 0.0001)`;
export const howMany = (query: string): string => `count(${asked(query)})`;

/** What was asked of the query came to this. */
const answer = (got = 'another'): string => (got === 'nil' ? 'nothing' : got.replace(/^\{\} /, ''));

/** @param name of the file that shows a learner what was played */
export async function plays(
  lab: Pick<CheckContext, 'files' | 'tool'>,
  name: string,
  situations: readonly Situation[],
): Promise<Finding> {
  const file = `.check/${name}.promtest.yml`;
  const verdicts = await playSituations(
    lab,
    file,
    situations.map(({ expr, value, series }) => ({
      series,
      interval: `${INTERVAL_SECONDS}s`,
      asks: [{ expr, at: ASKED_AT, samples: value === undefined ? {} : { '{}': value } }],
    })),
    { evaluationInterval: `${INTERVAL_SECONDS}s` },
  );
  const wrong = situations.flatMap(({ name: said }, index) => {
    const verdict = verdicts[index];
    return verdict?.isMet === false ? [`${said}, and it is ${answer(verdict.got)}`] : [];
  });
  return found(wrong.length === 0, {
    expected: situations.map((each) => each.name).join('; '),
    seen: wrong.join('; ') || 'that',
    lookAt: `./lab tool promtool test rules ${file}`,
  });
}
