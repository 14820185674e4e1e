import type { Logger } from '@lab/instrumentation';
import type { ProfileStore } from '../adapters/profile-store.ts';
import type { Outcome, WindowStore } from '../adapters/window-store.ts';
import { compareArms, type ExperimentComparison } from '../domain/experiment.ts';
import { maturitySeconds } from '../domain/model-quality.ts';
import { ScoreDistributions } from '../domain/score-distribution.ts';
import type { ExperimentMetrics } from '../experiment-metrics.ts';
import type { MonitorSettings } from '../settings.ts';
import type { Work } from './pipeline.ts';

export interface ExperimentResult {
  readonly model_name: string;
  readonly champion_version: string;
  readonly challenger_version: string;
  readonly challenger_role: 'canary' | 'shadow';
  /** Since when both are compared, in milliseconds since the epoch. */
  readonly since: number;
  readonly comparisons: readonly ExperimentComparison[];
}

export interface ExperimentDeps {
  readonly windows: WindowStore;
  readonly profiles: ProfileStore;
  readonly metrics: ExperimentMetrics;
  readonly logger: Logger;
  readonly settings: MonitorSettings;
  readonly now: () => number;
}

const DELAYS = 2000;

/** Compares each challenger with the champion over the time in which both answered. */
export function experimentsWork(deps: ExperimentDeps): Work<ExperimentResult[]> {
  const { windows, profiles, metrics, settings, now } = deps;
  const distributions = new ScoreDistributions();
  const told = new Map<string, string>();
  return async (step) => {
    const results: ExperimentResult[] = [];
    for (const model of await step('list_models', () => windows.models())) {
      const to = now();
      const window = { from: to - settings.MONITOR_EXPERIMENT_WINDOW_MS, to };
      const outcomes = await step('read_window', () =>
        windows.outcomes(model, window, settings.MONITOR_EXPERIMENT_ROWS),
      );
      const delays = await step('read_delays', () => windows.recentLabelDelays(model, DELAYS));
      const mature = to - 1000 * (maturitySeconds(delays, settings.MONITOR_MATURITY_QUANTILE) ?? 0);
      const championVersion = outcomes.find(({ role }) => role === 'champion')?.modelVersion;
      if (championVersion === undefined) continue;
      for (const challenger of challengersOf(outcomes, championVersion)) {
        const profile = await step('read_profile', () => profiles.get(model, challenger.version));
        results.push(
          await step('compare', async () =>
            compare(model, championVersion, challenger, outcomes, (champion, arm) => [
              ...compareArms(champion, arm).filter(({ comparison }) => comparison !== 'accuracy'),
              distributions.compare(profile, champion, arm),
              ...compareArms(champion.filter(isOlder(mature)), arm.filter(isOlder(mature))).filter(
                ({ comparison }) => comparison === 'accuracy',
              ),
            ]),
          ),
        );
      }
    }
    metrics.publish(results);
    for (const result of results) writeLines(result, told, deps.logger);
    return results.length === 0 ? undefined : results;
  };
}

interface Challenger {
  readonly version: string;
  readonly role: 'canary' | 'shadow';
}

const isOlder =
  (time: number) =>
  ({ predictedAt }: Outcome): boolean =>
    predictedAt <= time;

/** Versions that are canary or shadow now: one that was the champion a while ago is no challenger. */
function challengersOf(outcomes: readonly Outcome[], champion: string): Challenger[] {
  const latest = new Map<string, Outcome>();
  for (const outcome of outcomes) {
    if (!latest.has(outcome.modelVersion)) latest.set(outcome.modelVersion, outcome);
  }
  return [...latest.values()].flatMap(({ modelVersion, role }) =>
    role === 'champion' || modelVersion === champion ? [] : [{ version: modelVersion, role }],
  );
}

function compare(
  model: string,
  championVersion: string,
  { version, role }: Challenger,
  outcomes: readonly Outcome[],
  comparisonsOf: (champion: Outcome[], challenger: Outcome[]) => ExperimentComparison[],
): ExperimentResult {
  const isArm = ({ modelVersion, role: own }: Outcome): boolean => modelVersion === version && own === role;
  // Newest first: the last of the arm's rows is its first.
  const since = outcomes.findLast(isArm)?.predictedAt ?? 0;
  const during = outcomes.filter(({ predictedAt }) => predictedAt >= since);
  const champion = during.filter(
    ({ modelVersion, role: own }) => modelVersion === championVersion && own === 'champion',
  );
  return {
    model_name: model,
    champion_version: championVersion,
    challenger_version: version,
    challenger_role: role,
    since,
    comparisons: comparisonsOf(champion, during.filter(isArm)),
  };
}

/** A line for each verdict that has changed, not one per look. */
function writeLines(result: ExperimentResult, told: Map<string, string>, logger: Logger): void {
  const { comparisons, since, ...experiment } = result;
  for (const { comparison, verdict, difference, champion, challenger } of comparisons) {
    const key = `${experiment.model_name}/${experiment.challenger_version}/${comparison}`;
    const known = told.get(key) ?? 'not_enough_data';
    told.set(key, verdict);
    if (known === verdict) continue;
    logger[verdict === 'worse' ? 'warn' : 'info'](
      {
        event_type: 'experiment_verdict',
        ...experiment,
        comparison,
        verdict,
        difference,
        champion_samples: champion,
        challenger_samples: challenger,
        since: new Date(since).toISOString(),
      },
      'experiment verdict',
    );
  }
}
