/** What was drawn for a learner: what is agreed, and the incidents that he is asked about. */
import type { Draws } from '@lab/course/lab';

export const OBJECTIVES_FILE = 'objectives/inference.yaml';
export const AGREEMENT_FILE = 'agreement.md';

export interface Agreement {
  /** Objective of availability, 0 to 1. Of a stricter one the page would come within minutes, which no test could tell apart. */
  readonly availability: number;
  /** Seconds within which 99 % of the predictions are answered. */
  readonly inTime: number;
  /** Days that the budget of coverage is for. */
  readonly coverageDays: number;
  /** An incident of another service, to be calculated. */
  readonly past: {
    readonly objective: number;
    readonly days: number;
    readonly minutes: number;
    /** Share of failed requests in it, 0 to 1. */
    readonly share: number;
  };
  /** Share of failures of an incident that promtool plays, 0 to 1. */
  readonly played: number;
}

export const LATENCY_OBJECTIVE = 0.99;

export const agreementOf = (draws: Draws): Agreement => ({
  availability: draws.pick('availability', [0.99, 0.993, 0.995]),
  inTime: draws.pick('in-time', [0.1, 0.25]),
  coverageDays: draws.pick('coverage-days', [10, 14, 21]),
  past: {
    objective: draws.pick('past-objective', [0.999, 0.995, 0.9975]),
    days: draws.pick('past-days', [7, 28, 30]),
    minutes: draws.integer('past-minutes', 11, 49),
    share: draws.integer('past-share', 6, 47) / 100,
  },
  played: draws.pick('played', [0.2, 0.25, 0.4]),
});

/** A share as people write it: `99.5 %`, without the noise of binary fractions. */
export const percent = (share: number): string => `${Number((share * 100).toPrecision(10))} %`;

export const agreementText = ({
  availability,
  inTime,
  coverageDays,
  past,
  played,
}: Agreement): string => `# What was agreed

Objectives of the inference service, for \`objectives/inference.yaml\`:

| name | promise | over |
| --- | --- | --- |
| availability | ${percent(availability)} of the predictions asked for are answered | 30 days |
| latency | ${percent(LATENCY_OBJECTIVE)} of the predictions take no longer than ${inTime} s | 30 days |
| coverage | 99 % of the predictions are made from online features | ${coverageDays} days |

An incident of another service, for task 3: its objective is ${percent(past.objective)} over ${past.days} days, its traffic constant. For
${past.minutes} minutes ${percent(past.share)} of its requests failed; otherwise none did.

An incident for task 6: after six hours without an error, ${percent(played)} of the predictions fail, and go on failing.
`;
