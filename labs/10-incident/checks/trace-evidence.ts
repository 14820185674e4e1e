import { fails, found, type Task } from '@lab/course/lab';
import type { TraceSpan } from '@lab/engine-clients';
import { clock, timeOf } from '../incident-time.ts';
import { incidentOf } from '../incidents.ts';
import { givePoints } from '../record.ts';
import { POINTS } from '../score.ts';

const MARGIN_MS = 5000;
const TRACE_ID_DIGITS = 32;

export const traceEvidence: Task = {
  id: 'trace-evidence',
  title: 'Evidence in a trace',
  question: {
    text: 'A trace of a harmed request in which the component at fault can be seen to fail or to be slow.',
    form: 'a trace id of 32 hexadecimal digits',
  },
  deadlineSeconds: 15,
  hints: [
    'An exemplar of a slow or failed request leads to one, and so does trace_id of a line.',
    'The span at fault is of the component that you have named: it failed, or it took long.',
    'Search the trace store for the service with errors, or with a duration over a second, in the time of the incident.',
  ],
  async check(lab) {
    const { began, ended } = await timeOf(lab);
    // Tempo's search leaves leading zeros out.
    const id = (lab.answer('trace-evidence') ?? '').toLowerCase().padStart(TRACE_ID_DIGITS, '0');
    const looked = {
      expected: 'a trace of the incident with a span of the component at fault that failed or was slow',
      lookAt: `${lab.endpoints.grafana}/explore`,
    };
    const spans = /^[0-9a-f]{32}$/.test(id) ? await lab.engines.traces.trace(id) : undefined;
    if (spans === undefined) {
      await givePoints(lab, 'trace', 0);
      return fails({ ...looked, seen: `${id}: the trace store has no such trace` });
    }
    const startedAt = Math.min(...spans.map((span) => span.startedAt));
    const within = startedAt >= began * 1000 - MARGIN_MS && startedAt <= ended * 1000 + MARGIN_MS;
    const tells = within && spans.some(isAtFault(incidentOf(lab.draws).fault.evidence.trace));
    await givePoints(lab, 'trace', tells ? POINTS.trace : 0);
    return found(tells, {
      ...looked,
      seen: within
        ? `${spans.length} spans of ${[...new Set(spans.map(({ service }) => service))].join(', ')}, none of which shows it`
        : `a trace of ${clock(startedAt / 1000)}, not of the incident`,
    });
  },
};

interface Wanted {
  readonly service: string;
  readonly failed?: boolean;
  readonly minimumMs?: number;
}

export const isAtFault =
  (wanted: Wanted | undefined) =>
  (span: TraceSpan): boolean =>
    wanted !== undefined &&
    span.service === wanted.service &&
    (wanted.failed !== true || span.failed) &&
    span.durationMs >= (wanted.minimumMs ?? 0);
