import type { FastifyPluginAsyncTypebox, TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { guardRoutes } from '@lab/service';
import Type, { type Static } from 'typebox';
import type { Autopilot } from '../autopilot.ts';
import type { Decision } from '../domain/decision.ts';
import { ApprovalNotFound } from '../errors.ts';
import type { Store } from '../store.ts';
import { traceIdOf } from '../tracing.ts';
import { ErrorAnswer, security, TextOrNull } from './schemas.ts';

interface DecisionOptions {
  readonly autopilot: Autopilot;
  readonly store: Store;
  readonly adminToken: string;
}

const LISTED = 200;
/** A day: what is meant for longer is meant for good. */
const LONGEST_SECONDS = 86_400;

const DecisionAnswer = Type.Object({
  id: Type.String(),
  action: Type.String(),
  outcome: Type.String(),
  reason: TextOrNull,
  detail: Type.String(),
  rule: Type.String(),
  alertname: Type.String(),
  model_name: TextOrNull,
  model_version: TextOrNull,
  decided_at: Type.String(),
  due_at: Type.String(),
  finished_at: TextOrNull,
  trace_id: TextOrNull,
});
const Decisions = Type.Object({ decisions: Type.Array(DecisionAnswer) });
const KillSwitchAnswer = Type.Object({
  on: Type.Boolean(),
  reason: Type.String(),
  changed_at: Type.String(),
  ends_at: Type.Optional(Type.String()),
});

/** What was decided, what waits for a human, and the switch that ends it all. */
export const decisionRoutes: FastifyPluginAsyncTypebox<DecisionOptions> = async (
  app,
  { autopilot, store, adminToken },
) => {
  app.get(
    '/v1/decisions',
    {
      schema: {
        tags: ['decisions'],
        summary: 'Decisions, newest first',
        response: { 200: Decisions },
      },
    },
    async () => ({ decisions: store.decisions().toArray().slice(-LISTED).reverse().map(decisionAnswer) }),
  );

  app.get(
    '/v1/approvals',
    {
      schema: {
        tags: ['decisions'],
        summary: 'Actions that wait for a human',
        response: { 200: Type.Object({ approvals: Type.Array(DecisionAnswer) }) },
      },
    },
    async () => ({ approvals: autopilot.pendingApprovals().map(decisionAnswer) }),
  );

  app.get(
    '/v1/kill-switch',
    {
      schema: {
        tags: ['decisions'],
        summary: 'Whether anything may be done',
        response: { 200: KillSwitchAnswer },
      },
    },
    async () => store.killSwitch,
  );

  await app.register(async (plain) => {
    const guarded = plain.withTypeProvider<TypeBoxTypeProvider>();
    await guardRoutes(plain, adminToken);
    guarded.put(
      '/v1/kill-switch',
      {
        schema: {
          tags: ['decisions'],
          summary: 'Switch the autopilot off, or on again',
          description:
            'While `on`, alerts are kept and incidents written; no model is touched. With `seconds`, it ends by itself.',
          security,
          body: Type.Object({
            on: Type.Boolean(),
            reason: Type.String({ minLength: 1, maxLength: 500 }),
            seconds: Type.Optional(Type.Integer({ minimum: 1, maximum: LONGEST_SECONDS })),
          }),
          response: { 200: KillSwitchAnswer, 400: ErrorAnswer, 401: ErrorAnswer, 503: ErrorAnswer },
        },
      },
      async ({ body }) => autopilot.setKillSwitch(body.on, body.reason, body.seconds),
    );

    guarded.post(
      '/v1/approvals/:id',
      {
        schema: {
          tags: ['decisions'],
          summary: 'Say yes or no to an action',
          security,
          params: Type.Object({ id: Type.String({ maxLength: 300 }) }),
          body: Type.Object({ decision: Type.Enum(['approve', 'reject']) }),
          response: { 202: DecisionAnswer, 400: ErrorAnswer, 401: ErrorAnswer, 404: ErrorAnswer },
        },
      },
      async ({ params: { id }, body: { decision } }, reply) => {
        await (decision === 'approve' ? autopilot.approve(id) : autopilot.reject(id));
        const decided = store.decision(id);
        if (decided === undefined) throw new ApprovalNotFound(id);
        return reply.code(202).send(decisionAnswer(decided));
      },
    );
  });
};

function decisionAnswer(decision: Decision): Static<typeof DecisionAnswer> {
  const { id, action, outcome, reason, detail, rule, cause, model_name, model_version } = decision;
  const { decided_at, due_at, finished_at, traceparent } = decision;
  return {
    id,
    action,
    outcome,
    reason,
    detail,
    rule,
    alertname: cause.alertname,
    model_name,
    model_version,
    decided_at,
    due_at,
    finished_at,
    trace_id: traceIdOf(traceparent),
  };
}
