import { fails, found, type Task } from '@lab/course/lab';
import { clock, incidentTime, suffered } from '../incident-time.ts';
import { readRecord, updateRecord } from '../record.ts';

const ASKED = 'sum(rate(traffic_requests_total[1m]))';

export const mitigate: Task = {
  id: 'mitigate',
  title: 'End it for the customers',
  needs: ['root-cause'],
  deadlineSeconds: 75,
  hints: [
    'What customers go through has to end; the reason may wait. The services can be changed over HTTP, with the token in admin.header of your folder.',
    'What one version alone does, the route can take away. What a whole component does is taken back there: DELETE /admin/faults is the rollback of this lab.',
    'PUT /admin/models/fraud-detection/route with the champion alone, or DELETE /admin/faults of the component that you have named; then wait 45 seconds.',
  ],
  async check(lab) {
    const record = await readRecord(lab);
    const { began } = incidentTime(record);
    const symptom = await suffered(lab, began);
    const looked = {
      expected: `customers that come, and have been served well for 45 seconds`,
      lookAt: `${lab.endpoints.prometheus}/query: what you have seen in task 1`,
    };
    if ((await lab.engines.prometheus.sum(ASKED)) < 1)
      return fails({ ...looked, seen: 'next to no requests: customers have gone' });
    if (symptom === undefined) return fails({ ...looked, seen: 'no customer has suffered yet' });
    if (symptom.isOver) await updateRecord(lab, () => ({ endedAt: symptom.last * 1000 }));
    return found(symptom.isOver, { ...looked, seen: `customers suffered as late as ${clock(symptom.last)}` });
  },
};
