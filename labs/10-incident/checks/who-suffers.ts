import { fails, passes, type Task } from '@lab/course/lab';
import { incidentOf, SUFFERINGS } from '../incidents.ts';
import { givePoints, readRecord, updateRecord } from '../record.ts';
import { POINTS, WRONG_WORD } from '../score.ts';

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
    const said = (lab.answer('who-suffers') ?? '').trim().toLowerCase();
    const word = SUFFERINGS.find((one) => one === said);
    const { beganAt, wrongWords = [] } = await readRecord(lab);
    // Before it begins every word is wrong, and is told so in the same way: the check is no alarm.
    const right = word === incidentOf(lab.draws).suffering && Date.now() >= beganAt;
    const looked = {
      expected: 'the word for what customers go through',
      seen:
        word === undefined
          ? `${said}: none of ${SUFFERINGS.join(', ')}`
          : `${word}: that is not what customers go through`,
      lookAt: `${lab.endpoints.prometheus}/query: traffic_requests_total, traffic_request_duration_seconds, ml_predictions_total, data_last_updated_timestamp`,
    };
    if (!right) {
      await givePoints(lab, 'suffering', 0);
      if (word !== undefined)
        await updateRecord(lab, () => ({ wrongWords: [...new Set([...wrongWords, word])] }));
      return fails(looked);
    }
    await givePoints(lab, 'suffering', Math.max(0, POINTS.suffering - WRONG_WORD * wrongWords.length));
    await updateRecord(lab, ({ detectedAt = Date.now() }) => ({ detectedAt }));
    return passes(looked);
  },
};
