import { TRAFFIC_SCENARIOS } from '@lab/catalogue';
import { FAULTY_SERVICES } from '@lab/catalogue/faults';
import { parseDuration } from '@lab/slo';
import { schemaProblems } from '@lab/slo/documents';
import Type, { type Static, type TSchema } from 'typebox';
import { parseDocument } from 'yaml';
import { type Experiment, type Injection, LONGEST_SECONDS } from './experiment.ts';

const SHORTEST_SECONDS = 5;
const RECOVERS_WITHIN = '2m';

const strict = { additionalProperties: false };
const Text = Type.String({ minLength: 1, maxLength: 1000 });
const Query = Type.String({ minLength: 1, maxLength: 4000 });
const Duration = Type.String({ description: 'a Prometheus duration, such as 1m30s' });
const Settings = Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()]));

const Call = Type.Object(
  {
    method: Type.Enum(['PUT', 'POST', 'DELETE']),
    url: Type.String({ pattern: '^https?://' }),
    headers: Type.Optional(Type.Record(Type.String(), Type.String())),
    body: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  strict,
);

/** By kind: a mistake in one is told in its own terms, not as "none of three". */
const METHOD_SCHEMAS = {
  service_fault: Type.Object(
    {
      kind: Type.Literal('service_fault'),
      service: Type.Enum([...FAULTY_SERVICES]),
      fault: Type.String({ pattern: '^[a-z][a-z_]*$' }),
      settings: Type.Optional(Settings),
    },
    strict,
  ),
  scenario: Type.Object(
    {
      kind: Type.Literal('scenario'),
      scenario: Type.Enum([...TRAFFIC_SCENARIOS]),
      settings: Type.Optional(Settings),
    },
    strict,
  ),
  http: Type.Object({ kind: Type.Literal('http'), inject: Call, roll_back: Call }, strict),
} as const;
const KINDS = Object.keys(METHOD_SCHEMAS) as (keyof typeof METHOD_SCHEMAS)[];

const ExperimentDocument = Type.Object(
  {
    title: Text,
    hypothesis: Text,
    prometheus: Type.Optional(Type.String({ pattern: '^https?://' })),
    steady_state: Type.Array(
      Type.Object(
        {
          title: Text,
          query: Query,
          at_least: Type.Optional(Type.Number()),
          at_most: Type.Optional(Type.Number()),
        },
        strict,
      ),
      { minItems: 1 },
    ),
    method: Type.Array(Type.Object({ kind: Type.Enum(KINDS) }), { minItems: 1 }),
    lasts: Duration,
    abort_when: Type.Array(Type.Object({ title: Text, query: Query }, strict), { minItems: 1 }),
    recovers_within: Type.Optional(Duration),
  },
  strict,
);
type ExperimentDocument = Static<typeof ExperimentDocument>;
type MethodDocument = { [Kind in keyof typeof METHOD_SCHEMAS]: Static<(typeof METHOD_SCHEMAS)[Kind]> };

export class ExperimentError extends Error {
  override readonly name = 'ExperimentError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** @throws {ExperimentError} with every mistake: of the shape first, since only what has the right shape means anything */
export function readExperiment(yaml: string): Experiment {
  const document = parseDocument(yaml);
  if (document.errors.length > 0)
    throw new ExperimentError(document.errors.map(({ message }) => message.trim()));
  const value: unknown = document.toJS();
  const shape = [...schemaProblems(ExperimentDocument, value, ''), ...methodProblems(value)];
  if (shape.length > 0) throw new ExperimentError(shape);
  return compiled(value as ExperimentDocument);
}

function methodProblems(value: unknown): string[] {
  const { method } = (value ?? {}) as { method?: unknown };
  if (!Array.isArray(method)) return [];
  return method.flatMap((one: { kind?: unknown } | null, index) => {
    const kind = KINDS.find((known) => known === one?.kind);
    return kind === undefined ? [] : schemaProblems(METHOD_SCHEMAS[kind] as TSchema, one, `/method/${index}`);
  });
}

function compiled(document: ExperimentDocument): Experiment {
  const problems: string[] = [];
  const seconds = (path: string, text: string): number => {
    try {
      return parseDuration(text) / 1000;
    } catch (error) {
      problems.push(`${path} ${(error as Error).message}`);
      return SHORTEST_SECONDS;
    }
  };
  const lastsSeconds = seconds('/lasts', document.lasts);
  if (lastsSeconds < SHORTEST_SECONDS || lastsSeconds > LONGEST_SECONDS)
    problems.push(
      `/lasts ${document.lasts} is not from ${SHORTEST_SECONDS} seconds to ${LONGEST_SECONDS / 60} minutes`,
    );
  for (const [index, { title, at_least, at_most }] of document.steady_state.entries()) {
    const path = `/steady_state/${index}`;
    if (at_least === undefined && at_most === undefined)
      problems.push(`${path} has neither at_least nor at_most: nothing could contradict it`);
    if ((at_least ?? Number.NEGATIVE_INFINITY) > (at_most ?? Number.POSITIVE_INFINITY))
      problems.push(`${path} wants at least ${at_least} and at most ${at_most}: nothing is both`);
    if (document.steady_state.findIndex((probe) => probe.title === title) !== index)
      problems.push(`${path}/title "${title}" is taken`);
  }
  const experiment: Experiment = {
    title: document.title,
    hypothesis: document.hypothesis.trim(),
    ...(document.prometheus === undefined ? {} : { prometheus: document.prometheus.replace(/\/$/, '') }),
    steadyState: document.steady_state.map(({ title, query, at_least, at_most }) => ({
      title,
      query: query.trim(),
      ...(at_least === undefined ? {} : { atLeast: at_least }),
      ...(at_most === undefined ? {} : { atMost: at_most }),
    })),
    method: document.method.map((one) => injectionOf(one as MethodDocument[keyof MethodDocument])),
    lastsSeconds,
    abortWhen: document.abort_when.map(({ title, query }) => ({ title, query: query.trim() })),
    recoversWithinSeconds: seconds('/recovers_within', document.recovers_within ?? RECOVERS_WITHIN),
  };
  if (problems.length > 0) throw new ExperimentError(problems);
  return experiment;
}

function injectionOf(one: MethodDocument[keyof MethodDocument]): Injection {
  if (one.kind !== 'http') return one as Injection;
  return { kind: 'http', inject: one.inject, rollBack: one.roll_back } as Injection;
}
