import { type CheckContext, type Finding, firstFailure, found, type Task } from '@lab/course/lab';
import type { LogLine } from '@lab/engine-clients';
import { askForRefund } from './refund-desk.ts';
import { settlementOf } from './settlement.ts';
import { sentLately } from './written-lines.ts';

const BEFORE_START_S = 20 * 60;
/** Loki's limit of lines in one answer. */
const ALL = 5000;
/** A Collector reads the file within a second, and notes on each line when it did. */
const READING_MS = 10_000;
const NS_PER_MS = 1_000_000n;
/** What was written stays in the file: a Collector that is mended meanwhile brings it as well. */
const ON_ITS_WAY_MS = 60_000;
const ENVIRONMENT = 'workbench';

export const ship: Task = {
  id: 'ship',
  title: 'Ship the lines to Loki',
  needs: ['redact'],
  deadlineSeconds: 45,
  hints: [
    "infra/collector/config.yaml of the lab does all of it, for Docker's files as well. You need the part after `json_line`. logs/collector.log tells what yours does not like.",
    'A receiver file_log for both files with start_at: beginning; a json_parser with timestamp, severity and trace; service and environment moved to the resource, message to the body. A redaction processor. An exporter otlp_http to http://127.0.0.1:<port of Loki>/otlp.',
    'operators: `{ type: filter, expr: \'not (body startsWith "{")\' }`, `json_parser` with `timestamp: { parse_from: attributes.timestamp, layout_type: gotime, layout: "2006-01-02T15:04:05.999Z07:00" }`, `severity: { parse_from: attributes.level }`, `trace: { trace_id: { parse_from: attributes.trace_id } }`, then `move` attributes.service to resource["service.name"], attributes.environment to resource["deployment.environment.name"], attributes.message to body. `redaction: { allow_all_keys: true, blocked_values: […], summary: silent }`.',
  ],
  async check(lab) {
    const settlement = settlementOf(lab);
    const selector = `{service_name="${settlement.service}"}`;
    const archived = await lastReading(lab, selector);
    return firstFailure(
      () =>
        found(distinct(archived) === settlement.lines.length, {
          expected: `all ${settlement.lines.length} lines of import/settlement.jsonl`,
          seen: `${distinct(archived)} of them in ${selector}`,
          lookAt: 'logs/collector.log, and the query in Grafana or with curl',
        }),
      () =>
        atTheirTime(
          archived,
          settlement.lines.map(({ timestamp }) => Date.parse(timestamp)),
        ),
      () => masked(archived, settlement.personalData, selector),
      () => silently(archived, selector),
      () => fromTheWorkbench(archived, selector),
      () => arrives(lab),
    );
  },
};

/**
 * The newest copy of the archive. Until the next task a Collector sends the whole file at each restart, and Loki keeps
 * what an earlier configuration got wrong: nobody could pass who has tried twice. A line without a time of its own
 * has none of its reading beside it: Loki has made the one of the other.
 */
async function lastReading(lab: CheckContext, selector: string): Promise<LogLine[]> {
  const { loki } = lab.engines;
  const since = lab.startedAt / 1000 - BEFORE_START_S;
  const [read, [timeless]] = await Promise.all([
    newestReading(loki, selector, since),
    loki.lines(`${selector} | observed_timestamp=""`, since, 1),
  ]);
  if (timeless !== undefined && timeless.at > Math.max(read ?? 0, lab.startedAt))
    return loki.lines(`${selector} | observed_timestamp=""`, (timeless.at - READING_MS) / 1000, ALL);
  const newest = read === undefined ? '' : ` | observed_timestamp > ${BigInt(read - READING_MS) * NS_PER_MS}`;
  return loki.lines(`${selector}${newest}`, since, ALL);
}

/** Milliseconds since the epoch, or nothing where no line says when it was read. */
async function newestReading(
  loki: CheckContext['engines']['loki'],
  selector: string,
  since: number,
): Promise<number | undefined> {
  const range = Math.ceil(Date.now() / 1000 - since);
  const [newest] = await loki.query(
    `max(max_over_time(${selector} | observed_timestamp!="" | unwrap observed_timestamp | __error__="" [${range}s]))`,
  );
  return newest === undefined ? undefined : Math.floor(newest.value / Number(NS_PER_MS));
}

