/** The shape of SLO and policy documents; what only arithmetic can judge stands in check-spec.ts and policy.ts. */
import Type, { type Static } from 'typebox';
import { RELEASE_KINDS } from '../policy.ts';

const strict = { additionalProperties: false } as const;
const text = Type.String({ minLength: 1 });
const labels = Type.Record(Type.String(), Type.String());

const pair = Type.Object({ budgetPercent: Type.Number(), short: text, long: text }, strict);
const pairs = Type.Object({ quick: pair, slow: pair }, strict);

const ratio = Type.Object(
  {
    kind: Type.Literal('ratio'),
    errors: text,
    total: text,
    example: Type.Object({ good: text, bad: text }, strict),
  },
  strict,
);
const latency = Type.Object(
  {
    kind: Type.Literal('latency'),
    histogram: text,
    matchers: Type.String(),
    threshold: Type.Number(),
    bounds: Type.Array(Type.Number(), { minItems: 1 }),
  },
  strict,
);
const gauge = Type.Object(
  {
    kind: Type.Literal('gauge'),
    value: text,
    good: Type.Object(
      {
        operator: Type.Union([Type.Literal('<'), Type.Literal('<='), Type.Literal('>'), Type.Literal('>=')]),
        threshold: Type.Number(),
      },
      strict,
    ),
    example: Type.Object(
      {
        series: text,
        good: Type.Number(),
        bad: Type.Number(),
        counter: Type.Optional(Type.Boolean()),
        alongside: Type.Optional(Type.Array(Type.Object({ series: text, value: Type.Number() }, strict))),
      },
      strict,
    ),
  },
  strict,
);
const freshness = Type.Object(
  { kind: Type.Literal('freshness'), timestamp: text, maximumAge: text, example: text },
  strict,
);

/** By kind, so that a mistake in a latency is not told as three mistakes in something else. */
export const SLI_SCHEMAS = { ratio, latency, gauge, freshness } as const;
export type SliKind = keyof typeof SLI_SCHEMAS;

const severity = Type.Object({ labels }, strict);

const sloWithoutSli = {
  name: text,
  description: text,
  objective: Type.Number(),
  period: text,
  labels: Type.Optional(labels),
  windows: Type.Optional(Type.Object({ page: pairs, ticket: pairs }, strict)),
  unreachablePairs: Type.Optional(Type.Union([Type.Literal('refuse'), Type.Literal('rescale')])),
  minimumBadEvents: Type.Optional(Type.Integer({ minimum: 0 })),
  alerting: Type.Object(
    {
      name: text,
      labels: Type.Optional(labels),
      annotations: Type.Optional(labels),
      page: severity,
      ticket: severity,
    },
    strict,
  ),
};

/** A document of one service. Its SLIs are looked at one by one, by kind. */
export const SloDocument = Type.Object(
  {
    version: Type.Literal('lab/v1'),
    service: text,
    labels: Type.Optional(labels),
    slos: Type.Array(Type.Object({ ...sloWithoutSli, sli: Type.Object({ kind: text }) }, strict), {
      minItems: 1,
    }),
  },
  strict,
);
export type SloDocument = Static<typeof SloDocument>;

const allows = Type.Array(Type.Union(RELEASE_KINDS.map((kind) => Type.Literal(kind))), { uniqueItems: true });

export const PolicyDocument = Type.Object(
  {
    levels: Type.Array(
      Type.Object(
        { name: text, remainingAbove: Type.Optional(Type.Number({ maximum: 1 })), allows, action: text },
        strict,
      ),
      { minItems: 1 },
    ),
    advisory: Type.Record(Type.String(), text),
    enoughCovered: Type.Number({ minimum: 0, maximum: 1 }),
    noData: Type.Object({ allows, action: text }, strict),
  },
  strict,
);
