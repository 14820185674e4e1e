import { defineLab } from '@lab/course/lab';
import { current } from './checks/current.ts';
import { latency } from './checks/latency.ts';
import { limits } from './checks/limits.ts';
import { lint } from './checks/lint.ts';
import { red } from './checks/red.ts';
import { repair } from './checks/repair.ts';
import { scores } from './checks/scores.ts';
import { slowTrace } from './checks/slow-trace.ts';
import { versions } from './checks/versions.ts';
import { whole } from './checks/whole.ts';
import { cleanUp, prepare } from './prepare.ts';
import { solve } from './solve.ts';

export default defineLab({
  number: 7,
  slug: 'dashboard-as-code',
  title: 'ML monitoring dashboard as code',
  minutes: 90,
  lessons: ['module-08/3-grafana-dashboards-and-visualisation.md', 'module-08/7-ml-specific-monitoring.md'],
  workbench: {
    services: [
      {
        name: 'preview',
        entry: 'preview/server.ts',
        port: 'WORKBENCH_SERVICE_PORT',
        environment: { PROMETHEUS_URL: 'http://127.0.0.1:${PROMETHEUS_PORT}' },
      },
      {
        name: 'evening',
        entry: 'evening.ts',
        port: 'WORKBENCH_SECOND_SERVICE_PORT',
        environment: {
          TRAFFIC_URL: 'http://127.0.0.1:${TRAFFIC_PORT}',
          INFERENCE_URL: 'http://127.0.0.1:${INFERENCE_PORT}',
        },
      },
    ],
  },
  tasks: [red, latency, slowTrace, scores, versions, limits, repair, lint, whole, current],
  prepare,
  cleanUp,
  solve,
});
