import { fails, found, type Task } from '@lab/course/lab';
import { answersForEver, incidentTime, secondsAnswered } from '../incident-time.ts';
import { givePoints, readRecord } from '../record.ts';
import { POINTS } from '../score.ts';
import { EVIDENCE_FILE, evidenceOf } from './evidence-file.ts';

const ANSWERED_SECONDS = 30;
/** How old the newest features are: what an alert on freshness asks. */
const AGE_OF_FEATURES =
  /\btime\s*\(\s*\)\s*-\s*(?:(?:max|min)\s*(?:by\s*\([^)]*\)\s*)?\(\s*)?data_last_updated_timestamp\b/g;
/** With these a query can tell one time from another without looking at anything. */
const CLOCK = /\b(?:time|timestamp|minute|hour|day_of_\w+|days_in_month|month|year)\s*\(|@\s*[\d.se]/;

export const looksAtTheClock = (query: string): boolean => CLOCK.test(query.replaceAll(AGE_OF_FEATURES, ''));

export const metricEvidence: Task = {
  id: 'metric-evidence',
  title: 'Evidence in metrics',
  // How long it answers tells when the incident began.
  needs: ['since-when'],
  hints: [
    'Write it as the expression of an alert: a comparison, which answers nothing while all is well.',
    'It has to be silent in the minute before the incident, and to answer for at least 30 seconds of it. A window of five minutes notices late; one minute does.',
    'A ratio that has moved, with a bound between before and now: errors / all > 0.1, or histogram_quantile(0.95, sum by (le) (rate(…_bucket[1m]))) > 1.',
  ],
  async check(lab) {
    const query = await evidenceOf(lab.files, 'metric');
    const record = await readRecord(lab);
    const { began, ended, normal } = incidentTime(record);
    const looked = {
      expected: `an expression that is silent before the incident, answers for ${ANSWERED_SECONDS} seconds of it, and falls silent again`,
      lookAt: `${lab.endpoints.prometheus}/query, and metric in ${EVIDENCE_FILE}`,
    };
    if (looksAtTheClock(query)) {
      await givePoints(lab, 'metric', 0);
      return fails({ ...looked, seen: 'an expression that looks at the clock rather than at the system' });
    }
    const during = await secondsAnswered(lab, query, { start: began, end: ended });
    const before = await secondsAnswered(lab, query, normal);
    const goesOn = await answersForEver(lab, query, record.endedAt);
    const tells = before === 0 && during >= ANSWERED_SECONDS && !goesOn;
    await givePoints(lab, 'metric', tells ? POINTS.metric : 0);
    return found(tells, {
      ...looked,
      seen: `it answers for ${before} of ${normal.end - normal.start} seconds before, and for ${during} of ${Math.round(ended - began)} seconds during the incident${goesOn ? ', and goes on although it has been over for two minutes' : ''}${before + during === 0 ? '; does each of its selectors find a series? Metrics and lines have labels of their own' : ''}`,
    });
  },
};
