import { found, type Task } from '@lab/course/lab';
import { settlementOf } from './settlement.ts';

const TOLERANCE = 0.03;

export const whichFailed: Task = {
  id: 'which-failed',
  title: 'Find the payout that the ledger timed out on',
  question: {
    text: 'One payout of settlement failed because of ledger_timeout. What is its request_id?',
    form: '16 hexadecimal digits',
  },
  hints: [
    'Begin with the stream of settlement, and filter by field: event_type, then reason.',
    'The line that you find has no request_id. It has something else in common with the line of the request.',
    'First `{service_name="settlement-…"} | event_type="payout_failed" | reason="ledger_timeout"`, then `{service_name="settlement-…"} | trace_id="<that of the line>"`: the other line has the request_id.',
  ],
  async check(lab) {
    const given = lab.answer(whichFailed.id) ?? '';
    const settlement = settlementOf(lab);
    const line = settlement.lines.find(({ request_id }) => request_id === given);
    return found(given === settlement.failedRequestId, {
      expected: 'the request_id of the payout that failed with ledger_timeout',
      seen:
        line === undefined
          ? `"${given}", which no payout of yours has`
          : `"${given}", which is another payout`,
      lookAt: `{service_name="${settlement.service}"} | event_type=~"payout_.*"`,
    });
  },
};

export const slowRoute: Task = {
  id: 'slow-route',
  title: 'Compute a p95 from lines',
  question: {
    text: 'Which route of settlement has the highest p95 of duration_ms, and how many milliseconds is it?',
    form: 'the route, a space, the milliseconds within 3 %: /payouts 123',
  },
  hints: [
    'The lines of event_type request_completed have route and duration_ms. LogQL makes numbers of a field with unwrap.',
    'quantile_over_time over a range that reaches back to the first line, grouped by route. An average would name another route.',
    '`quantile_over_time(0.95, {service_name="settlement-…"} | event_type="request_completed" | unwrap duration_ms | __error__="" [2h]) by (route)`; a longer range where you began earlier.',
  ],
  async check(lab) {
    const given = lab.answer(slowRoute.id) ?? '';
    const [route = '', milliseconds] = given.split(/\s+/);
    const { service, slowest } = settlementOf(lab);
    const away = Math.abs(Number(milliseconds) - slowest.p95) / slowest.p95;
    return found(route === slowest.route && away <= TOLERANCE, {
      expected: 'the route with the highest p95, and that',
      seen:
        route === slowest.route
          ? `the route is right, "${milliseconds ?? ''}" is not its p95 over all of its lines`
          : `"${given}": another route is slower at the 95th percentile`,
      lookAt: `{service_name="${service}"} | event_type="request_completed"`,
    });
  },
};
