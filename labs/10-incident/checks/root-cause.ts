import { fails, passes, type Task } from '@lab/course/lab';
import { timeOf } from '../incident-time.ts';
import { causeOf, causesFor, incidentOf } from '../incidents.ts';
import { givePoints, updateRecord } from '../record.ts';
import { POINTS } from '../score.ts';

export const rootCause: Task = {
  id: 'root-cause',
  title: 'Name the root cause',
  needs: ['who-suffers'],
  question: {
    text: 'Which component, and what is wrong with it? The letters are in causes.md.',
    form: 'one letter; each wrong one costs five points',
  },
  deadlineSeconds: 2,
  hints: [
    'A trace of a request that went wrong, beside one that did not: the first span that differs.',
    'Ask of each suspect what else it would do. A model that fails has errors by version; a service that refuses has none. A database that hangs makes the pool wait.',
    'Follow the errors or the time downwards: traffic, inference, its model (ml_model_predictions_total, ml_model_inference_duration_seconds) or features (http_server_requests_total of job features); and upwards where there is nothing to follow: what is due (traffic_target_rate), and what is written (traffic_feature_writes_total). The lowest that is ill is the cause.',
  ],
  async check(lab) {
    await timeOf(lab);
    const causes = causesFor(lab.draws);
    const said = lab.answer('root-cause') ?? '';
    const [letter = ''] = /^[a-z](?![a-z])/i.exec(said.trim().toUpperCase()) ?? [];
    const named = causes.get(letter);
    const right = named === causeOf(incidentOf(lab.draws).fault);
    await givePoints(lab, 'cause', right ? POINTS.cause : 0);
    const looked = {
      expected: 'the letter of the cause, not of a consequence',
      seen: named === undefined ? `${said}: no letter of causes.md` : `${letter}, ${named}: it is not that`,
      lookAt: 'a trace of a harmed request, and the metrics of each service that it passes',
    };
    if (right) {
      await updateRecord(lab, ({ namedAt = Date.now() }) => ({ namedAt }));
      return passes(looked);
    }
    if (named !== undefined)
      await updateRecord(lab, ({ wrongCauses }) => ({ wrongCauses: [...new Set([...wrongCauses, letter])] }));
    return fails(looked);
  },
};
