import { defineLab } from '@lab/course/lab';
import { availability } from './checks/availability.ts';
import { byHand } from './checks/by-hand.ts';
import { latency } from './checks/latency.ts';
import { neverFires } from './checks/never-fires.ts';
import { otherPeriod } from './checks/other-period.ts';
import { policy } from './checks/policy.ts';
import { watchItBurn } from './checks/watch-it-burn.ts';
import { whenItPages } from './checks/when-it-pages.ts';
import { cleanUp, prepare } from './prepare.ts';
import { solve } from './solve.ts';

export default defineLab({
  number: 8,
  slug: 'slos-and-error-budgets',
  title: 'SLIs, SLOs, error budgets and burn-rate alerts',
  minutes: 110,
  lessons: ['module-207/5-sre-principles.md', 'module-08/8-production-best-practices.md'],
  workbench: {
    services: [
      { name: 'objectives', entry: 'objectives.ts', port: 'WORKBENCH_SERVICE_PORT' },
      {
        name: 'incident',
        entry: 'incident.ts',
        port: 'WORKBENCH_SECOND_SERVICE_PORT',
        environment: { TRAFFIC_URL: 'http://127.0.0.1:${TRAFFIC_PORT}' },
      },
    ],
    prometheus: 'prometheus/prometheus.yml',
  },
  tasks: [availability, latency, byHand, otherPeriod, neverFires, whenItPages, watchItBurn, policy],
  prepare,
  cleanUp,
  solve,
});
