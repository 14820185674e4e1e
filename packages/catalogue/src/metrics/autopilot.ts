import { MAX_ALERTS, MAX_MODEL_VERSIONS, MAX_MODELS } from '../limits.ts';
import { counter, gauge, histogram } from '../metric.ts';

export const AUTOPILOT_ACTIONS = [
  'rollback_canary',
  'pin_version',
  'degrade',
  'retrain',
  'promote',
  'open_incident',
] as const;
export const ACTION_OUTCOMES = ['done', 'failed', 'dry_run', 'refused', 'awaiting_approval'] as const;
export const REFUSALS = ['cooldown', 'budget', 'kill_switch', 'rejected', 'not_applicable'] as const;
export const ALERT_RECEIPTS = ['accepted', 'duplicate', 'no_policy', 'stale'] as const;
export const MODEL_ALIASES = ['champion', 'challenger', 'previous'] as const;

const action = { action: AUTOPILOT_ACTIONS } as const;

export const autopilotAlertsTotal = counter({
  name: 'autopilot_alerts_total',
  help: 'Alerts delivered by the Alertmanager, by what became of them.',
  labels: { alertname: MAX_ALERTS, receipt: ALERT_RECEIPTS },
});

export const autopilotActionsTotal = counter({
  name: 'autopilot_actions_total',
  help: 'Decisions to act, by outcome.',
  labels: { ...action, outcome: ACTION_OUTCOMES },
});

export const autopilotRefusalsTotal = counter({
  name: 'autopilot_refusals_total',
  help: 'Actions that the policy asked for and a guard refused.',
  labels: { ...action, reason: REFUSALS },
});

export const autopilotActionDurationSeconds = histogram({
  name: 'autopilot_action_duration_seconds',
  help: 'Time from the alert that caused it to the end of the action.',
  labels: action,
  buckets: [0.1, 0.5, 1, 5, 15, 30, 60, 300, 900, 3600],
});

export const autopilotEnabled = gauge({
  name: 'autopilot_enabled',
  help: '1 while the autopilot may act, 0 while its kill switch is on.',
  labels: {},
});

export const autopilotActionBudgetRemaining = gauge({
  name: 'autopilot_action_budget_remaining',
  help: 'Actions that the policy still allows today.',
  labels: action,
});

export const autopilotPendingApprovals = gauge({
  name: 'autopilot_pending_approvals',
  help: 'Actions that wait for a human.',
  labels: {},
});

export const autopilotOpenIncidents = gauge({
  name: 'autopilot_open_incidents',
  help: 'Incidents that are not yet resolved.',
  labels: {},
});

export const autopilotIncidentDurationSeconds = histogram({
  name: 'autopilot_incident_duration_seconds',
  help: 'Time from the first alert of an incident to its resolution.',
  labels: {},
  buckets: [5, 15, 30, 60, 120, 300, 900, 3600, 21_600],
});

export const mlModelAlias = gauge({
  name: 'ml_model_alias',
  help: '1 for the version that an alias of the registry points to.',
  labels: { model_name: MAX_MODELS, model_version: MAX_MODEL_VERSIONS, alias: MODEL_ALIASES },
});
