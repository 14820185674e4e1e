import { defineLab } from '@lab/course/lab';
import { abort } from './checks/abort.ts';
import { claim } from './checks/claim.ts';
import { firstRun } from './checks/first-run.ts';
import { mend } from './checks/mend.ts';
import { price } from './checks/price.ts';
import { steadyState } from './checks/steady-state.ts';
import { cleanUp, prepare } from './prepare.ts';
import { solve } from './solve.ts';

export default defineLab({
  number: 11,
  slug: 'chaos-experiment',
  title: 'A chaos experiment of your own',
  minutes: 100,
  lessons: ['module-207/7-chaos-engineering.md'],
  workbench: {
    services: [
      {
        name: 'shop',
        entry: 'src/shop/server.ts',
        port: 'WORKBENCH_SERVICE_PORT',
        environment: { MODEL_URL: 'http://127.0.0.1:${WORKBENCH_SECOND_SERVICE_PORT}/model' },
      },
      {
        name: 'surroundings',
        entry: 'surroundings/server.ts',
        port: 'WORKBENCH_SECOND_SERVICE_PORT',
        environment: {
          INFERENCE_URL: 'http://127.0.0.1:${INFERENCE_PORT}',
          SHOP_URL: 'http://127.0.0.1:${WORKBENCH_SERVICE_PORT}',
        },
      },
    ],
    prometheus: 'prometheus/prometheus.yml',
  },
  tasks: [steadyState, price, abort, firstRun, mend, claim],
  prepare,
  cleanUp,
  solve,
});
