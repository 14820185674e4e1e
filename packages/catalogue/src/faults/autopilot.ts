import { autopilotActionsTotal, autopilotEnabled, autopilotPendingApprovals } from '../metrics/autopilot.ts';
import { increase, select, sumBy } from '../promql.ts';
import { versionErrorRatio } from '../rules/models.ts';
import type { Fault } from './fault.ts';
import { serving } from './probes.ts';

export const killSwitchLeftOn: Fault = {
  name: 'kill-switch-left-on',
  title: 'Somebody takes the hands of the autopilot off, and forgets',
  hypothesis: 'That nobody acts is told, although nothing is wrong yet.',
  steadyState: serving,
  autopilotActs: true,
  method: [{ kind: 'autopilot_kill_switch' }],
  expects: [{ alert: 'AutopilotKillSwitchOn', onset: '0s', lagSeconds: 3 }],
  mustNotFire: ['AutopilotActionFailed'],
  rootCause: { component: 'autopilot', condition: 'its kill switch is on' },
  impact: `${select(autopilotEnabled)} == 0`,
  evidence: {
    metric: `${select(autopilotEnabled)} == 0`,
    log: '{service_name="autopilot"} | event_type="kill_switch"',
  },
  fix: 'PUT /v1/kill-switch {"on": false} once the reason is gone.',
};

export const unansweredApproval: Fault = {
  name: 'unanswered-approval',
  title: 'The autopilot asks whether it may degrade, and nobody answers',
  hypothesis: 'A question that waits is told; it is withdrawn when its cause is gone.',
  steadyState: serving,
  autopilotActs: true,
  method: [{ kind: 'scenario', scenario: 'latency', settings: { latency_ms: 1500 } }],
  // Latency shows in its window, waits, is sustained for the policy's ten minutes, and then the question waits.
  expects: [
    {
      alert: 'AutopilotApprovalsWaiting',
      onset: '20m',
      lagSeconds: 12,
      recovery: { onset: '5m', lagSeconds: 20 },
    },
    { alert: 'HighPredictionLatency', onset: '5m', lagSeconds: 2 },
  ],
  mayFire: ['DataDriftDetected'],
  mustNotFire: ['AutopilotActionFailed'],
  rootCause: { component: 'inference', condition: 'requests wait 1.5 s before features and model' },
  impact: `${select(autopilotPendingApprovals)} > 0`,
  evidence: {
    metric: `${select(autopilotPendingApprovals)} > 0`,
    log: '{service_name="autopilot"} | event_type="autopilot_decision" | outcome="awaiting_approval"',
  },
  fix: 'Answer: POST /v1/approvals/{id}.',
};

export const failingRollback: Fault = {
  name: 'failing-rollback',
  title: 'The canary fails, and the service refuses to change its route',
  hypothesis: 'The autopilot tries, fails, and says that it is now up to people.',
  steadyState: serving,
  autopilotActs: true,
  method: [
    {
      kind: 'service_fault',
      service: 'inference',
      fault: 'request_errors',
      settings: { method: 'PUT', route: '/admin/models/:model/route' },
    },
    {
      kind: 'service_fault',
      service: 'inference',
      fault: 'failing_model',
      settings: { version: '2', share: 0.8 },
    },
  ],
  expects: [
    {
      alert: 'CanaryWorseThanChampion',
      onset: '5m',
      lagSeconds: 20,
      recovery: { onset: '1h', lagSeconds: 15 },
    },
    { alert: 'HighModelErrorRate', onset: '5m', lagSeconds: 6, recovery: { onset: '5m', lagSeconds: 10 } },
    {
      alert: 'AutopilotActionFailed',
      onset: '10m',
      lagSeconds: 15,
      recovery: { onset: '15m', lagSeconds: 10 },
    },
  ],
  mayFire: ['HighErrorRate', 'CustomersNotServed', 'ErrorBurst'],
  mustNotFire: ['TargetDown'],
  rootCause: { component: 'inference', condition: 'changes of the route are refused with 503' },
  impact: `${select(versionErrorRatio, { model_version: '2' })} > 0.05`,
  evidence: {
    metric: `${sumBy(['action'], increase(autopilotActionsTotal, '5m', { outcome: 'failed' }))} > 0`,
    log: '{service_name="autopilot"} | event_type="autopilot_decision" | outcome="failed"',
  },
  fix: 'Take the canary out of the route by hand.',
};

export const autopilotFaults: readonly Fault[] = [killSwitchLeftOn, unansweredApproval, failingRollback];
