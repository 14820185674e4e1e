import { type CheckContext, firstFailure, found, type Task } from '@lab/course/lab';
import { askForRefund } from './refund-desk.ts';

const ALERT = 'RefundsFailing';
const FAILURES_PER_ROUND = 10;
const ROUNDS = 3;
/** A counter that is new begins at its first value: what came before its first sample is no increase. */
const BETWEEN_ROUNDS_MS = 5000;

interface Outage {
  readonly beganAt: number;
  rounds: number;
  lastAt: number;
}

export const alertOnLines: Task = {
  id: 'alert-on-lines',
  title: 'Be told when refunds fail',
  needs: ['log-metric'],
  // Until an alert of the last look is over: its window, its `for`, and what the tasks before have asked.
  deadlineSeconds: 150,
  hints: [
    'prometheus.yml names rules.yml already. What your Prometheus thinks of it is in logs/prometheus.log, and at /rules of its page.',
    'An alert over increase of the counter in the last 30 seconds, by reason: more than 6. The for is 5 seconds.',
    '`groups: [{ name: refunds, rules: [{ alert: RefundsFailing, expr: "sum by (reason) (increase(refund_failures_total[30s])) > 6", for: 5s, labels: { severity: warning }, annotations: { summary: … } }] }]`',
  ],
  async check(lab) {
    const prometheus = lab.workbenchEngines.prometheus;
    const lookAt = `${lab.workbench.prometheus}/alerts`;
    const rule = (await prometheus.rules()).find(({ name }) => name === ALERT);
    const active = (await prometheus.alerts()).filter(({ name }) => name === ALERT);
    const outage = lab.notes.get(alertOnLines.id) as Outage | undefined;
    return firstFailure(
      () =>
        found(rule !== undefined && rule.health !== 'err', {
          expected: `an alert ${ALERT} that your Prometheus has loaded`,
          seen: rule === undefined ? 'no such rule' : rule.lastError,
          lookAt: `${lab.workbench.prometheus}/rules`,
        }),
      () =>
        found((rule?.duration ?? 0) >= 5 && Object.keys(rule?.annotations ?? {}).includes('summary'), {
          expected: 'a for of 5 seconds, and a summary for whoever is woken',
          seen: `for: ${rule?.duration ?? 0} s, annotations: ${Object.keys(rule?.annotations ?? {}).join(', ') || 'none'}`,
          lookAt: `${lab.workbench.prometheus}/rules`,
        }),
      async () => {
        if (outage === undefined && active.length > 0)
          return found(false, {
            expected: `${ALERT} is quiet while few refunds fail`,
            seen: `${active[0]?.state} with ${active[0]?.value.toFixed(1)}, before this check made any fail`,
            lookAt,
          });
        const asked = await fail(lab, outage, active.length > 0);
        const firing = active.filter(
          ({ state, activeAt }) => state === 'firing' && activeAt >= asked.beganAt,
        );
        return found(firing.length === 1 && firing[0]?.labels.reason === 'limit_exceeded', {
          expected: `${ALERT} fires with reason="limit_exceeded" after ${FAILURES_PER_ROUND} refunds have failed within seconds`,
          seen:
            active.length === 0
              ? `it does not, after ${asked.rounds * FAILURES_PER_ROUND} failures`
              : `${active[0]?.state} with ${JSON.stringify(active[0]?.labels)}`,
          lookAt,
        });
      },
    );
  },
};

/** Lets refunds fail, in rounds, until the alert stirs. */
async function fail(lab: CheckContext, outage: Outage | undefined, stirs: boolean): Promise<Outage> {
  const now = Date.now();
  const known = outage ?? { beganAt: now / 1000 - 1, rounds: 0, lastAt: 0 };
  lab.notes.set(alertOnLines.id, known);
  if (stirs || known.rounds >= ROUNDS || now - known.lastAt < BETWEEN_ROUNDS_MS) return known;
  known.rounds++;
  known.lastAt = now;
  await Promise.all(Array.from({ length: FAILURES_PER_ROUND }, () => askForRefund(lab, { refused: true })));
  return known;
}
