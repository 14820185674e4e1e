import { defineLab } from '@lab/course/lab';
import { deadMansSwitch } from './checks/dead-mans-switch.ts';
import { delivery } from './checks/delivery.ts';
import { featuresGone } from './checks/features-gone.ts';
import { firedAt, toldAfter } from './checks/incident.ts';
import { inhibition } from './checks/inhibition.ts';
import { predictionsFailing } from './checks/predictions-failing.ts';
import { predictionsSlow } from './checks/predictions-slow.ts';
import { routing } from './checks/routing.ts';
import { silence } from './checks/silence.ts';
import { suspectsTask } from './checks/suspects.ts';
import { unitTests } from './checks/unit-tests.ts';
import { cleanUp, prepare } from './prepare.ts';
import { solve } from './solve.ts';

export default defineLab({
  number: 6,
  slug: 'alerting',
  title: 'Alerting',
  minutes: 120,
  lessons: ['module-08/6-alerting-and-incident-response.md', 'module-08/2-prometheus-metrics-collection.md'],
  workbench: {
    services: [
      {
        name: 'incident',
        entry: 'incident.ts',
        port: 'WORKBENCH_SERVICE_PORT',
        environment: { TRAFFIC_URL: 'http://127.0.0.1:${TRAFFIC_PORT}' },
      },
      { name: 'dead-mans-switch', entry: 'dead-mans-switch.ts', port: 'WORKBENCH_SECOND_SERVICE_PORT' },
    ],
    prometheus: 'prometheus/prometheus.yml',
    alertmanager: 'alertmanager/alertmanager.yml',
  },
  tasks: [
    predictionsFailing,
    predictionsSlow,
    featuresGone,
    unitTests,
    suspectsTask,
    routing,
    delivery,
    inhibition,
    silence,
    firedAt,
    toldAfter,
    deadMansSwitch,
  ],
  prepare,
  cleanUp,
  solve,
});
