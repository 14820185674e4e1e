import type { CheckContext } from './context.ts';
import type { Finding } from './finding.ts';

/** One thing to do, and how the lab sees that it is done. */
export interface Task {
  /** Unique in the lab: `scrape-services`. */
  readonly id: string;
  /** The heading of the task in README.md: `### Task 1: <title>`. */
  readonly title: string;
  /** Tasks without which this one cannot pass: it is not checked before they do. */
  readonly needs?: readonly string[];
  /** What the learner has to observe and write into `answers.yaml` under the task's id. */
  readonly question?: Question;
  /** Whether it is looked at without an answer: where other parts of it count for themselves. It takes no answer for a wrong one. */
  readonly checkedUnanswered?: boolean;
  /** Each says more than the one before: where to look, what is missing, how it is done. */
  readonly hints: readonly [string, string, string];
  /** How long a check may wait for the system to show what was done; 20 unless told. */
  readonly deadlineSeconds?: number;
  /** What was seen has to be seen again so much later, or it was luck; 2 unless told. */
  readonly stableSeconds?: number;
  /**
   * Looks at the live system and at the learner's files. It is asked again until it passes or the deadline is over, so it
   * must change nothing that a second look would trip over. What it throws counts as "not yet", with the message as seen.
   */
  readonly check: (lab: CheckContext) => Promise<Finding>;
}

/** An observed value: drawn for each learner, or different in each lab, so that it cannot be copied. */
export interface Question {
  readonly text: string;
  /** As the answer is written: `a trace id of 32 hexadecimal digits`. */
  readonly form: string;
}
