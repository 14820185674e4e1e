/** A quarter of an hour of another service's lines, drawn for this learner. */
import type { Draws, LabContext } from '@lab/course/lab';

const SETTLEMENT_FILE = 'import/settlement.jsonl';
const ROUTES = ['/payouts', '/reports', '/webhooks'] as const;
const REQUESTS_PER_ROUTE = 120;
const PAYOUTS = 40;
const SPAN_MS = 14 * 60_000;
const ENDS_BEFORE_START_MS = 60_000;

type Fields = Readonly<Record<string, string | number>>;
type DrawnLine = Fields & { readonly timestamp: string };

interface Settlement {
  /** `settlement-` and four digits: the index label, so that lines of an earlier start are others. */
  readonly service: string;
  readonly lines: readonly DrawnLine[];
  readonly personalData: readonly string[];
  /** Of the payout that the ledger timed out on. */
  readonly failedRequestId: string;
  /** The route with the highest p95, and that in milliseconds. */
  readonly slowest: { readonly route: string; readonly p95: number };
}

/** @param startedAt milliseconds since the epoch: the lines end a minute before */
export function settlementOf({ draws, startedAt }: Pick<LabContext, 'draws' | 'startedAt'>): Settlement {
  const service = `settlement-${draws.token('service', 4)}`;
  const requests = drawnRequests(draws);
  const failed = draws.integer('failed-payout', 5, PAYOUTS - 5);
  const email = `${draws.token('email', 8)}@example.net`;
  const card = '4111111111111111';
  const payouts = Array.from({ length: PAYOUTS }, (_, index) => {
    const trace_id = draws.token(`payout-trace-${index}`, 32);
    const request_id = draws.token(`payout-request-${index}`, 16);
    const note = index === 3 ? { note: `ask ${email} first` } : index === 11 ? { note: `to ${card}` } : {};
    const outcome =
      index === failed
        ? { event_type: 'payout_failed', level: 'error', message: 'payout failed', reason: 'ledger_timeout' }
        : index % 5 === 0
          ? {
              event_type: 'payout_failed',
              level: 'warn',
              message: 'payout failed',
              reason: 'insufficient_funds',
            }
          : { event_type: 'payout_completed', level: 'info', message: 'payout completed' };
    return [
      {
        level: 'info',
        event_type: 'payout_requested',
        message: 'payout requested',
        trace_id,
        request_id,
        ...note,
      },
      // No request_id: two teams wrote these two lines. The trace is what they have in common.
      { ...outcome, trace_id },
    ];
  });
  const events = [...requests.map((request) => [request]), ...payouts];
  const step = SPAN_MS / (events.length + 1);
  const first = startedAt - ENDS_BEFORE_START_MS - SPAN_MS;
  const order = events
    .map((event, index) => ({ event, key: draws.token(`order-${index}`) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  return {
    service,
    lines: order.flatMap(({ event }, index) =>
      event.map((fields, part) => ({
        timestamp: new Date(Math.round(first + index * step + part * 120)).toISOString(),
        service,
        environment: 'workbench',
        ...(fields as Fields),
      })),
    ),
    personalData: [email, card],
    failedRequestId: draws.token(`payout-request-${failed}`, 16),
    slowest: slowestOf(requests),
  };
}

type Request = { readonly route: string; readonly duration_ms: number } & Fields;

/** One route is slow always, one seldom but badly: the highest average is not the highest p95. */
function drawnRequests(draws: Draws): Request[] {
  const turn = draws.integer('routes', 0, ROUTES.length - 1);
  const worst = draws.integer('worst', 900, 1800);
  return ROUTES.flatMap((_, which) => {
    const route = ROUTES[(which + turn) % ROUTES.length] as string;
    return Array.from({ length: REQUESTS_PER_ROUTE }, (_unused, index) => {
      const within = (low: number, high: number) => draws.integer(`ms-${which}-${index}`, low, high);
      const duration_ms =
        which === 0
          ? within(300, 400)
          : which === 1
            ? index % 8 === 0
              ? within(worst, worst + 300)
              : within(20, 60)
            : within(50, 150);
      return {
        level: 'info',
        event_type: 'request_completed',
        message: 'request completed',
        route,
        duration_ms,
        trace_id: draws.token(`trace-${which}-${index}`, 32),
      };
    });
  });
}

function slowestOf(requests: readonly Request[]): Settlement['slowest'] {
  return ROUTES.map((route) => ({
    route,
    p95: quantile(
      0.95,
      requests.filter((request) => request.route === route).map(({ duration_ms }) => duration_ms),
    ),
  })).reduce((slowest, one) => (one.p95 > slowest.p95 ? one : slowest));
}

/** Between the two nearest ranks, as quantile_over_time has it. */
function quantile(q: number, values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = q * (sorted.length - 1);
  const [below, above] = [Math.floor(rank), Math.ceil(rank)];
  return (sorted[below] ?? 0) + (rank - below) * ((sorted[above] ?? 0) - (sorted[below] ?? 0));
}

/** A folder that is gone on with keeps its file: its lines are in Loki already. */
export async function writeSettlement(lab: LabContext): Promise<void> {
  if (await lab.files.exists(SETTLEMENT_FILE)) return;
  const { lines } = settlementOf(lab);
  await lab.files.write(SETTLEMENT_FILE, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
}
