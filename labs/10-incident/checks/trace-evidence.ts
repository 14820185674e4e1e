import { found, type Task } from '@lab/course/lab';
import { wholeTraceId } from '@lab/engine-clients';
import { clock, incidentTime } from '../incident-time.ts';
import { incidentOf, proofOf } from '../incidents.ts';
import { givePoints, readRecord, updateRecord } from '../record.ts';
import { POINTS } from '../score.ts';
import { proves } from '../trace-proof.ts';

const MARGIN_MS = 5000;

export const traceEvidence: Task = {
  id: 'trace-evidence',
  title: 'Evidence in a trace',
  // Whose span it is tells the cause.
  needs: ['root-cause'],
  question: {
    text: 'A trace from the incident in which the component at fault can be seen to fail or to be slow. Where no request is harmed because none comes: one of your own, which shows that the service below answers.',
    form: 'a trace id of 32 hexadecimal digits',
  },
  deadlineSeconds: 15,
  hints: [
    'An exemplar of a slow or failed request leads to one, and so does trace_id of a line.',
    'The span at fault is of the component that you have named: it failed, or it took long. If nobody asks, ask yourself: what is answered is not at fault.',
    'Search the trace store for the service with errors, or with a duration over a second, in the time of the incident; or POST a prediction to inference with a traceparent of your own, and give its trace id.',
  ],
  async check(lab) {
    const record = await readRecord(lab);
    const { began, ended } = incidentTime(record);
    const id = wholeTraceId(lab.answer('trace-evidence') ?? '');
    const looked = {
      expected:
        'a trace of the incident with a span of the component at fault that failed or was slow; where no customer asks, of a request of your own that was answered',
      lookAt: `${lab.endpoints[lab.engines.traces.name]}, and with Docker Explore in Grafana`,
    };
    const spans = /^[0-9a-f]{32}$/.test(id) ? await lab.engines.traces.trace(id) : undefined;
    if (spans === undefined) {
      // Without Docker the store keeps a quarter of an hour: what it has shown once stays shown.
      const wasShown = record.provenTrace === id;
      await givePoints(lab, 'trace', wasShown ? POINTS.trace : 0);
      return found(wasShown, { ...looked, seen: `${id}: the trace store has no such trace` });
    }
    const startedAt = Math.min(...spans.map((span) => span.startedAt));
    const within = startedAt >= began * 1000 - MARGIN_MS && startedAt <= ended * 1000 + MARGIN_MS;
    const tells = within && proves(proofOf(incidentOf(lab.draws)), spans);
    if (tells) await updateRecord(lab, () => ({ provenTrace: id }));
    await givePoints(lab, 'trace', tells ? POINTS.trace : 0);
    return found(tells, {
      ...looked,
      seen: within
        ? `${spans.length} spans of ${[...new Set(spans.map(({ service }) => service))].join(', ')}, none of which shows it`
        : `a trace of ${clock(startedAt / 1000)}, not of the incident`,
    });
  },
};
