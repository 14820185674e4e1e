/** The bank as it is: how many questions, about what, and that its rules are those of this system. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { PASS_MARK } from '../grade.ts';
import { BANK, ROOT } from '../testing/bank.ts';
import { LESSONS } from './check-quiz.ts';
import { readQuizBank } from './read-quiz.ts';
import type { Question } from './schema.ts';

interface Rule {
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
}

const bank = readQuizBank(BANK);
const questions = bank.flatMap((quiz) => quiz.questions);
const quizNamed = (name: string) => bank.find(({ quiz }) => quiz === name);
const isSkill = ({ kind }: Question) => kind === 'query' || kind === 'alert-time' || kind === 'find-the-bug';

test.each([
  ['module-08', 25],
  ['module-207', 23],
  ['knowledge-checks', 13],
])('%s - when it is counted - then it has %i questions', (name, count) => {
  expect(quizNamed(name)?.questions).toHaveLength(count);
});

test.each(Object.entries(LESSONS))(
  '%s - when its quiz is read - then each lesson has a question',
  (module, lessons) => {
    const asked = new Set(quizNamed(module)?.questions.map(({ lesson }) => lesson));
    expect([...asked].sort()).toEqual(
      Array.from({ length: lessons }, (_, index) => `${module}/${index + 1}`),
    );
  },
);

test.each(Object.keys(LESSONS))(
  '%s - when its quiz is read - then eight questions or more are skill',
  (module) => {
    expect(quizNamed(module)?.questions.filter(isSkill).length).toBeGreaterThanOrEqual(8);
  },
);

test.each(questions.map(({ id, lesson }) => [id, lesson] as const))(
  '%s - when somebody wants to read on - then the lesson %s is there',
  (_, lesson) => {
    expect(globSync(join(ROOT, 'docs/lessons', `${lesson}-*.md`))).toHaveLength(1);
  },
);

test.each(bank.map((quiz) => [quiz.quiz, quiz] as const))(
  '%s - when its intro says how many pass - then that is the pass mark',
  (_, { intro, questions: all }) => {
    const said = /(\d+) questions.* (\d+) right answers pass/.exec(intro)?.slice(1).map(Number);
    expect(said).toEqual([all.length, Math.ceil(all.length * PASS_MARK)]);
  },
);

test.each(['longest', 'shortest'])(
  'somebody who knows nothing - when they always take the %s option - then they fail',
  (which) => {
    const oneOfSeveral = questions.flatMap((question) =>
      question.kind === 'choice' || question.kind === 'query' || question.kind === 'find-the-bug'
        ? [
            question.options.map((option) => ({
              ...option,
              shown: 'expr' in option ? option.expr : option.text,
            })),
          ]
        : [],
    );
    const wins = oneOfSeveral.filter((options) => {
      const byLength = options.toSorted((a, b) => a.shown.length - b.shown.length);
      return byLength.at(which === 'longest' ? -1 : 0)?.right;
    });
    // Chance alone gives a quarter.
    expect(wins.length / oneOfSeveral.length).toBeLessThan(0.4);
  },
);

describe('a rule that the bank calls one of this system', () => {
  const production = globSync(join(ROOT, 'infra/prometheus/rules/production/*.yml')).flatMap((file) =>
    (parse(readFileSync(file, 'utf8')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
      ({ rules }) => rules,
    ),
  );
  const deployed = questions.flatMap((question): readonly [string, string, string][] => {
    if (question.kind === 'alert-time' && question.deployed)
      return [[question.id, question.alert, question.rules]];
    if (question.kind !== 'find-the-bug' || question.proof.tool !== 'promtool') return [];
    const { deployed: alert, mended } = question.proof;
    return alert === undefined ? [] : [[question.id, alert, mended]];
  });

  test.each(deployed)('%s - when %s is compared - then it is the same in production', (_, alert, rules) => {
    const asked = parse(rules) as Rule[];
    const same = production.find((rule) => rule.alert === alert) as Rule;
    expect(asked.filter((rule) => rule.alert === alert).map(plain)).toEqual([plain(same)]);
  });

  test('the comparison - when there is nothing to compare - then it would prove nothing', () => {
    expect(deployed.length).toBeGreaterThanOrEqual(5);
  });
});

/** Line breaks mean nothing to PromQL. */
const plain = ({ expr, for: waits }: Rule) => ({ expr: expr.replaceAll(/\s+/g, ' ').trim(), waits });
