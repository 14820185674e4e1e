import {
  autopilotActionsTotal,
  autopilotEnabled,
  autopilotPendingApprovals,
} from '../../metrics/autopilot.ts';
import { select } from '../../promql.ts';
import { autopilotActionFailed, autopilotApprovalsWaiting, autopilotKillSwitchOn } from '../autopilot.ts';
import type { AlertScenario } from './scenario.ts';

const AUTOPILOT = { service: 'autopilot' } as const;
const actions = (outcome: string) =>
  select(autopilotActionsTotal, { ...AUTOPILOT, action: 'rollback_canary', outcome });
const enabled = select(autopilotEnabled, AUTOPILOT);
const pending = select(autopilotPendingApprovals, AUTOPILOT);

export const autopilotScenarios: readonly AlertScenario[] = [
  {
    alert: autopilotActionFailed,
    fires: {
      series: { [actions('failed')]: '0x4 1x120' },
      at: '3m',
      resolvedAt: '18m',
      labels: { ...AUTOPILOT, action: 'rollback_canary' },
      description:
        'The action rollback_canary of autopilot failed: what it was to mend is still broken, and now it is yours.',
    },
    staysSilent: [
      {
        because: 'what a guard refuses has not failed',
        series: { [actions('failed')]: '0x60', [actions('refused')]: '0+1x60' },
        at: '10m',
      },
    ],
  },
  {
    alert: autopilotKillSwitchOn,
    fires: {
      series: { [enabled]: '1x4 0x260 1x20' },
      pendingAt: '60m',
      at: '63m',
      resolvedAt: '67m',
      labels: AUTOPILOT,
      description: 'The kill switch of autopilot was left on: nothing is mended by itself.',
    },
    staysSilent: [
      {
        because: 'half an hour of quiet is what it is for',
        series: { [enabled]: '1x4 0x120 1x160' },
        at: '40m',
      },
    ],
  },
  {
    alert: autopilotApprovalsWaiting,
    fires: {
      series: { [pending]: '0x4 2x80 0x20' },
      pendingAt: '15m',
      at: '18m',
      resolvedAt: '22m',
      labels: AUTOPILOT,
      description: '2 actions of autopilot wait for a human to say yes or no.',
    },
    staysSilent: [
      { because: 'somebody answered within five minutes', series: { [pending]: '0x4 1x20 0x80' }, at: '18m' },
    ],
  },
];
