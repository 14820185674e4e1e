import { assemble } from '../assemble.ts';
import {
  attempts,
  firingBySeverity,
  firingNow,
  heartbeatAge,
  history,
  notifications,
  pending,
  toldByPager,
} from './alerts-incidents/alerts.ts';
import {
  actions,
  alertsHeard,
  approvals,
  budget,
  decisions,
  enabled,
  incidentDuration,
  openIncidents,
  refusals,
} from './alerts-incidents/autopilot.ts';
import {
  detection,
  drillsPassed,
  drillsRunning,
  injectedFaults,
  meanDetection,
  meanResolution,
  resolution,
} from './alerts-incidents/drills.ts';

export const alertsIncidents = () =>
  assemble({
    uid: 'alerts-incidents',
    title: 'Alerts and incidents',
    description:
      'What fires and whom it reaches, how fast faults are seen and mended, and what mends itself.',
    tags: ['alerts', 'overview'],
    rows: [
      {
        title: 'Alerts',
        panels: [
          firingNow().span(8),
          toldByPager().span(8),
          heartbeatAge().span(8),
          firingBySeverity(),
          history(),
          pending(),
        ],
      },
      { title: 'Notifications', panels: [notifications(), attempts()] },
      {
        title: 'Drills',
        panels: [
          meanDetection().span(8),
          meanResolution().span(8),
          drillsPassed().span(8),
          injectedFaults(),
          drillsRunning(),
          detection(),
          resolution(),
        ],
      },
      {
        title: 'Autopilot',
        panels: [
          enabled(),
          approvals(),
          openIncidents(),
          actions(),
          refusals(),
          budget(),
          alertsHeard(),
          incidentDuration(),
          decisions(),
        ],
      },
    ],
  });
