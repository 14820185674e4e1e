import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Draws, found, type Task } from '@lab/course/lab';
import { RELEASE_KINDS, type ReleaseKind, releaseVerdict } from '@lab/slo';
import { loadPolicy } from '@lab/slo/documents';

const POLICY_FILE = 'infra/slo/error-budget-policy.yaml';
export const STATE_FILE = 'a-bad-month.md';

/** What is left of each budget at the end of a month, 1 all of it. One objective that only advises is overspent. */
function aBadMonth(draws: Draws): Readonly<Record<string, number>> {
  const careful = draws.pick('bad-month', [true, false]);
  return {
    'inference-availability': careful
      ? draws.integer('left', 7, 44) / 100
      : draws.integer('left', -38, -4) / 100,
    'inference-latency-p95': draws.integer('latency-left', 61, 97) / 100,
    'inference-feature-coverage': draws.integer('coverage-left', 56, 93) / 100,
    'inference-drift-free': draws.integer('drift-left', -80, -10) / 100,
  };
}

/** Kinds of release that the policy of the repository still allows. */
export async function allowed(draws: Draws): Promise<ReleaseKind[]> {
  const policy = loadPolicy(await readFile(join(import.meta.dirname, '../../..', POLICY_FILE), 'utf8'));
  const budgets = Object.entries(aBadMonth(draws)).map(([id, remaining]) => ({ id, remaining, covered: 1 }));
  return RELEASE_KINDS.filter((kind) => releaseVerdict(policy, budgets, kind).allowed);
}

export const stateText = (draws: Draws): string => `# The end of a bad month

What \`./lab budget\` says; each period is covered in full.

| objective | left of its budget |
| --- | --- |
${Object.entries(aBadMonth(draws))
  .map(([id, left]) => `| ${id} | ${Math.round(left * 100)} % |`)
  .join('\n')}
`;

export const policy: Task = {
  id: 'policy',
  title: 'Ask what may be released',
  question: {
    text: `Which kinds of release does the policy of this repository still allow in the state of ${STATE_FILE}?`,
    form: `names with commas between them, out of ${RELEASE_KINDS.join(', ')}`,
  },
  hints: [
    `The policy is ${POLICY_FILE}, and ./lab budget --release <kind> asks it about the lab that runs.`,
    'The level of each objective is the first whose share is left. The strictest decides, but only among those that are not advisory.',
    'inference-drift-free is advisory: it forbids nothing. Look up the level of inference-availability, which has the least of the others: above 0 it is careful, at 0 or below exhausted. Its `allows` is the answer.',
  ],
  async check({ draws, answer }) {
    const right = await allowed(draws);
    const given = (answer(policy.id) ?? '').split(',').map((kind) => kind.trim());
    return found(given.toSorted().join() === right.toSorted().join(), {
      expected: 'every kind that may be released, and no other',
      seen: `"${answer(policy.id)}"`,
      lookAt: `${STATE_FILE}, ${POLICY_FILE}`,
    });
  },
};
