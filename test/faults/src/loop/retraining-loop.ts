import type { FiringWatch } from './firing-watch.ts';
import { type Decision, type LiveLab, type LogLine, MODEL } from './live-lab.ts';
import { poll } from './poll.ts';
import type { Timeline } from './timeline.ts';

const ALERT_SECONDS = 90;
const DECISION_SECONDS = 60;
/** Rows have to come, three attempts may be needed, and processors are shared. */
const TRAINING_SECONDS = 240;
const PROMOTION_SECONDS = 120;
const RESOLUTION_SECONDS = 90;
/** A scrape that failed looks like a resolution until the next one. */
const RESOLVED_MS = 5000;

/** A retraining that is under way, as far as the first customers of its candidate. */
export interface Canary {
  readonly retraining: Decision;
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly alertAt: number;
}

/** Waits until an alert about a changed world has led to a candidate with customers. */
export async function untilCanary(
  lab: LiveLab,
  watch: FiringWatch,
  { since, alerts, timeline }: { since: number; alerts: readonly string[]; timeline: Timeline },
): Promise<Canary> {
  const alert = await poll(`one of ${alerts.join(', ')}`, () => watch.since(since, alerts)[0], ALERT_SECONDS);
  timeline.markAlert(`${alert.name} fires`, alert.from);
  const started = await poll(
    'a decision to retrain',
    async () => retrainingsSince(await lab.decisions(), since).find(({ outcome }) => outcome === 'started'),
    DECISION_SECONDS,
  );
  timeline.mark(`the autopilot decides to retrain, because of ${started.alertname}`, started.decided_at);
  const retraining = await poll(
    'the end of the training',
    async () => (await lab.decisions()).find(({ id, outcome }) => id === started.id && outcome !== 'started'),
    TRAINING_SECONDS,
  );
  if (retraining.outcome !== 'done' || retraining.model_version === null)
    throw new Error(`no candidate: ${retraining.outcome}, ${retraining.detail}`);
  const { model_version: version } = retraining;
  for (const line of await evaluations(lab, retraining, since)) {
    const { attempt, better, champion_version, fresh_rows } = line.fields;
    const verdict = better === 'true' ? 'beats' : 'does not beat';
    timeline.mark(
      `candidate ${attempt}, trained on ${fresh_rows} fresh rows, ${verdict} version ${champion_version}`,
      line.at,
    );
  }
  const first = (await lab.aliasHistory()).findLast(
    ({ at, aliases }) => Date.parse(at) >= since && aliases.challenger === version,
  );
  if (first === undefined) throw new Error(`version ${version} was never the challenger`);
  timeline.mark(`version ${version} is canary, with its first customers`, first.at);
  return { retraining, version, alertAt: alert.from };
}

const retrainingsSince = (decisions: readonly Decision[], since: number): Decision[] =>
  decisions.filter(({ action, decided_at }) => action === 'retrain' && Date.parse(decided_at) >= since);

/** The lines of the comparisons with the champion; there is one for each attempt. */
export function evaluations(lab: LiveLab, { id }: Decision, since: number): Promise<LogLine[]> {
  return poll(
    'lines of the evaluation in Loki',
    async () => {
      const lines = await lab.lines(
        `{service_name="autopilot"} | event_type="candidate_evaluated" | decision_id="${id}"`,
        since,
      );
      return lines.length === 0 ? undefined : lines;
    },
    30,
  );
}

/** Waits until the candidate answers everybody, and its alerts have resolved. @returns the decision to promote */
export async function untilRestored(
  lab: LiveLab,
  watch: FiringWatch,
  { version, alertAt }: Canary,
  { alerts, timeline }: { alerts: readonly string[]; timeline: Timeline },
): Promise<Decision> {
  const promotion = await poll(
    `the promotion of version ${version}`,
    async () =>
      (await lab.decisions()).find(
        ({ action, outcome, model_version }) =>
          action === 'promote' && outcome === 'done' && model_version === version,
      ),
    PROMOTION_SECONDS,
  );
  if (promotion.finished_at === null) throw new Error('a promotion without an end');
  timeline.mark(`version ${version} is promoted and answers everybody`, promotion.finished_at);
  await poll(
    `${alerts.join(', ')} to resolve`,
    () => (watch.quietForMs(alerts) >= RESOLVED_MS ? true : undefined),
    RESOLUTION_SECONDS,
  );
  for (const alert of alerts) {
    const end = watch.since(alertAt, [alert]).at(-1)?.to;
    if (end !== undefined) timeline.mark(`${alert} has resolved`, end);
  }
  return promotion;
}

/** Accuracy of a version on the labels that have come, 0 to 1. */
export const accuracyOf = (lab: LiveLab, version: string): Promise<number | undefined> =>
  lab.value(`ml_model_accuracy{model_name="${MODEL}",model_version="${version}"}`);
