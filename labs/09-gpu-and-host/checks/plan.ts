/** What is drawn for the plan, and what follows from it. */
import type { Draws } from '@lab/course/lab';

export const PLAN_FILE = 'plan.md';

interface Plan {
  /** Predictions a second. */
  readonly peak: number;
  readonly average: number;
  /** Share of a core that may be in use at the peak, 0 to 1. */
  readonly utilisation: number;
  /** Of one replica, in cents an hour. */
  readonly centsPerHour: number;
}

export const planOf = (draws: Draws): Plan => {
  const peak = draws.integer('peak', 60, 180) * 100;
  return {
    peak,
    average: Math.round((peak * draws.integer('average', 28, 46)) / 100),
    utilisation: draws.pick('utilisation', [0.6, 0.65, 0.7]),
    centsPerHour: draws.integer('price', 31, 97),
  };
};

/** One more than the peak needs: one may be lost. @param secondsEach CPU seconds of a prediction */
export const replicasFor = ({ peak, utilisation }: Plan, secondsEach: number): number =>
  Math.ceil((peak * secondsEach) / utilisation) + 1;

/** Cents that 1000 predictions cost on average; the replicas run day and night. */
export const centsPerThousand = ({ average, centsPerHour }: Plan, replicas: number): number =>
  (1000 * replicas * centsPerHour) / (average * 3600);

export const planText = ({ peak, average, utilisation, centsPerHour }: Plan): string => `# The plan

At the peak of the day ${peak} predictions a second are expected, ${average} on average over day and night.

- A replica is the inference service on one core. It costs ${centsPerHour} cents an hour, day and night.
- At the peak no core may be in use for more than ${Math.round(utilisation * 100)} % of the time.
- One replica may be lost at the peak, and the others still keep to that.
`;
