/** The bank speaks of this system: its metrics, labels and files are there. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { knownSeries } from '@lab/catalogue/known-series';
import type { Question } from '@lab/course/quiz';
import { expect, test } from 'vitest';
import { REPOSITORY_ROOT } from '../settings.ts';
import { lessonFile, onlyQuestion, quizBank, quizNamed } from './bank.ts';

const bank = quizBank({ root: REPOSITORY_ROOT });
const questions = bank.flatMap((quiz) => quiz.questions);
const known = knownSeries();

/** Made by Prometheus and by client libraries, not by the catalogue. */
const EVERYWHERE = new Map([
  ['up', ['job']],
  ['process_cpu_seconds_total', ['job']],
]);
/** How names of this system begin, in texts that have other code in them as well. */
const OUR_NAME =
  /^(ml|http_server|data|traces_span_metrics|model|version|service|feature|slo|job)[_:][a-z0-9_:]+$/;
/** Labels, columns and fields that begin like metrics. */
const NO_METRICS = new Set([
  'model_name',
  'model_version',
  'service_name',
  'model_prediction',
  'model_inference',
  'feature_name',
]);

const fixtureOf = (question: Question) =>
  'fixture' in question
    ? question.fixture
    : question.kind === 'find-the-bug' && question.proof.tool === 'promtool'
      ? question.proof.fixture
      : { series: [] };

const series = questions.flatMap((question) =>
  fixtureOf(question).series.map(({ series: text }) => {
    const name = text.replace(/\{.*/, '');
    const labels = [...text.matchAll(/([a-z_]+)="/g)].map(([, label]) => label as string);
    return [question.id, name, labels] as const;
  }),
);

test.each(series)('%s - when it shows %s - then that series and its labels exist here', (_, name, labels) => {
  const there = EVERYWHERE.get(name) ?? known.get(name)?.labels ?? [];
  expect([...there]).toEqual(expect.arrayContaining([...labels]));
  expect(EVERYWHERE.has(name) || known.has(name)).toBe(true);
});

const named = questions.flatMap((question) =>
  [...JSON.stringify(question).matchAll(/`([^`]+)`/g)]
    .map(([, code]) => code as string)
    .filter((code) => OUR_NAME.test(code) && !NO_METRICS.has(code))
    .map((name) => [question.id, name] as const),
);

test.each(named)('%s - when it names %s - then there is such a metric', (_, name) => {
  expect([...known.keys()].some((one) => one === name || one.startsWith(`${name}_`))).toBe(true);
});

const alerts = new Set(
  questions.flatMap((question) =>
    [...JSON.stringify(question).matchAll(/`((?:[A-Z]+[a-z]+){2,})`/g)].map(([, name]) => name as string),
  ),
);

test.each([...alerts])('the bank - when it names %s - then that alert has a runbook here', (name) => {
  expect(existsSync(join(REPOSITORY_ROOT, 'docs/runbooks', `${name}.md`))).toBe(true);
});

test('the texts - when metrics are looked for in them - then there are some', () => {
  expect(named.length).toBeGreaterThanOrEqual(10);
  expect(series.length).toBeGreaterThan(30);
  expect(alerts.size).toBeGreaterThan(5);
});

test('a lesson - when its file is asked for - then it is there', () => {
  const file = lessonFile({ root: REPOSITORY_ROOT }, 'module-08/1');
  expect(file).toMatch(/^docs\/lessons\/module-08\/1-.+\.md$/);
  expect(existsSync(join(REPOSITORY_ROOT, file))).toBe(true);
});

test.each(['2', 'from-symptom-to-cause'])(
  'question %s - when it is asked for alone - then it is the second',
  (which) => {
    const { questions: only } = onlyQuestion(quizNamed(bank, 'module-08'), which);
    expect(only.map(({ id }) => id)).toEqual(['from-symptom-to-cause']);
  },
);
