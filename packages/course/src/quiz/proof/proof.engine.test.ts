/** Every query, alert time and bug of the bank against promtool and amtool; and that a wrong claim does not get through. */
import { describe, expect, test } from 'vitest';
import { readQuizBank } from '../bank/read-quiz.ts';
import type { AlertTimeQuestion, FindTheBugQuestion, QueryQuestion, Question } from '../bank/schema.ts';
import { BANK, TOOLS } from '../testing/bank.ts';
import { disproved, type Tools } from './prove.ts';

const SKILL_KINDS: readonly Question['kind'][] = ['query', 'alert-time', 'find-the-bug'];
const questions = readQuizBank(BANK).flatMap((quiz) => quiz.questions);
const provable = questions.filter(({ kind }) => SKILL_KINDS.includes(kind));
const tools = TOOLS as Tools;

function first<Kind extends Question['kind']>(kind: Kind, accept: (question: never) => boolean = () => true) {
  const found = questions.find((question) => question.kind === kind && accept(question as never));
  return structuredClone(found) as unknown;
}

describe.skipIf(TOOLS === undefined)('the bank', { timeout: 60_000 }, () => {
  test.each(provable.map((question) => [question.id, question] as const))(
    '%s - when the engine runs what it claims - then all of it is true',
    async (_, question) => {
      expect(await disproved(question, tools)).toEqual([]);
    },
  );
});

describe.skipIf(TOOLS === undefined)('a proof', { timeout: 60_000 }, () => {
  test.each([-1, 1])(
    'of when an alert fires - when the bank is %i minute off - then promtool disproves it',
    async (minutes) => {
      const question = first(
        'alert-time',
        ({ answer }: AlertTimeQuestion) => answer !== 'never',
      ) as AlertTimeQuestion;
      question.answer = (question.answer as number) + minutes;
      expect(await disproved(question, tools)).toEqual([expect.stringContaining('fires first in minute')]);
    },
  );

  test('of an alert that never fires - when the bank says that it does - then promtool disproves it', async () => {
    const question = first(
      'alert-time',
      ({ answer }: AlertTimeQuestion) => answer === 'never',
    ) as AlertTimeQuestion;
    question.answer = question.until;
    expect(await disproved(question, tools)).toHaveLength(1);
  });

  test('of a query - when another option is called right - then promtool disproves both', async () => {
    const question = first('query') as QueryQuestion;
    const { gives, ...wrong } = question.options.find(
      ({ right }) => !right,
    ) as QueryQuestion['options'][number];
    const right = question.options.find((option) => option.right) as QueryQuestion['options'][number];
    const swapped = {
      ...question,
      options: [
        { ...wrong, right: true as const },
        { id: right.id, expr: right.expr, gives },
      ],
    };
    expect(await disproved(swapped as QueryQuestion, tools)).toHaveLength(2);
  });

  test('of a bug in a rule - when the rule is not broken - then promtool disproves that it fails', async () => {
    const question = first(
      'find-the-bug',
      ({ proof }: FindTheBugQuestion) => proof.tool === 'promtool',
    ) as FindTheBugQuestion;
    const proof = { ...question.proof, broken: question.proof.mended } as FindTheBugQuestion['proof'];
    expect((await disproved({ ...question, proof }, tools)).join()).toContain('the broken rule fails');
  });

  test('of a bug in a rule - when the rule cannot even be read - then that is no proof', async () => {
    const question = first(
      'find-the-bug',
      ({ proof }: FindTheBugQuestion) => proof.tool === 'promtool',
    ) as FindTheBugQuestion;
    const proof = {
      ...question.proof,
      broken: '- { alert: X, expr: "rate(" }',
    } as FindTheBugQuestion['proof'];
    expect((await disproved({ ...question, proof }, tools)).join()).toContain('cannot read the rules');
  });

  test('of a bug in routing - when the configuration is not mended - then amtool disproves it', async () => {
    const question = first(
      'find-the-bug',
      ({ proof }: FindTheBugQuestion) => proof.tool === 'amtool',
    ) as FindTheBugQuestion;
    const proof = { ...question.proof, mended: question.proof.broken } as FindTheBugQuestion['proof'];
    expect((await disproved({ ...question, proof }, tools)).join()).toContain(
      'mended configuration does not tell',
    );
  });
});
