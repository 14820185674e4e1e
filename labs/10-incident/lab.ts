import { defineLab } from '@lab/course/lab';
import { logEvidence } from './checks/log-evidence.ts';
import { metricEvidence } from './checks/metric-evidence.ts';
import { mitigate } from './checks/mitigate.ts';
import { postMortem } from './checks/post-mortem.ts';
import { rootCause } from './checks/root-cause.ts';
import { score } from './checks/score.ts';
import { sinceWhen } from './checks/since-when.ts';
import { traceEvidence } from './checks/trace-evidence.ts';
import { whoSuffers } from './checks/who-suffers.ts';
import { cleanUp, prepare } from './prepare.ts';
import { solve } from './solve.ts';

export default defineLab({
  number: 10,
  slug: 'incident',
  title: 'Incident',
  minutes: 90,
  note: 'an incident begins within four minutes; one that went on before has ended, and its evidence with it',
  lessons: [
    'module-207/6-incident-management.md',
    'module-207/7-chaos-engineering.md',
    'module-08/6-alerting-and-incident-response.md',
  ],
  tasks: [
    whoSuffers,
    sinceWhen,
    rootCause,
    metricEvidence,
    logEvidence,
    traceEvidence,
    mitigate,
    postMortem,
    score,
  ],
  prepare,
  cleanUp,
  solve,
});
