import { SEVERITIES } from '@lab/catalogue/alerts';
import { forInTiming, parseDuration, type Timing } from '@lab/slo';
import { schemaProblems } from '@lab/slo/documents';
import Type, { type Static } from 'typebox';
import { parseDocument } from 'yaml';
import { ACTIONS, type Action } from './action.ts';

const Duration = Type.String({ description: 'a Prometheus duration, such as 1h30m' });
const Count = Type.Integer({ minimum: 0, maximum: 1_000_000 });
const strict = { additionalProperties: false };

const Limits = Type.Object(
  {
    cooldown: Duration,
    per_day: Count,
    approval: Type.Optional(Type.Boolean()),
    dry_run: Type.Optional(Type.Boolean()),
  },
  strict,
);

const RuleDocument = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    alerts: Type.Optional(Type.Array(Type.String({ minLength: 1 }), { minItems: 1 })),
    severities: Type.Optional(Type.Array(Type.Enum([...SEVERITIES]), { minItems: 1 })),
    sustained_for: Type.Optional(Duration),
    actions: Type.Array(Type.Enum([...ACTIONS]), { minItems: 1 }),
    approval: Type.Optional(Type.Boolean()),
    dry_run: Type.Optional(Type.Boolean()),
  },
  strict,
);

const Version = Type.String({ pattern: '^[1-9][0-9]*$' });
const Share = Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 });
const PolicyDocument = Type.Object(
  {
    stale_after: Duration,
    actions: Type.Object(
      Object.fromEntries(ACTIONS.map((action) => [action, Limits])) as Record<Action, typeof Limits>,
      strict,
    ),
    rules: Type.Array(RuleDocument),
    degraded_version: Version,
    releases: Type.Object(
      {
        keep_newest: Type.Integer({ minimum: 1, maximum: 1000 }),
        pinned: Type.Array(Version, { uniqueItems: true }),
      },
      strict,
    ),
    retraining: Type.Object(
      {
        window: Duration,
        not_during: Type.Array(Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]*$' }), { uniqueItems: true }),
        patience: Duration,
        look_again: Duration,
        minimum_rows: Type.Integer({ minimum: 100, maximum: 1_000_000 }),
        minimum_frauds: Type.Integer({ minimum: 10, maximum: 1_000_000 }),
        history_rows: Type.Integer({ minimum: 1000, maximum: 1_000_000 }),
        attempts: Type.Integer({ minimum: 1, maximum: 100 }),
        confidence: Share,
      },
      strict,
    ),
    rollout: Type.Object(
      {
        steps: Type.Array(Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 100 }), { minItems: 1 }),
        hold: Duration,
        patience: Duration,
        minimum_predictions: Count,
      },
      strict,
    ),
  },
  strict,
);
type PolicyDocument = Static<typeof PolicyDocument>;

interface ActionLimits {
  readonly cooldownMs: number;
  readonly perDay: number;
  readonly approval: boolean;
  readonly dryRun: boolean;
}

export interface Rule {
  readonly name: string;
  /** Alert names; any, where undefined. */
  readonly alerts: ReadonlySet<string> | undefined;
  /** Severities; any, where undefined. */
  readonly severities: ReadonlySet<string> | undefined;
  /** How long the alert must have been firing before anything is done, beyond its own `for`. */
  readonly sustainedForMs: number;
  readonly actions: readonly Action[];
  readonly approval: boolean;
  readonly dryRun: boolean;
}

export interface RetrainingPolicy {
  readonly windowMs: number;
  /** Alerts that say that what is measured is not the world: nothing is learned from while one fires, or from before. */
  readonly notDuring: readonly string[];
  readonly patienceMs: number;
  readonly lookAgainMs: number;
  readonly minimumRows: number;
  readonly minimumFrauds: number;
  readonly historyRows: number;
  readonly attempts: number;
  readonly confidence: number;
}

export interface RolloutPolicy {
  /** Percent of the traffic, rising. */
  readonly steps: readonly number[];
  readonly holdMs: number;
  readonly patienceMs: number;
  readonly minimumPredictions: number;
}

/** Which released versions are not deleted when nobody is served by them. */
interface ReleasePolicy {
  /** The newest, besides those that are kept for a reason. */
  readonly keepNewest: number;
  readonly pinned: readonly string[];
}

