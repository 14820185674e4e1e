import { describe, expect, test } from 'vitest';
import { judgeStep, type Rollout, type Verdict } from './rollout.ts';

const POLICY = { steps: [10, 25, 50], holdMs: 10_000, patienceMs: 60_000, minimumPredictions: 50 };
const START = Date.UTC(2026, 10, 21);

const rollout = (step: number): Rollout => ({
  id: 'r',
  model_name: 'fraud-detection',
  version: '3',
  champion: '1',
  state: 'running',
  step,
  percent: POLICY.steps[step] ?? 0,
  started_at: new Date(START).toISOString(),
  step_started_at: new Date(START).toISOString(),
  finished_at: null,
  detail: '',
  decision_id: 'd',
  traceparent: null,
});
const judge = (step: number, seconds: number, predictions: number, verdicts: Record<string, Verdict> = {}) =>
  judgeStep(
    rollout(step),
    { predictions, verdicts: new Map(Object.entries(verdicts)) },
    POLICY,
    START + seconds * 1000,
  );

describe('judgeStep', () => {
  test.each(['error_rate', 'latency', 'accuracy'])(
    'when %s is worse - then it is rolled back at once',
    (comparison) => {
      expect(judge(0, 0, 0, { [comparison]: 'worse' })).toMatchObject({ kind: 'roll_back' });
    },
  );

  test('when only the scores are distributed otherwise - then that decides nothing: something was learned', () => {
    expect(judge(0, 11, 60, { score_distribution: 'worse' })).toMatchObject({ kind: 'advance', percent: 25 });
  });

  test('when the time of the step is over and enough customers were served - then it grows, and after the last step it is promoted', () => {
    const fine = { error_rate: 'no_difference', accuracy: 'better' } as const;
    expect(judge(0, 11, 60, fine)).toMatchObject({ kind: 'advance', percent: 25 });
    expect(judge(1, 11, 60, fine)).toMatchObject({ kind: 'advance', percent: 50 });
    expect(judge(2, 11, 60, fine)).toMatchObject({ kind: 'promote' });
  });

  test('when it is too early, or too few customers were served - then it waits', () => {
    expect(judge(0, 9, 60)).toMatchObject({ kind: 'wait' });
    expect(judge(0, 30, 49)).toMatchObject({ kind: 'wait' });
  });

  test('when nobody comes for too long - then it is rolled back: unknown is not good', () => {
    expect(judge(0, 61, 49)).toMatchObject({
      kind: 'roll_back',
      detail: expect.stringContaining('not enough data'),
    });
  });
});
