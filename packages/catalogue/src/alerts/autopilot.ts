import { autopilotActionsTotal, autopilotEnabled, autopilotPendingApprovals } from '../metrics/autopilot.ts';
import { increase, maxBy, minBy, select, sumBy } from '../promql.ts';
import type { Alert, AlertGroup } from './alert.ts';

const incidents = (panel: string) => ({ dashboard: 'alerts-incidents', panel });

export const autopilotActionFailed: Alert = {
  name: 'AutopilotActionFailed',
  expression: `${sumBy(['service', 'action'], increase(autopilotActionsTotal, '15m', { outcome: 'failed' }))} > 0`,
  for: '0s',
  severity: 'critical',
  team: 'ml-platform',
  summary: 'The autopilot could not do what it had decided',
  description:
    'The action {{ $labels.action }} of {{ $labels.service }} failed: what it was to mend is still broken, and now it is yours.',
  panel: incidents('Autopilot actions'),
};

export const autopilotKillSwitchOn: Alert = {
  name: 'AutopilotKillSwitchOn',
  expression: `${minBy(['service'], select(autopilotEnabled))} == 0`,
  for: '1h',
  severity: 'warning',
  team: 'ml-platform',
  summary: 'The autopilot is switched off',
  description: 'The kill switch of {{ $labels.service }} was left on: nothing is mended by itself.',
  panel: incidents('Autopilot enabled'),
};

export const autopilotApprovalsWaiting: Alert = {
  name: 'AutopilotApprovalsWaiting',
  expression: `${maxBy(['service'], select(autopilotPendingApprovals))} > 0`,
  for: '15m',
  severity: 'warning',
  team: 'ml-platform',
  summary: 'Actions wait for approval',
  description: '{{ $value }} actions of {{ $labels.service }} wait for a human to say yes or no.',
  panel: incidents('Approvals waiting'),
};

export const autopilotAlerts: AlertGroup = {
  name: 'autopilot',
  alerts: [autopilotActionFailed, autopilotKillSwitchOn, autopilotApprovalsWaiting],
};
