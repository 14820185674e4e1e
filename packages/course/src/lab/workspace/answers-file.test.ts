import { describe, expect, test } from 'vitest';
import { emptyAnswers, readAnswers, withAnswer } from './answers-file.ts';

const TASKS = [
  { id: 'look', title: 'Look' },
  { id: 'trace', title: 'Find the trace', question: { text: 'Which?', form: 'a trace id' } },
  { id: 'when', title: 'See it fire', question: { text: 'When?', form: 'HH:MM' } },
];
const empty = emptyAnswers(TASKS) ?? '';

describe('answers.yaml', () => {
  test('when it is made - then it has the questions, and no answers', () => {
    expect(empty).toContain('# Task 2: Find the trace\n# Which?\n# As: a trace id\ntrace:');
    expect(readAnswers(empty).size).toBe(0);
    expect(emptyAnswers(TASKS.slice(0, 1))).toBeUndefined();
  });

  test.for(['12345678901234567890123456789012', '1e10', '0x1f', '09:30', 'yes', "it's: #1 $& $1"])(
    'when the answer is %s - then it is read as it was written',
    (answer) => {
      const text = withAnswer(withAnswer(empty, 'when', 'first'), 'when', answer);
      expect(readAnswers(text)).toEqual(new Map([['when', answer]]));
      expect(text).toContain('# As: HH:MM');
    },
  );

  test('when a learner writes a bare number - then no digit of it is lost', () => {
    expect(readAnswers('trace: 00123456789012345678901234567890\nwhen: 1.10\n')).toEqual(
      new Map([
        ['trace', '00123456789012345678901234567890'],
        ['when', '1.10'],
      ]),
    );
  });

  test.for(['when: [4.8, 2.0, 1]\n', 'when:\n  - 4.8\n  - 2.0\n  - 1\n', 'when:\n- 4.8\n- 2.0\n- 1\n'])(
    'when the answer is a list - then it is its items with commas between, and can be replaced: %j',
    (text) => {
      expect(readAnswers(text)).toEqual(new Map([['when', '4.8, 2.0, 1']]));
      expect(readAnswers(withAnswer(`${text}trace: a1\n`, 'when', '7'))).toEqual(
        new Map([
          ['when', '7'],
          ['trace', 'a1'],
        ]),
      );
    },
  );

  test('when an answer is a map, or a list of lists - then it is none', () => {
    expect(readAnswers('when: { a: 1 }\ntrace: [[1], 2]\nlook: []\n').size).toBe(0);
  });

  test('when it is no YAML - then the error says so', () => {
    expect(() => readAnswers('trace: "open')).toThrow('answers.yaml');
    expect(() => readAnswers('- a\n- b\n')).toThrow('no list of answers');
  });
});
