import { defineLab } from '@lab/course/lab';
import { alertTests } from './checks/alert-tests.ts';
import { alerts } from './checks/alerts.ts';
import { costOfAPrediction } from './checks/cost-of-a-prediction.ts';
import { federateTheHost } from './checks/federate-the-host.ts';
import { fullWhen } from './checks/full-when.ts';
import { gpuExporter } from './checks/gpu-exporter.ts';
import { replicas } from './checks/replicas.ts';
import { utilisation } from './checks/utilisation.ts';
import { whichGpu } from './checks/which-gpu.ts';
import { cleanUp, prepare } from './prepare.ts';
import { solve } from './solve.ts';

export default defineLab({
  number: 9,
  slug: 'gpu-and-host',
  title: 'GPU and host monitoring, capacity planning',
  minutes: 110,
  lessons: ['module-207/1-advanced-prometheus.md', 'module-207/5-sre-principles.md'],
  workbench: {
    services: [
      { name: 'gpu-exporter', entry: 'gpu-exporter.ts', port: 'WORKBENCH_SERVICE_PORT' },
      {
        name: 'machines',
        entry: 'machines.ts',
        port: 'WORKBENCH_SECOND_SERVICE_PORT',
        environment: { TRAFFIC_URL: 'http://127.0.0.1:${TRAFFIC_PORT}' },
      },
    ],
    prometheus: 'prometheus/prometheus.yml',
  },
  tasks: [
    federateTheHost,
    gpuExporter,
    utilisation,
    whichGpu,
    alerts,
    alertTests,
    fullWhen,
    costOfAPrediction,
    replicas,
  ],
  prepare,
  cleanUp,
  solve,
});
