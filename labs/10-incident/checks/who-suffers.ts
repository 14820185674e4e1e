import { fails, passes, type Task } from '@lab/course/lab';
import { timeOf } from '../incident-time.ts';
import { incidentOf, SUFFERINGS } from '../incidents.ts';
import { givePoints, updateRecord } from '../record.ts';
import { POINTS } from '../score.ts';

export const whoSuffers: Task = {
  id: 'who-suffers',
  title: 'Who suffers?',
  question: {
    text: 'How do customers suffer? Their own view of it, not the cause.',
    form: `one of ${SUFFERINGS.join(', ')}`,
  },
  deadlineSeconds: 2,
  hints: [
    'The generator counts what its customers get: traffic_requests_total by outcome, and how long they wait.',
    'Compare with two minutes before: requests and those without success, the median wait, errors by model_version, answers by features_source, the age of the newest features.',
    'Only version 2 with errors is canary-refused; both versions, or errors before a version is chosen, is refused; a median over a second is late; features_source="default" for most is blind; features that nobody has written for a minute are outdated; no requests at all is gone.',
  ],
  async check(lab) {
    await timeOf(lab);
    const said = lab.answer('who-suffers');
    const right = said === incidentOf(lab.draws).suffering;
    await givePoints(lab, 'suffering', right ? POINTS.suffering : 0);
    const looked = {
      expected: 'the word for what customers go through',
      seen: SUFFERINGS.some((word) => word === said)
        ? `${said}: that is not what customers see`
        : `${said}: none of ${SUFFERINGS.join(', ')}`,
      lookAt: `${lab.endpoints.prometheus}/query: traffic_requests_total, traffic_request_duration_seconds, ml_predictions_total, data_last_updated_timestamp`,
    };
    if (!right) return fails(looked);
    await updateRecord(lab, ({ detectedAt = Date.now() }) => ({ detectedAt }));
    return passes(looked);
  },
};
