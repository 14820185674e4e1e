/**
 * The shape of a quiz in docs/quizzes. What a shape cannot say (one option is right, each wrong one is explained, a
 * lesson exists) stands in check-quiz.ts; whether queries and alerts do what a question says, promtool proves.
 */
import Type, { type Static, type TSchema } from 'typebox';

const strict = { additionalProperties: false } as const;
const text = Type.String({ minLength: 1 });
/** Ids are what answers name, so they are written once and never reused. */
const id = Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' });
const minute = Type.Integer({ minimum: 0 });
const minuteOrNever = Type.Union([minute, Type.Literal('never')]);
/** A duration of promtool: 30s, 5m, 1h30m. */
const duration = Type.String({ pattern: '^([0-9]+(ms|[smhdwy]))+$' });

/** A sample of an instant query: its labels as PromQL writes them, without the name of the metric, and six decimals. */
const sample = Type.Object({ labels: Type.String(), value: Type.Number() }, strict);
const samples = Type.Array(sample);

/** What the engine is given: series in promtool's notation, `0+60x10` being 0, 60, … 600, and rules that record or alert. */
const fixture = Type.Object(
  {
    interval: Type.Optional(duration),
    series: Type.Array(Type.Object({ series: text, values: text }, strict), { minItems: 1 }),
  },
  strict,
);

const option = Type.Object(
  { id, text, right: Type.Optional(Type.Literal(true)), why: Type.Optional(text) },
  strict,
);
const options = Type.Array(option, { minItems: 3 });

const common = {
  id,
  /** `<module>/<number>`: docs/lessons/<module>/<number>-….md explains it. */
  lesson: Type.String({ pattern: '^module-(08|207)/[1-9]$' }),
  /** Markdown. */
  text,
  /** Why the right answer is right; shown after an answer. */
  why: text,
};

const choice = Type.Object({ ...common, kind: Type.Literal('choice'), options }, strict);
const choices = Type.Object({ ...common, kind: Type.Literal('choices'), options }, strict);

const number = Type.Object(
  {
    ...common,
    kind: Type.Literal('number'),
    answer: Type.Object(
      { value: Type.Number(), tolerance: Type.Number({ minimum: 0 }), unit: Type.String() },
      strict,
    ),
    /** Numbers that a likely mistake gives. */
    mistakes: Type.Array(Type.Object({ value: Type.Number(), why: text }, strict), { minItems: 1 }),
  },
  strict,
);

const order = Type.Object(
  {
    ...common,
    kind: Type.Literal('order'),
    /** In the right order. */
    items: Type.Array(Type.Object({ id, text }, strict), { minItems: 3 }),
    /** What is wrong about doing one thing before another. */
    mistakes: Type.Array(Type.Object({ early: id, late: id, why: text }, strict), { minItems: 1 }),
  },
  strict,
);

const queryOption = Type.Object(
  {
    id,
    expr: text,
    right: Type.Optional(Type.Literal(true)),
    /** What a wrong query really gives: samples, none, or an error that contains these words. */
    gives: Type.Optional(Type.Union([samples, Type.Object({ error: text }, strict)])),
    why: Type.Optional(text),
  },
  strict,
);
const query = Type.Object(
  {
    ...common,
    kind: Type.Literal('query'),
    fixture,
    /** When the queries are asked. */
    at: duration,
    /** What the right query gives. */
    result: samples,
    options: Type.Array(queryOption, { minItems: 3 }),
  },
  strict,
);

const alertTime = Type.Object(
  {
    ...common,
    kind: Type.Literal('alert-time'),
    alert: text,
    /** YAML: the list of rules of one group, evaluated once a minute. */
    rules: text,
    /** Whether the alert is one of this system's, the same as in infra/prometheus/rules/production. */
    deployed: Type.Optional(Type.Literal(true)),
    fixture,
    /** The last minute that is looked at. */
    until: minute,
    /** The first minute in which the alert fires. */
    answer: minuteOrNever,
    mistakes: Type.Array(Type.Object({ value: minuteOrNever, why: text }, strict), { minItems: 2 }),
  },
  strict,
);

const ruleProof = Type.Object(
  {
    tool: Type.Literal('promtool'),
    /** YAML: the list of rules of one group. */
    broken: text,
    mended: text,
    deployed: Type.Optional(text),
    fixture,
    cases: Type.Array(Type.Object({ at: duration, expr: text, expected: samples, seen: samples }, strict), {
      minItems: 1,
    }),
  },
  strict,
);
const routeProof = Type.Object(
  {
    tool: Type.Literal('amtool'),
    /** Configurations of the Alertmanager. */
    broken: text,
    mended: text,
    cases: Type.Array(
      Type.Object(
        {
          alert: Type.Record(Type.String(), Type.String()),
          /** Receivers. */
          expected: Type.Array(text, { minItems: 1 }),
          seen: Type.Array(text, { minItems: 1 }),
        },
        strict,
      ),
      { minItems: 1 },
    ),
  },
  strict,
);
const findTheBug = Type.Object(
  {
    ...common,
    kind: Type.Literal('find-the-bug'),
    proof: Type.Union([ruleProof, routeProof]),
    options,
  },
  strict,
);

/** By kind, so that a mistake in one question is not told as a mistake in eight shapes. */
export const QUESTION_SCHEMAS = {
  choice,
  choices,
  number,
  order,
  query,
  'alert-time': alertTime,
  'find-the-bug': findTheBug,
} as const;
export type QuestionKind = keyof typeof QUESTION_SCHEMAS;

export const PROOF_SCHEMAS = { promtool: ruleProof, amtool: routeProof } as const;

/** A document of one quiz. Its questions are looked at one by one, by kind. */
export const QuizDocument = Type.Object(
  {
    quiz: id,
    title: text,
    intro: text,
    questions: Type.Array(Type.Object({ id, kind: text }), { minItems: 1 }),
  },
  strict,
);

type Of<Schema extends TSchema> = Static<Schema>;
export type Option = Of<typeof option>;
export type Sample = Of<typeof sample>;
export type Fixture = Of<typeof fixture>;
export type ChoiceQuestion = Of<typeof choice>;
export type ChoicesQuestion = Of<typeof choices>;
export type NumberQuestion = Of<typeof number>;
export type OrderQuestion = Of<typeof order>;
export type QueryQuestion = Of<typeof query>;
export type AlertTimeQuestion = Of<typeof alertTime>;
export type FindTheBugQuestion = Of<typeof findTheBug>;
export type RuleProof = Of<typeof ruleProof>;
export type RouteProof = Of<typeof routeProof>;
export type Question =
  | ChoiceQuestion
  | ChoicesQuestion
  | NumberQuestion
  | OrderQuestion
  | QueryQuestion
  | AlertTimeQuestion
  | FindTheBugQuestion;

export interface Quiz {
  /** As typed: `./lab quiz <quiz>`. */
  readonly quiz: string;
  readonly title: string;
  readonly intro: string;
  readonly questions: readonly Question[];
}
