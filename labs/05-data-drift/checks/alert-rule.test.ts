import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { testsOf } from './alert-rule.ts';

test.for(['rule_files: [../prometheus/rules.yml]', 'rule_files: [/elsewhere/rules.yml, b.yml]', ''])(
  "a learner's tests - when they are run on other rules - then on these alone, whatever they name: %j",
  (first) => {
    const tests = [{ name: 'fires', interval: '5s' }];
    const text = `${first}\nevaluation_interval: 5s\ntests: [{ name: fires, interval: 5s }]\n`;
    expect(parse(testsOf(text, 'rules.yml'))).toEqual({
      rule_files: ['rules.yml'],
      evaluation_interval: '5s',
      tests,
    });
  },
);
