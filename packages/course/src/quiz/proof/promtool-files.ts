/** Questions as files of promtool: what a question claims becomes a unit test that has to pass, or one that has to fail. */
import { parse } from 'yaml';
import type {
  AlertTimeQuestion,
  FindTheBugQuestion,
  Fixture,
  QueryQuestion,
  Question,
  RuleProof,
  Sample,
} from '../bank/schema.ts';

/** One run of `promtool test rules`. */
export interface PromtoolRun {
  readonly claim: string;
  /** The content of a rule file. */
  readonly rules: object | undefined;
  /** The content of a test file, but for its `rule_files`. */
  readonly tests: object;
  readonly expect: 'pass' | 'fail';
  /** Words that have to stand in what promtool says. */
  readonly says?: string;
}

interface Case {
  readonly at: string;
  readonly expr: string;
  readonly samples: readonly Sample[];
}

/** What has to be run so that the claims of a question are known to be true; nothing for questions of knowledge. */
export function promtoolRuns(question: Question): readonly PromtoolRun[] {
  switch (question.kind) {
    case 'query':
      return queryRuns(question);
    case 'alert-time':
      return [alertTimeRun(question)];
    case 'find-the-bug':
      return question.proof.tool === 'promtool' ? bugRuns(question, question.proof) : [];
    default:
      return [];
  }
}

/** Every query gives what the bank says that it gives, and the bank says different things of right and wrong ones. */
function queryRuns({ id, fixture, at, result, options }: QueryQuestion): readonly PromtoolRun[] {
  const answered = options.flatMap(({ expr, right, gives }): Case[] => {
    if (right) return [{ at, expr, samples: result }];
    return Array.isArray(gives) ? [{ at, expr, samples: gives }] : [];
  });
  const wrongOnes = options.flatMap(({ id: option, expr, right, gives }): PromtoolRun[] => {
    if (right) return [];
    const asIfRight = testFile(fixture, [{ at, expr, samples: result }]);
    const error = gives !== undefined && 'error' in gives ? gives.error : undefined;
    return [
      {
        claim: `${id}: ${option} does not give the result`,
        rules: undefined,
        tests: asIfRight,
        expect: 'fail',
        ...(error === undefined ? {} : { says: error }),
      },
    ];
  });
  return [
    {
      claim: `${id}: what each query gives`,
      rules: undefined,
      tests: testFile(fixture, answered),
      expect: 'pass',
    },
    ...wrongOnes,
  ];
}

/** Silent in every minute before the answer, firing in the answer; or silent all along. */
function alertTimeRun({ id, alert, rules, fixture, until, answer }: AlertTimeQuestion): PromtoolRun {
  const firing = `count(ALERTS{alertname="${alert}",alertstate="firing"})`;
  const last = answer === 'never' ? until : answer;
  const cases = Array.from({ length: last + 1 }, (_, minute): Case => {
    const fires = minute === answer;
    return { at: `${minute}m`, expr: firing, samples: fires ? [{ labels: '{}', value: 1 }] : [] };
  });
  return {
    claim: `${id}: ${alert} fires first in minute ${answer}`,
    rules: ruleFile(rules),
    tests: testFile(fixture, cases),
    expect: 'pass',
  };
}

/** The broken one does what is seen and so fails the case that the mended one passes. */
function bugRuns({ id }: FindTheBugQuestion, proof: RuleProof): readonly PromtoolRun[] {
  const cases = (which: 'expected' | 'seen') =>
    testFile(
      proof.fixture,
      proof.cases.map(({ at, expr, ...samples }) => ({ at, expr, samples: samples[which] })),
    );
  const broken = ruleFile(proof.broken);
  return [
    { claim: `${id}: the broken rule fails`, rules: broken, tests: cases('expected'), expect: 'fail' },
    {
      claim: `${id}: the broken rule does what is seen`,
      rules: broken,
      tests: cases('seen'),
      expect: 'pass',
    },
    {
      claim: `${id}: the mended rule passes`,
      rules: ruleFile(proof.mended),
      tests: cases('expected'),
      expect: 'pass',
    },
  ];
}

const ruleFile = (rules: string): object => ({ groups: [{ name: 'question', rules: parse(rules) }] });

/**
 * A bank says 0.55, an engine 0.5499999999999994. Rounding takes the name of a metric away too, so samples of the bank
 * have labels alone.
 */
const rounded = (expr: string): string => `round((${expr}), 1e-6)`;

function testFile({ interval = '1m', series }: Fixture, cases: readonly Case[]): object {
  return {
    evaluation_interval: '1m',
    fuzzy_compare: true,
    tests: [
      {
        interval,
        input_series: series,
        promql_expr_test: cases.map(({ at, expr, samples }) => ({
          expr: rounded(expr),
          eval_time: at,
          exp_samples: samples,
        })),
      },
    ],
  };
}
