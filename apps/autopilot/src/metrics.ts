import {
  autopilotActionBudgetRemaining,
  autopilotActionDurationSeconds,
  autopilotActionsTotal,
  autopilotAlertsTotal,
  autopilotEnabled,
  autopilotIncidentDurationSeconds,
  autopilotOpenIncidents,
  autopilotPendingApprovals,
  autopilotRefusalsTotal,
  MODEL_ALIASES,
  mlModelAlias,
} from '@lab/catalogue';
import type { Metrics } from '@lab/instrumentation';
import { ACTIONS } from './domain/action.ts';
import { remainingBudget } from './domain/guards.ts';
import type { Policy } from './domain/policy.ts';
import type { Store } from './store.ts';

export type AutopilotMetrics = ReturnType<typeof autopilotMetrics>;

/** What the autopilot tells about itself; states are read from the store when somebody scrapes. */
export function autopilotMetrics(metrics: Metrics, store: Store, policy: Policy, now: () => number) {
  const actions = metrics.counter(autopilotActionsTotal);
  const duration = metrics.histogram(autopilotActionDurationSeconds);
  const enabled = metrics.gauge(autopilotEnabled).with({});
  const budget = metrics.gauge(autopilotActionBudgetRemaining);
  const pending = metrics.gauge(autopilotPendingApprovals).with({});
  const open = metrics.gauge(autopilotOpenIncidents).with({});
  const alias = metrics.gauge(mlModelAlias);
  for (const action of ACTIONS) {
    // An alert on an increase sees nothing where the first failure makes the series.
    for (const outcome of ['done', 'failed'] as const) actions.initialise({ action, outcome });
    duration.initialise({ action });
  }
  /** Series that were 1 at the last look: what they name has moved on. */
  let pointed: { model_name: string; model_version: string; alias: (typeof MODEL_ALIASES)[number] }[] = [];
  metrics.beforeCollect(() => {
    enabled.set(store.killSwitch.on ? 0 : 1);
    pending.set(
      store
        .decisions()
        .filter(({ outcome }) => outcome === 'awaiting_approval')
        .toArray().length,
    );
    open.set(
      store
        .incidents()
        .filter(({ resolved_at }) => resolved_at === null)
        .toArray().length,
    );
    for (const action of ACTIONS)
      budget.set({ action }, remainingBudget(action, policy, { decisions: store.decisions(), now: now() }));
    for (const series of pointed) alias.set(series, 0);
    pointed = store.models().flatMap((model_name) =>
      MODEL_ALIASES.flatMap((name) => {
        const version = store.aliases(model_name)?.[name] ?? null;
        return version === null ? [] : [{ model_name, model_version: version, alias: name }];
      }),
    );
    for (const series of pointed) alias.set(series, 1);
  });
  return {
    alerts: metrics.counter(autopilotAlertsTotal),
    actions,
    refusals: metrics.counter(autopilotRefusalsTotal),
    duration,
    incidentDuration: metrics.histogram(autopilotIncidentDurationSeconds).with({}),
  };
}
