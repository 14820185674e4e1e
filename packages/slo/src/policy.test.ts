import { describe, expect, test } from 'vitest';
import { type ErrorBudgetPolicy, policyProblems, releaseVerdict, verdictOf } from './policy.ts';

const policy: ErrorBudgetPolicy = {
  levels: [
    {
      name: 'healthy',
      remainingAbove: 0.5,
      allows: ['feature', 'model', 'experiment', 'fix', 'rollback'],
      action: 'Go.',
    },
    { name: 'careful', remainingAbove: 0, allows: ['model', 'fix', 'rollback'], action: 'Slowly.' },
    { name: 'exhausted', allows: ['fix', 'rollback'], action: 'Stop.' },
  ],
  advisory: { 'a-throughput': 'customers decide' },
  enoughCovered: 0.5,
  noData: { allows: ['fix', 'rollback'], action: 'Look.' },
};

describe('error-budget policy', () => {
  test.each([
    [1, 'healthy'],
    [0.51, 'healthy'],
    [0.5, 'careful'],
    [0.01, 'careful'],
    [0, 'exhausted'],
    [-3, 'exhausted'],
    [undefined, 'no data'],
    [Number.NaN, 'no data'],
  ])('budget - when %d of it is left - then the level is %s', (remaining, level) => {
    expect(verdictOf(policy, { id: 'a', remaining, covered: 1 }).level).toBe(level);
  });

  test('release - when one objective of several is exhausted - then it alone forbids a feature', () => {
    const budgets = [
      { id: 'a-one', remaining: 0.9, covered: 1 },
      { id: 'a-two', remaining: -0.1, covered: 1 },
    ];
    const verdict = releaseVerdict(policy, budgets, 'feature');
    expect(verdict.allowed).toBe(false);
    expect(verdict.forbiddenBy.map(({ id, action }) => [id, action])).toEqual([['a-two', 'Stop.']]);
    expect(releaseVerdict(policy, budgets, 'rollback').allowed).toBe(true);
  });

  test('release - when only an advisory objective is exhausted - then it may go', () => {
    const budgets = [{ id: 'a-throughput', remaining: -1, covered: 1 }];
    expect(releaseVerdict(policy, budgets, 'feature').allowed).toBe(true);
    expect(verdictOf(policy, { id: 'a-throughput', remaining: -1, covered: 1 }).advisory).toBe(
      'customers decide',
    );
  });

  test.each([
    [0.5, false],
    [0.49, true],
    [0, true],
  ])(
    'verdict - when %d of the period is covered - then resting on too little is %j, and forbids nothing more',
    (covered, expected) => {
      const full = { id: 'a-one', remaining: 0.9, covered };
      expect(verdictOf(policy, full)).toMatchObject({ level: 'healthy', restsOnTooLittle: expected });
      expect(releaseVerdict(policy, [full], 'feature').allowed).toBe(true);
    },
  );

  test('policy - when it is sound - then nothing is said', () => {
    expect(policyProblems(policy)).toEqual([]);
  });

  test('policy - when levels have no order or no end, or forbid a rollback - then each is said', () => {
    const [healthy, careful] = policy.levels;
    if (healthy === undefined || careful === undefined) throw new Error('the policy has levels');
    const levels = [careful, { ...healthy, allows: ['fix' as const] }];
    const problems = policyProblems({ ...policy, levels }).join('\n');
    expect(problems).toContain('the last level has a remainingAbove');
    expect(problems).toContain('levels must go from full to empty: 0 stands before 0.5');
    expect(problems).toContain('healthy forbids a rollback');
    expect(policyProblems({ ...policy, levels: [] })).toContain('there is no level');
  });
});
