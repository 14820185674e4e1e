import { defineLab } from '@lab/course/lab';
import { complaintOf, writeComplaint } from './checks/complaint.ts';
import { errors } from './checks/errors.ts';
import { manualSpans } from './checks/manual-spans.ts';
import { propagation } from './checks/propagation.ts';
import { queue } from './checks/queue.ts';
import { serverSpans } from './checks/server-spans.ts';
import { slowPayment } from './checks/slow-payment.ts';
import { slowStep } from './checks/slow-step.ts';
import { tailSampling } from './checks/tail-sampling.ts';
import { solve } from './solve.ts';

const imports = ['@lab/instrumentation/register'];

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: the workbench fills in the ports
const SCORER_URL = 'http://127.0.0.1:${WORKBENCH_SECOND_SERVICE_PORT}';
const INFERENCE_URL = 'http://127.0.0.1:${INFERENCE_PORT}';
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: the workbench fills in the ports

export default defineLab({
  number: 4,
  slug: 'distributed-tracing',
  title: 'Distributed tracing',
  minutes: 110,
  lessons: ['module-08/5-distributed-tracing.md', 'module-207/2-distributed-tracing.md'],
  workbench: {
    services: [
      {
        name: 'gateway',
        entry: 'src/gateway/server.ts',
        port: 'WORKBENCH_SERVICE_PORT',
        imports,
        environment: { SCORER_URL, PEER_SERVICES: `scorer=${SCORER_URL}` },
      },
      {
        name: 'scorer',
        entry: 'src/scorer/server.ts',
        port: 'WORKBENCH_SECOND_SERVICE_PORT',
        imports,
        environment: { INFERENCE_URL },
      },
    ],
    collector: 'collector/collector.yaml',
  },
  tasks: [serverSpans, manualSpans, propagation, slowPayment, slowStep, errors, queue, tailSampling],
  prepare: (lab) => writeComplaint(lab.files, complaintOf(lab)),
  solve,
});
