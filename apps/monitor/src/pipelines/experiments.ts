import type { Logger } from '@lab/instrumentation';
import type { ExperimentStore, StoredExperiment } from '../adapters/experiment-store.ts';
import type { ProfileStore } from '../adapters/profile-store.ts';
import type { Outcome, WindowStore } from '../adapters/window-store.ts';
import { anchorOf, type Challenger } from '../domain/experiment/anchor.ts';
import type { ExperimentComparison } from '../domain/experiment/comparison.ts';
import { beginExperiment, type Experiment, look } from '../domain/experiment/experiment.ts';
import { maturitySeconds } from '../domain/model-quality.ts';
import type { ExperimentMetrics } from '../experiment-metrics.ts';
import type { MonitorSettings } from '../settings.ts';
import type { Step, Work } from './pipeline.ts';

export interface ExperimentResult {
  readonly model_name: string;
  readonly champion_version: string;
  readonly challenger_version: string;
  readonly challenger_role: 'canary' | 'shadow';
  /** When the challenger began to answer, in milliseconds since the epoch. */
  readonly since: number;
  readonly comparisons: readonly ExperimentComparison[];
}

interface ExperimentDeps {
  readonly windows: WindowStore;
  readonly experiments: ExperimentStore;
  readonly profiles: ProfileStore;
  readonly metrics: ExperimentMetrics;
  readonly logger: Logger;
  readonly settings: MonitorSettings;
  readonly now: () => number;
}

const DELAYS = 2000;
/** Events come in late by seconds; this share of the window later a row is settled, whatever comes after. */
const SETTLED_AFTER = 1 / 30;
/** A challenger that was silent for this share of the window, while the champion was not, was taken off and put back. */
const SILENCE = 1 / 12;

/** One model at one look. */
interface Moment {
  readonly model: string;
  readonly champion: string;
  /** Newest first: what was predicted within the window that is shown. */
  readonly recent: readonly Outcome[];
  readonly now: number;
  /** Event time before which nearly all labels have come. */
  readonly mature: number;
  readonly stored: ReadonlyMap<string, StoredExperiment>;
}

/** Compares each challenger with the champion since it began to answer. */
export function experimentsWork(deps: ExperimentDeps): Work<ExperimentResult[]> {
  const { windows, experiments, metrics, settings, now } = deps;
  const told = new Map<string, string>();
  return async (step) => {
    const results: ExperimentResult[] = [];
    for (const model of await step('list_models', () => windows.models())) {
      const to = now();
      const window = { from: to - settings.MONITOR_EXPERIMENT_WINDOW_MS, to };
      const recent = await step('read_window', () =>
        windows.outcomes(model, window, settings.MONITOR_EXPERIMENT_ROWS),
      );
      const champion = recent.find(({ role }) => role === 'champion')?.modelVersion;
      if (champion === undefined) continue;
      const delays = await step('read_delays', () => windows.recentLabelDelays(model, DELAYS));
      const mature = to - 1000 * (maturitySeconds(delays, settings.MONITOR_MATURITY_QUANTILE) ?? 0);
      const stored = await step('read_experiments', () => experiments.of(model));
      const moment = { model, champion, recent, now: to, mature, stored };
      for (const challenger of challengersOf(recent, champion)) {
        const result = await lookAt(challenger, moment, deps, step);
        if (result !== undefined) results.push(result);
      }
    }
    metrics.publish(results);
    for (const result of results) writeLines(result, told, deps.logger);
    return results.length === 0 ? undefined : results;
  };
}

async function lookAt(
  challenger: Challenger,
  moment: Moment,
  deps: ExperimentDeps,
  step: Step,
): Promise<ExperimentResult | undefined> {
  const { windows, experiments, profiles, settings } = deps;
  const { model, champion, recent, now, mature, stored } = moment;
  const windowMs = settings.MONITOR_EXPERIMENT_WINDOW_MS;
  const known = stored.get(challenger.version);
  const before = goesOn(known?.experiment, champion, challenger) ? known?.experiment : undefined;
  const anchor = anchorOf(recent, champion, challenger, windowMs * SILENCE, before?.answeredAt);
  if (anchor === undefined) return undefined;
  const { beganAt, answeredAt } = anchor;
  const experiment: Experiment =
    before === undefined || beganAt !== undefined
      ? beginExperiment({ champion, challenger, since: beganAt ?? answeredAt, answeredAt, before: recent })
      : { ...before, answeredAt };

  const rowsBetween = (from: number, to: number): Promise<Outcome[]> =>
    from < to ? windows.outcomes(model, { from, to }, settings.MONITOR_EXPERIMENT_ROWS) : Promise.resolve([]);
  const settledThrough = Math.max(
    experiment.countedThrough,
    Math.min(answeredAt, now - windowMs * SETTLED_AFTER),
  );
  const matureThrough = Math.max(experiment.labelsCountedThrough, Math.min(answeredAt, mature));
  const settled = await step('read_settled', () => rowsBetween(experiment.countedThrough, settledThrough));
  const labelled = await step('read_mature', () =>
    rowsBetween(experiment.labelsCountedThrough, matureThrough),
  );
  const profile = await step('read_profile', () => profiles.get(model, challenger.version));
  const looked = await step('compare', async () =>
    look(
      experiment,
      {
        settled,
        settledThrough,
        // The champion alone says nothing about a challenger that is not asked any more.
        live: recent.filter(({ predictedAt }) => predictedAt > settledThrough && predictedAt <= answeredAt),
        mature: labelled,
        matureThrough,
        shown: recent.filter(({ predictedAt }) => predictedAt >= experiment.since),
      },
      { now, standsMs: windowMs, profile },
    ),
  );
  await step('write_experiment', () => experiments.write(model, known?.revision ?? 0, looked.experiment));
  return {
    model_name: model,
    champion_version: champion,
    challenger_version: challenger.version,
    challenger_role: challenger.role,
    since: experiment.since,
    comparisons: looked.comparisons,
  };
}

const goesOn = (experiment: Experiment | undefined, champion: string, { role }: Challenger): boolean =>
  experiment?.champion === champion && experiment.challenger.role === role;

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
