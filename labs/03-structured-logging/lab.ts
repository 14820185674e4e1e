import { defineLab } from '@lab/course/lab';
import { alertOnLines } from './checks/alert-on-lines.ts';
import { correlate } from './checks/correlate.ts';
import { logMetric } from './checks/log-metric.ts';
import { slowRoute, whichFailed } from './checks/questions.ts';
import { redact } from './checks/redact.ts';
import { restart } from './checks/restart.ts';
import { writeSettlement } from './checks/settlement.ts';
import { ship } from './checks/ship.ts';
import { structuredLines } from './checks/structured-lines.ts';
import { writeAnswers } from './solve.ts';

export default defineLab({
  number: 3,
  slug: 'structured-logging',
  title: 'Structured logging to Loki',
  minutes: 105,
  lessons: ['module-08/4-centralised-logging.md', 'module-207/3-log-aggregation.md'],
  workbench: {
    services: [
      {
        name: 'refunds',
        entry: 'src/server.ts',
        port: 'WORKBENCH_SERVICE_PORT',
        environment: { DEPLOYMENT_ENVIRONMENT: 'workbench' },
      },
    ],
    prometheus: 'prometheus/prometheus.yml',
    collector: 'collector/config.yaml',
  },
  tasks: [structuredLines, correlate, redact, ship, restart, whichFailed, slowRoute, logMetric, alertOnLines],
  prepare: writeSettlement,
  solve: writeAnswers,
});
