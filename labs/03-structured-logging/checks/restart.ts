import { setTimeout as delay } from 'node:timers/promises';
import { type CheckContext, type Finding, firstFailure, found, type Task } from '@lab/course/lab';
import { fetchText } from '@lab/engine-clients';
import { askForRefund } from './refund-desk.ts';

const REFUNDS = 12;
/** A container takes seconds to go and come: without a refund meanwhile there is nothing to lose. */
const MOST_REFUNDS = 40;
const PAUSE_MS = 400;
const LINES_EACH = 4;
/** What others ask meanwhile; everything from the beginning is hundreds. */
const OTHER_LINES = 72;
/** A file of the learner's folder that no engine reads: its change alone restarts the Collector. */
const TOUCHED = 'collector-restart.json';

interface Restarted {
  readonly at: number;
  readonly requestIds: readonly string[];
}

export const restart: Task = {
  id: 'restart',
  title: 'Lose nothing when the shipper is killed',
  needs: ['ship'],
  deadlineSeconds: 60,
  hints: [
    'The check ends your Collector, asks for refunds while it is away, and counts. What does a new process know of what the old one had read?',
    'An extension file_storage with the directory state in your folder (with Docker the only one that the Collector may write to), named in service.extensions, and `storage: file_storage` in the receiver. The queue of the exporter can have one as well.',
    '`extensions: { file_storage: { directory: state, create_directory: true } }`, `service: { extensions: [file_storage] }`, `storage: file_storage` and `start_at: beginning` in file_log, and `sending_queue: { storage: file_storage }` in otlp_http.',
  ],
  async check(lab) {
    const noted = lab.notes.get(restart.id) as Restarted | undefined;
    const restarted = noted ?? (await restartAndAsk(lab));
    lab.notes.set(restart.id, restarted);
    return firstFailure(
      () => isAnother(lab, restarted.at),
      () => allArrived(lab, restarted.requestIds),
      () => readsOnlyWhatIsNew(lab, restarted.requestIds.length),
    );
  },
};

async function restartAndAsk(lab: CheckContext): Promise<Restarted> {
  const at = Date.now();
  await lab.files.write(TOUCHED, `${JSON.stringify({ restarted_at: new Date(at).toISOString() })}\n`);
  const requestIds: string[] = [];
  // One after the other, over the seconds in which it goes and comes.
  while (requestIds.length < MOST_REFUNDS && (requestIds.length < REFUNDS || !(await isBack(lab, at)))) {
    requestIds.push((await askForRefund(lab)).requestId);
    await delay(PAUSE_MS, undefined, { signal: lab.signal });
  }
  return { at, requestIds };
}

const isBack = (lab: CheckContext, at: number): Promise<boolean> =>
  isAnother(lab, at).then(
    ({ passed }) => passed,
    () => false,
  );

async function selfMetric({ workbench }: CheckContext, name: string): Promise<number> {
  const text = await fetchText(`${workbench.collectorSelfMetrics}/metrics`);
  const values = [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm'))];
  return values.reduce((sum, [, value]) => sum + Number(value), 0);
}

async function isAnother(lab: CheckContext, at: number): Promise<Finding> {
  const uptime = await selfMetric(lab, 'otelcol_process_uptime_seconds_total');
  const age = (Date.now() - at) / 1000;
  return found(uptime > 0 && uptime <= age, {
    expected: 'a Collector that has started since the check ended the one before',
    seen:
      uptime > age
        ? `one that runs since ${uptime.toFixed(0)} s`
        : `one that runs since ${uptime.toFixed(1)} s`,
    lookAt: `${lab.workbench.collectorSelfMetrics}/metrics and logs/collector.log`,
  });
}

async function allArrived(
  { engines, startedAt }: CheckContext,
  requestIds: readonly string[],
): Promise<Finding> {
  const query = `{service_name="refunds"} | event_type="refund_completed" | request_id=~"${requestIds.join('|')}"`;
  const arrived = await engines.loki.lines(query, startedAt / 1000);
  const ids = new Set(arrived.map(({ fields }) => fields.request_id));
  return found(ids.size === requestIds.length && arrived.length === requestIds.length, {
    expected: `${requestIds.length} refunds that were asked for while it was away, each once`,
    seen: `${arrived.length} lines of ${ids.size} refunds`,
    lookAt: '{service_name="refunds"} | event_type="refund_completed"',
  });
}

async function readsOnlyWhatIsNew(lab: CheckContext, refunds: number): Promise<Finding> {
  const most = LINES_EACH * refunds + OTHER_LINES;
  const read = await selfMetric(lab, 'otelcol_receiver_accepted_log_records_total');
  return found(read > 0 && read <= most, {
    expected: 'the new Collector reads on where the old one was',
    seen: `it has read ${read} lines: ${read > most ? 'it began again' : 'the new ones'}`,
    lookAt: `otelcol_receiver_accepted_log_records_total of ${lab.workbench.collectorSelfMetrics}/metrics`,
  });
}