const distinct = (lines: readonly LogLine[]): number =>
  new Set(lines.map(({ at, fields }) => `${at} ${fields.trace_id} ${fields.event_type}`)).size;

function atTheirTime(lines: readonly LogLine[], times: readonly number[]): Finding {
  const first = Math.min(...lines.map(({ at }) => at));
  const wanted = Math.min(...times);
  return found(Math.abs(first - wanted) < 1000, {
    expected: `the first line at its own time, ${new Date(wanted).toISOString()}`,
    seen: new Date(first).toISOString(),
    lookAt: 'timestamp of your json_parser',
  });
}

function masked(lines: readonly LogLine[], personalData: readonly string[], selector: string): Finding {
  const leaked = personalData.filter((secret) => lines.some((line) => JSON.stringify(line).includes(secret)));
  return found(leaked.length === 0, {
    expected: 'no address and no card number in Loki, though settlement has written some',
    seen: leaked.length === 0 ? 'none' : leaked.join(' and '),
    lookAt: `${selector} | note != ""`,
  });
}

/** A record that says how much of it was masked sets off PersonalDataInLog, which is the lab's. */
function silently(lines: readonly LogLine[], selector: string): Finding {
  const fields = new Set(lines.flatMap((line) => Object.keys(line.fields)));
  const telling = [...fields].filter((field) => field.startsWith('redaction_'));
  return found(telling.length === 0, {
    expected: 'masked lines that say nothing of it: PersonalDataInLog would page for them',
    seen: telling.length === 0 ? 'none' : `${telling.join(', ')} on lines`,
    lookAt: `summary of your redaction, and ${selector}`,
  });
}

function fromTheWorkbench(lines: readonly LogLine[], selector: string): Finding {
  const environments = [
    ...new Set(lines.map(({ fields }) => fields.deployment_environment_name ?? 'nothing')),
  ];
  return found(environments.join() === ENVIRONMENT, {
    expected: `the lines' environment, ${ENVIRONMENT}, as deployment_environment_name`,
    seen: environments.join(', '),
    lookAt: selector,
  });
}

/** A refund of now: its lines have their fields, their severity and their ids without a parser in the query. */
async function arrives(lab: CheckContext): Promise<Finding> {
  const { what } = await sentLately(
    lab,
    ship.id,
    async () => ({ askedAt: Date.now(), refund: await askForRefund(lab, { refused: true }) }),
    ON_ITS_WAY_MS,
  );
  const { refund } = what;
  const query = `{service_name="refunds"} | request_id="${refund.requestId}" | event_type="refund_failed"`;
  const [line] = await lab.engines.loki.lines(query, lab.startedAt / 1000);
  const wanted: Readonly<Record<string, string>> = {
    trace_id: refund.traceId,
    severity_text: 'warn',
    amount: String(refund.amount),
    reason: 'limit_exceeded',
  };
  const wrong = Object.keys(wanted).filter((key) => line?.fields[key] !== wanted[key]);
  const body = line?.message ?? '';
  const complete = found(line !== undefined && wrong.length === 0 && !body.startsWith('{'), {
    expected: `one line whose text is the message alone, with ${Object.entries(wanted)
      .map(([key, value]) => `${key}=${value}`)
      .join(', ')} as fields`,
    seen:
      line === undefined
        ? 'no line'
        : body.startsWith('{')
          ? `the text of the line is still JSON: ${body.slice(0, 80)}`
          : wrong.map((key) => `${key}=${line.fields[key] ?? 'nothing'}`).join(', ') || 'that',
    lookAt: query,
  });
  return complete.passed ? oneStream(lab, what.askedAt) : complete;
}

/** Only streams of now: those of an earlier configuration stay in Loki. */
async function oneStream({ engines }: CheckContext, since: number): Promise<Finding> {
  const selector = '{service_name="refunds"}';
  const streams = await engines.loki.series(selector, since / 1000);
  return found(streams.length === 1 && streams[0]?.deployment_environment_name === ENVIRONMENT, {
    expected: `one stream, with deployment_environment_name="${ENVIRONMENT}" as its lines have it`,
    seen: `${streams.length} streams: ${streams
      .slice(0, 3)
      .map((labels) => JSON.stringify(labels))
      .join(' ')}`,
    lookAt: `the labels of ${selector}`,
  });
}
