import type { Ratio } from './summary.ts';

export interface Goal {
  readonly text: string;
  /** The median ratio over the rounds. */
  readonly reached: number;
  readonly wanted: number;
  readonly met: boolean;
}

interface GoalDefinition extends Pick<Ratio, 'to' | 'figure'> {
  readonly text: string;
  readonly wanted: number;
  readonly better: 'higher' | 'lower';
}

const GOALS: readonly GoalDefinition[] = [
  {
    text: 'throughput, times that of FastAPI',
    to: 'fastapi',
    figure: 'requestsPerSecond',
    wanted: 10,
    better: 'higher',
  },
  {
    text: 'throughput, share of bare',
    to: 'bare',
    figure: 'requestsPerSecond',
    wanted: 0.5,
    better: 'higher',
  },
  {
    text: 'p99 at the fixed rate, share of FastAPI’s',
    to: 'fastapi',
    figure: 'p99Ms',
    wanted: 1 / 3,
    better: 'lower',
  },
];

/** Only goals whose two variants were both measured. */
export function judgeGoals(ratios: readonly Ratio[]): Goal[] {
  return GOALS.flatMap(({ text, to, figure, wanted, better }) => {
    const reached = ratios.find((ratio) => ratio.to === to && ratio.figure === figure)?.spread.median;
    if (reached === undefined) return [];
    return [{ text, reached, wanted, met: better === 'higher' ? reached >= wanted : reached <= wanted }];
  });
}