/** What may be done and when, every duration in milliseconds of the timing that the lab runs in. */
export interface Policy {
  readonly staleAfterMs: number;
  /** Over which `perDay` counts. */
  readonly dayMs: number;
  readonly actions: Readonly<Record<Action, ActionLimits>>;
  readonly rules: readonly Rule[];
  readonly degradedVersion: string;
  readonly releases: ReleasePolicy;
  readonly retraining: RetrainingPolicy;
  readonly rollout: RolloutPolicy;
}

export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`autopilot policy:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** @throws {PolicyError} with every mistake: of the shape first, since only what has the right shape means anything */
export function loadPolicy(yaml: string, timing: Timing): Policy {
  const document = parseDocument(yaml);
  if (document.errors.length > 0) throw new PolicyError(document.errors.map(({ message }) => message.trim()));
  const value: unknown = document.toJS();
  const shape = schemaProblems(PolicyDocument, value, '');
  if (shape.length > 0) throw new PolicyError(shape);
  return compile(value as PolicyDocument, timing);
}

function compile(document: PolicyDocument, timing: Timing): Policy {
  const problems: string[] = [];
  const milliseconds = (path: string, text: string): number => {
    try {
      return parseDuration(forInTiming(text, timing));
    } catch (error) {
      problems.push(`${path} ${(error as Error).message}`);
      return 0;
    }
  };
  const { actions, retraining, rollout } = document;
  for (const [index, { alerts, severities }] of document.rules.entries()) {
    if (alerts === undefined && severities === undefined)
      problems.push(`/rules/${index} names neither alerts nor severities`);
  }
  for (const [index, { name }] of document.rules.entries()) {
    if (document.rules.findIndex((rule) => rule.name === name) !== index)
      problems.push(`/rules/${index}/name "${name}" is taken`);
  }
  if (rollout.steps.some((percent, index) => percent <= (rollout.steps[index - 1] ?? 0)))
    problems.push('/rollout/steps must rise');
  const policy: Policy = {
    staleAfterMs: milliseconds('/stale_after', document.stale_after),
    dayMs: milliseconds('/', '24h'),
    actions: Object.fromEntries(
      ACTIONS.map((action) => {
        const { cooldown, per_day, approval = false, dry_run = false } = actions[action];
        const cooldownMs = milliseconds(`/actions/${action}/cooldown`, cooldown);
        return [action, { cooldownMs, perDay: per_day, approval, dryRun: dry_run }];
      }),
    ) as Record<Action, ActionLimits>,
    rules: document.rules.map((rule, index) => ({
      name: rule.name,
      alerts: rule.alerts && new Set(rule.alerts),
      severities: rule.severities && new Set<string>(rule.severities),
      sustainedForMs: milliseconds(`/rules/${index}/sustained_for`, rule.sustained_for ?? '0s'),
      actions: rule.actions as Action[],
      approval: rule.approval ?? false,
      dryRun: rule.dry_run ?? false,
    })),
    degradedVersion: document.degraded_version,
    releases: { keepNewest: document.releases.keep_newest, pinned: document.releases.pinned },
    retraining: {
      windowMs: milliseconds('/retraining/window', retraining.window),
      notDuring: retraining.not_during,
      patienceMs: milliseconds('/retraining/patience', retraining.patience),
      lookAgainMs: milliseconds('/retraining/look_again', retraining.look_again),
      minimumRows: retraining.minimum_rows,
      minimumFrauds: retraining.minimum_frauds,
      historyRows: retraining.history_rows,
      attempts: retraining.attempts,
      confidence: retraining.confidence,
    },
    rollout: {
      steps: rollout.steps,
      holdMs: milliseconds('/rollout/hold', rollout.hold),
      patienceMs: milliseconds('/rollout/patience', rollout.patience),
      minimumPredictions: rollout.minimum_predictions,
    },
  };
  if (problems.length > 0) throw new PolicyError(problems);
  return policy;
}

/** The rules that an alert with these labels is a matter of, in the order of the policy. */
export const rulesFor = (policy: Policy, labels: Readonly<Record<string, string>>): readonly Rule[] =>
  policy.rules.filter(
    ({ alerts, severities }) =>
      (alerts?.has(labels.alertname ?? '') ?? true) && (severities?.has(labels.severity ?? '') ?? true),
  );
