import { found, type Task } from '@lab/course/lab';
import type { LokiApi } from '@lab/engine-clients';
import { timeOf } from '../incident-time.ts';
import { givePoints } from '../record.ts';
import { POINTS } from '../score.ts';
import { EVIDENCE_FILE, evidenceOf } from './evidence-file.ts';

const LINES = 3;
const TIMES_AS_OFTEN = 5;

export const logEvidence: Task = {
  id: 'log-evidence',
  title: 'Evidence in lines',
  needs: ['since-when'],
  hints: [
    'Lines of the component that you accuse, or of one that suffers from it: what do they say now that they did not say before?',
    'Every line has an event_type, and fields that can be compared: level, status_code, model_version, latency_ms, features_source, error_code.',
    'A selector and a filter, no count around it, in single quotes: log: \'{service_name="…"} | event_type="…" | <field> <comparison>\'. At least three lines in the incident, five times as often as before.',
  ],
  async check(lab) {
    const query = await evidenceOf(lab.files, 'log');
    const { began, ended, normal } = await timeOf(lab);
    const during = await linesIn(lab.engines.loki, query, { start: began, end: ended });
    const before = await linesIn(lab.engines.loki, query, normal);
    const ratePerSecond = during / (ended - began);
    const normally = before / (normal.end - normal.start);
    const tells = during >= LINES && ratePerSecond >= TIMES_AS_OFTEN * normally;
    await givePoints(lab, 'log', tells ? POINTS.log : 0);
    return found(tells, {
      expected: `a query of lines that finds at least ${LINES} in the incident, and ${TIMES_AS_OFTEN} times as many per second as before`,
      seen: `${during} lines in ${Math.round(ended - began)} seconds of incident, ${before} in the ${normal.end - normal.start} seconds before`,
      lookAt: `${lab.endpoints.loki}/loki/api/v1/query_range or, with Docker, Explore in Grafana; and log in ${EVIDENCE_FILE}`,
    });
  },
};

async function linesIn(
  loki: LokiApi,
  query: string,
  { start, end }: { readonly start: number; readonly end: number },
): Promise<number> {
  // Loki takes whole seconds, and both ends belong to it.
  const offset = Math.max(0, Math.floor(Date.now() / 1000 - end));
  const window = Math.max(1, Math.ceil(Date.now() / 1000 - start) - offset);
  const [count] = await loki.query(`sum(count_over_time(${query} [${window}s] offset ${offset}s))`);
  return count?.value ?? 0;
}
