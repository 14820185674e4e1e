/** What a check found. All three texts are sentences or values a learner understands, never the solution. */
export interface Finding {
  readonly passed: boolean;
  readonly expected: string;
  readonly seen: string;
  /** An address, a file or a query: where the learner can see the same. */
  readonly lookAt: string;
  /** Lines that are shown whether the task passed or not: points, where a task gives some. */
  readonly sheet?: string;
  /** Waiting changes nothing about it: a verdict on files, say. It is not looked at again. */
  readonly settled?: true;
  /** Name of the error where the check broke instead of finding something: `TypeError` is a mistake of its author. */
  readonly threw?: string;
}

export type Looked = Omit<Finding, 'passed'>;

export const passes = (looked: Looked): Finding => ({ ...looked, passed: true });
export const fails = (looked: Looked): Finding => ({ ...looked, passed: false });
export const found = (passed: boolean, looked: Looked): Finding => ({ ...looked, passed });

export const settled = (finding: Finding): Finding => ({ ...finding, settled: true });

/** The first finding that fails, or the last: for a task with several sides. */
export async function firstFailure(
  ...looks: readonly (() => Finding | Promise<Finding>)[]
): Promise<Finding> {
  let finding: Finding | undefined;
  for (const look of looks) {
    finding = await look();
    if (!finding.passed) return finding;
  }
  if (finding === undefined) throw new RangeError('nothing to look at');
  return finding;
}
