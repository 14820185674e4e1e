import { defineLab } from '@lab/course/lab';
import { alert } from './checks/alert.ts';
import { dashboard } from './checks/dashboard.ts';
import { design } from './checks/design.ts';
import { drift } from './checks/drift.ts';
import { exemplars } from './checks/exemplars.ts';
import { logs } from './checks/logs.ts';
import { red } from './checks/red.ts';
import { runbook } from './checks/runbook.ts';
import { score } from './checks/score.ts';
import { slo } from './checks/slo.ts';
import { traces } from './checks/traces.ts';
import { cleanUp, prepare } from './prepare.ts';
import { solve } from './solve.ts';

const criteria = [red, exemplars, logs, traces, slo, alert, dashboard, drift, runbook, design];

export default defineLab({
  number: 0,
  slug: 'capstone',
  title: 'Capstone',
  minutes: 120,
  lessons: [
    'module-08/8-production-best-practices.md',
    'module-207/4-ml-observability.md',
    'module-207/5-sre-principles.md',
  ],
  workbench: {
    services: [
      {
        name: 'checkout',
        entry: 'src/server.ts',
        port: 'WORKBENCH_SERVICE_PORT',
        imports: ['@lab/instrumentation/register'],
        environment: { INFERENCE_URL: 'http://127.0.0.1:${INFERENCE_PORT}' },
      },
    ],
    prometheus: 'prometheus/prometheus.yml',
    alertmanager: 'alertmanager/alertmanager.yml',
    collector: 'collector/config.yaml',
  },
  finishedBy: 'score',
  tasks: [...criteria, score(criteria.map(({ id }) => id))],
  prepare,
  cleanUp,
  solve,
});
