/** What the surge has shown: how much CPU time the service takes at different rates of predictions. */
import type { CheckContext } from '@lab/course/lab';
import type { PointInTime } from '@lab/engine-clients';

const PREDICTIONS = 'sum(rate(ml_prediction_duration_seconds_count{job="inference"}[1m]))';
const CPU = 'sum(rate(process_cpu_seconds_total{job="inference"}[1m]))';
const STEP_SECONDS = 5;
/** How far a rate may be from the usual, or from the most, and still belong to it. */
const NEAR = 0.15;
/** The usual is the lowest rate that lasts: so long at least, and for a tenth of the record. A dip does not. */
const HELD_SECONDS = 30;
/** A minute of at least so many times the usual rate is one of the surge. */
const SURGE_FACTOR = 3;
/** Minutes are only right when they are full, and the first after the start is not. */
export const FIRST_SECONDS = 60;
const LONGEST_SECONDS = 10_000;

interface Measured {
  /** Predictions a second: the usual, and the most. */
  readonly usual: number;
  readonly most: number;
  /** Whether both were seen for long enough to be compared. */
  readonly isSeen: boolean;
  /** CPU seconds that one prediction more costs: the least and the most that two minutes of the record say. */
  readonly secondsEach: { readonly least: number; readonly most: number };
}

export async function measured({
  workbenchEngines: { prometheus },
  startedAt,
}: Pick<CheckContext, 'workbenchEngines' | 'startedAt'>): Promise<Measured> {
  const end = Date.now() / 1000;
  const start = Math.min(end, Math.max(startedAt / 1000 + FIRST_SECONDS, end - LONGEST_SECONDS));
  const [rates, cpus] = await Promise.all(
    [PREDICTIONS, CPU].map(async (expression) => {
      const [series] = await prometheus.queryRange(expression, { start, end, step: STEP_SECONDS });
      return series?.points ?? [];
    }),
  );
  return compared(rates ?? [], cpus ?? []);
}

/** Each moment at the height of the surge with each of usual traffic: whoever reads two off has one of these. */
export function compared(rates: readonly PointInTime[], cpus: readonly PointInTime[]): Measured {
  const cpuAt = new Map(cpus.map(({ timestamp, value }) => [timestamp, value]));
  const moments = rates
    .flatMap(({ timestamp, value: rate }) => {
      const cpu = cpuAt.get(timestamp);
      return cpu === undefined ? [] : [{ rate, cpu }];
    })
    .toSorted((one, other) => one.rate - other.rate);
  const near = (level: number): typeof moments =>
    moments.filter(({ rate }) => Math.abs(rate - level) <= level * NEAR);
  const held = Math.max(HELD_SECONDS / STEP_SECONDS, moments.length / 10);
  const usual = moments.find(({ rate }) => rate > 0 && near(rate).length >= held)?.rate ?? 0;
  const most = moments.at(-1)?.rate ?? 0;
  const isSeen = usual > 0 && most >= SURGE_FACTOR * usual;
  const quiet = near(usual);
  const high = near(most);
  const slopes = isSeen
    ? high.flatMap((one) => quiet.map((other) => (one.cpu - other.cpu) / (one.rate - other.rate)))
    : [];
  return { usual, most, isSeen, secondsEach: { least: Math.min(...slopes), most: Math.max(...slopes) } };
}
