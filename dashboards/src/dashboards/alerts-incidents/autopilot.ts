/** What was mended without a human, and what waits for one. */
import * as units from '@grafana/grafana-foundation-sdk/units';
import {
  autopilotActionBudgetRemaining,
  autopilotActionsTotal,
  autopilotAlertsTotal,
  autopilotEnabled,
  autopilotIncidentDurationSeconds,
  autopilotOpenIncidents,
  autopilotPendingApprovals,
  autopilotRefusalsTotal,
} from '@lab/catalogue';
import { autopilotApprovalsWaiting } from '@lab/catalogue/alerts';
import { increase, mean, select, sumBy } from '@lab/catalogue/promql';
import { firesAt } from '../../alert-limits.ts';
import { bars, lines, stacked, stat, steps, timeseries } from '../../house-style.ts';
import { instantQuery, linesQuery, promQuery } from '../../targets.ts';

export const enabled = () =>
  stat({
    title: 'Autopilot enabled',
    description: '1 while it may act, 0 while its kill switch is on. For an hour: AutopilotKillSwitchOn.',
    unit: units.BoolOnOff,
  })
    .span(8)
    .thresholds(steps({ from: null, color: 'red' }, { from: 1, color: 'green' }))
    .withTarget(instantQuery(select(autopilotEnabled), 'enabled'));

export const approvals = () =>
  stat({
    title: 'Approvals waiting',
    description: `Actions that wait for a human to say yes or no. ${firesAt(autopilotApprovalsWaiting)}`,
    unit: units.Short,
  })
    .span(8)
    .thresholds(steps({ from: null, color: 'green' }, { from: 1, color: 'orange' }))
    .withTarget(instantQuery(select(autopilotPendingApprovals), 'waiting'));

export const openIncidents = () =>
  stat({
    title: 'Open incidents',
    description: 'Incidents that the autopilot has opened and that are not resolved.',
    unit: units.Short,
  })
    .span(8)
    .thresholds(steps({ from: null, color: 'green' }, { from: 1, color: 'red' }))
    .withTarget(instantQuery(select(autopilotOpenIncidents), 'open'));

export const actions = () =>
  stacked({
    title: 'Autopilot actions',
    description: 'Decisions to act within 15 minutes, by outcome. One that failed: AutopilotActionFailed.',
    unit: units.Short,
  }).withTarget(
    promQuery(
      sumBy(['action', 'outcome'], increase(autopilotActionsTotal, '15m')),
      '{{action}}: {{outcome}}',
    ),
  );

export const refusals = () =>
  stacked({
    title: 'Actions refused',
    description:
      'What the policy asked for and a guard refused within 15 minutes: cooldown, budget, kill switch.',
    unit: units.Short,
  }).withTarget(
    promQuery(sumBy(['action', 'reason'], increase(autopilotRefusalsTotal, '15m')), '{{action}}: {{reason}}'),
  );

export const budget = () =>
  bars({
    title: 'Actions left today',
    description: 'How often each action is still allowed today. At 0 a human has to.',
    unit: units.Short,
  }).withTarget(instantQuery(select(autopilotActionBudgetRemaining), '{{action}}'));

export const alertsHeard = () =>
  stacked({
    title: 'Alerts heard by the autopilot',
    description: 'Within 15 minutes, by what became of them. "no_policy" is somebody else’s work.',
    unit: units.Short,
  })
    .span(12)
    .withTarget(promQuery(sumBy(['receipt'], increase(autopilotAlertsTotal, '15m')), '{{receipt}}'));

export const incidentDuration = () =>
  timeseries({
    title: 'Duration of incidents',
    description: 'Mean time from the first alert of an incident to its resolution, over an hour.',
    unit: units.Seconds,
  })
    .span(12)
    .withTarget(promQuery(mean(autopilotIncidentDurationSeconds, [], '1h'), 'mean'));

export const decisions = () =>
  lines({
    title: 'What the autopilot decided',
    description: 'Each decision with its reason; the field trace_id leads to all that it did.',
  }).withTarget(
    linesQuery(
      '{service_name="autopilot"} | event_type=~"autopilot_decision|autopilot_approval|incident_.*"',
    ),
  );
