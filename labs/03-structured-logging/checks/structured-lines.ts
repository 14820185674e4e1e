import { type Finding, firstFailure, found, type Task } from '@lab/course/lab';
import { askForRefund, type SentRefund } from './refund-desk.ts';
import { eventsIn, type Line, LOG, sentLately, type Written } from './written-lines.ts';

const LEVELS = {
  refund_requested: 'info',
  ledger_booking: 'info',
  refund_completed: 'info',
  refund_failed: 'warn',
} as const;
const EVENTS = Object.keys(LEVELS) as (keyof typeof LEVELS)[];
/** The ledger takes 40 ms; a duration in seconds would be far below. */
const SHORTEST_MS = 35;
const CLOCK_TOLERANCE_MS = 120_000;

export const structuredLines: Task = {
  id: 'structured-lines',
  title: 'Write events, not sentences',
  hints: [
    'Every line goes through src/log.ts, and its callers decide what stands in it. Compare logs/refunds.log with the line in the text.',
    'log() takes a level, an event type, a constant message and an object of facts, and writes one JSON object per line. Amounts and durations are numbers.',
    "`process.stdout.write(JSON.stringify({ timestamp: new Date().toISOString(), level, service: process.env.OTEL_SERVICE_NAME, environment: process.env.DEPLOYMENT_ENVIRONMENT, event_type, ...fields, message }) + '\\n')`, called as `log('info', 'refund_completed', 'refund completed', { amount, duration_ms })`.",
  ],
  async check(lab) {
    const { what: refunds, written } = await sentLately(lab, structuredLines.id, () =>
      Promise.all([askForRefund(lab), askForRefund(lab), askForRefund(lab, { refused: true })]),
    );
    return firstFailure(
      () => stillWorks(refunds),
      () => onlyJson(written),
      ...EVENTS.map((event) => () => isWritten(written, event)),
      () => hasFacts(written, refunds),
      () => constantMessages(written),
    );
  },
};

function stillWorks(refunds: readonly SentRefund[]): Finding {
  const statuses = refunds.map(({ status }) => status);
  return found(statuses.join() === '200,200,502', {
    expected: 'two refunds of less than 1000 euros answered with 200, one of more with 502',
    seen: `statuses ${statuses.join(', ')}`,
    lookAt: 'POST /refunds of your service, and logs/refunds.log',
  });
}

function onlyJson({ others, lines }: Written): Finding {
  return found(others.length === 0 && lines.length > 0, {
    expected: 'every line of three refunds is one JSON object',
    seen: others.length > 0 ? `"${others[0]?.slice(0, 120)}"` : `${lines.length} lines of JSON`,
    lookAt: LOG,
  });
}

function isWritten({ lines }: Written, event: keyof typeof LEVELS): Finding {
  const line = lines.find(({ event_type }) => event_type === event);
  const wanted: Readonly<Record<string, unknown>> = {
    level: LEVELS[event],
    service: 'refunds',
    environment: 'workbench',
  };
  const wrong = Object.keys(wanted).filter((key) => line?.[key] !== wanted[key]);
  const at = Date.parse(String(line?.timestamp));
  if (!(Math.abs(Date.now() - at) < CLOCK_TOLERANCE_MS)) wrong.unshift('timestamp');
  if (typeof line?.message !== 'string') wrong.unshift('message');
  return found(line !== undefined && wrong.length === 0, {
    expected: `a line of event_type ${event} with timestamp, message, ${Object.entries(wanted)
      .map(([key, value]) => `${key} "${value}"`)
      .join(', ')}`,
    seen:
      line === undefined
        ? `event types ${eventsIn(lines)}`
        : wrong.length === 0
          ? 'such a line'
          : wrong.map((key) => `${key} is ${JSON.stringify(line[key])}`).join(', '),
    lookAt: LOG,
  });
}

function hasFacts({ lines }: Written, refunds: readonly SentRefund[]): Finding {
  const ended = lines.filter(({ event_type }) => /^refund_(completed|failed)$/.test(String(event_type)));
  const amounts = refunds.map(({ amount }) => amount).sort();
  const right =
    JSON.stringify(ended.map(({ amount }) => amount).sort()) === JSON.stringify(amounts) &&
    ended.every(({ duration_ms }) => typeof duration_ms === 'number' && duration_ms >= SHORTEST_MS) &&
    ended.every((line) => line.event_type !== 'refund_failed' || line.reason === 'limit_exceeded');
  return found(right, {
    expected: `amount (${amounts.join(', ')}) and duration_ms as numbers on refund_completed and refund_failed, and the ledger's reason on the failure`,
    seen: ended
      .map(({ amount, duration_ms, reason }) => JSON.stringify({ amount, duration_ms, reason }))
      .join(' '),
    lookAt: LOG,
  });
}

function constantMessages({ lines }: Written): Finding {
  const changing = EVENTS.filter(
    (event) => new Set(messagesOf(lines, event)).size > 1 || /\d/.test(messagesOf(lines, event)[0] ?? ''),
  );
  return found(changing.length === 0, {
    expected: 'one message per event type, without a value in it',
    seen:
      changing.length === 0
        ? 'that'
        : `${changing[0]}: ${messagesOf(lines, changing[0] as string)
            .slice(0, 2)
            .map((text) => `"${text}"`)
            .join(' and ')}`,
    lookAt: LOG,
  });
}

const messagesOf = (lines: readonly Line[], event: string): string[] =>
  lines.filter(({ event_type }) => event_type === event).map(({ message }) => String(message));
