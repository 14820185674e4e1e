import { probeSslEarliestCertExpiry } from '../../external/blackbox.ts';
import { kubePodContainerRestartsTotal } from '../../external/kubernetes.ts';
import { select } from '../../promql.ts';
import { certificateExpiresSoon, podCrashLooping } from '../elsewhere.ts';
import type { AlertScenario } from './scenario.ts';

const POD = { namespace: 'lab', pod: 'inference-5d9', container: 'inference' } as const;
const restarts = select(kubePodContainerRestartsTotal, POD);
const ADDRESS = { instance: 'https://lab.example' } as const;
const expiry = select(probeSslEarliestCertExpiry, ADDRESS);

export const kubernetesScenarios: readonly AlertScenario[] = [
  {
    alert: podCrashLooping,
    fires: {
      series: { [restarts]: '0x4 1x8 2x8 3x100' },
      pendingAt: '6m',
      at: '10m',
      resolvedAt: '25m',
      labels: POD,
      description: 'inference of lab/inference-5d9 has been restarted 3 times of late.',
    },
    staysSilent: [{ because: 'one restart is no loop', series: { [restarts]: '0x4 1x60' }, at: '12m' }],
  },
];

/** One sample a minute; two weeks are 1,209,600 seconds. */
export const certificateScenarios: readonly AlertScenario[] = [
  {
    alert: certificateExpiresSoon,
    fires: {
      series: { [expiry]: '1216800x240 9999999x30' },
      pendingAt: '150m',
      at: '190m',
      resolvedAt: '242m',
      labels: ADDRESS,
      description: 'The certificate of https://lab.example expires in 13d 22h 50m 0s.',
    },
    staysSilent: [{ because: 'two months are time enough', series: { [expiry]: '5184000x200' }, at: '190m' }],
  },
];
