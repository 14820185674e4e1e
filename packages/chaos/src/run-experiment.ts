import { setTimeout as delay } from 'node:timers/promises';
import type { PrometheusApi } from '@lab/engine-clients';
import { type Experiment, LONGEST_SECONDS } from './experiment.ts';
import type { Journal, Verdict } from './journal.ts';
import { ProbeRecord, tenths } from './probe-record.ts';
import { shown } from './report.ts';
import { look } from './steady-state.ts';
import type { Switch } from './switches.ts';

/** What is normal has to be so for a while, or it was luck. */
const STEADY_LOOKS = 5;
const STEADY_PATIENCE_SECONDS = 60;
/** A rate forgets slowly, and a scrape comes late: what is well again has to stay so. */
const RECOVERED_LOOKS = 15;
const LOOK_EVERY_MS = 1000;
/** Whoever cannot see must not go on; a single late answer is no blindness. */
const BLIND_LOOKS = 2;
/** So much later than asked for may a fault end by itself: the rollback comes first wherever it can. */
const SLACK_SECONDS = 10;

export interface ExperimentRun {
  readonly prometheus: PrometheusApi;
  /** One for each injection of the method, in its order. */
  readonly switches: readonly Switch[];
  /** Rolls back and ends when it is aborted. */
  readonly signal: AbortSignal;
  /** Says what goes on. */
  readonly tell: (text: string) => void;
  /** A second, unless told. */
  readonly lookEveryMs?: number;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A probe that does not hold, and what it says; null for nothing. */
interface Missing {
  readonly title: string;
  readonly value: number | null;
}

export type Outcome = Omit<Journal, 'title' | 'hypothesis' | 'experiment_sha256'>;

/**
 * Steady state, injection, a look every second that may stop it, rollback in any case, and the way back. It does not throw:
 * whatever goes wrong is in what it returns.
 */
export async function runExperiment(experiment: Experiment, run: ExperimentRun): Promise<Outcome> {
  return new RunningExperiment(experiment, run).run();
}

class RunningExperiment {
  readonly #experiment: Experiment;
  readonly #run: ExperimentRun;
  readonly #records: readonly ProbeRecord[];
  readonly #problems: string[] = [];
  readonly #startedAt = Date.now();
  #injectedAt: number | undefined;
  #rolledBackAt: number | undefined;
  #abortedBy: string | undefined;
  #recoveredAfter: number | undefined;
  #blind = 0;

  constructor(experiment: Experiment, run: ExperimentRun) {
    this.#experiment = experiment;
    this.#run = run;
    this.#records = experiment.steadyState.map((probe) => new ProbeRecord(probe));
  }

  async run(): Promise<Outcome> {
    const isSteady = await this.#attempt('cannot look', () => this.#isSteady());
    if (isSteady !== true) return this.#outcome('unsteady');
    try {
      await this.#attempt('cannot inject', () => this.#inject());
      if (this.#problems.length === 0) await this.#attempt('cannot look', () => this.#watch());
    } finally {
      await this.#rollBack();
    }
    if (this.#problems.length === 0) await this.#attempt('cannot look', () => this.#recover());
    if (this.#abortedBy !== undefined) return this.#outcome('aborted');
    const hasDeviated = this.#records.some((record) => record.hasDeviated);
    return this.#outcome(hasDeviated || this.#recoveredAfter === undefined ? 'deviated' : 'held');
  }

  /** @returns undefined where it failed, which is kept, or was interrupted */
  async #attempt<Answer>(what: string, work: () => Promise<Answer>): Promise<Answer | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!this.#run.signal.aborted) this.#problems.push(`${what}: ${messageOf(error)}`);
      return undefined;
    }
  }

  async #isSteady(): Promise<boolean> {
    this.#run.tell('looking whether the steady state holds');
    let holdsFor = 0;
    let missing: readonly Missing[] = [];
    for (let second = 0; second < STEADY_PATIENCE_SECONDS && holdsFor < STEADY_LOOKS; second += 1) {
      missing = await this.#look((record, seen) => record.before(seen));
      holdsFor = missing.length === 0 ? holdsFor + 1 : 0;
      if (holdsFor < STEADY_LOOKS) await this.#pause();
    }
    if (holdsFor === STEADY_LOOKS) return true;
    for (const { title, value } of missing) this.#run.tell(`does not hold: ${title} (${shown(value)})`);
    return false;
  }

  async #inject(): Promise<void> {
    const { lastsSeconds } = this.#experiment;
    this.#run.signal.throwIfAborted();
    this.#run.tell(`it holds; injecting for ${lastsSeconds} s`);
    this.#injectedAt = Date.now();
    for (const record of this.#records) record.injected(this.#injectedAt);
    const endsAfter = Math.min(lastsSeconds + SLACK_SECONDS, LONGEST_SECONDS);
    for (const one of this.#run.switches) await one.inject(endsAfter);
  }

  async #watch(): Promise<void> {
    const { lastsSeconds } = this.#experiment;
    const end = performance.now() + lastsSeconds * 1000;
    const told = new Set<string>();
    while (performance.now() < end && this.#abortedBy === undefined) {
      await this.#pause();
      const missing = await this.#lookSinceInjection();
      for (const { title, value } of missing ?? []) {
        if (told.has(title)) continue;
        told.add(title);
        this.#run.tell(`does not hold any more: ${title} (${shown(value)})`);
      }
      this.#abortedBy ??= await this.#reasonToAbort();
    }
    if (this.#abortedBy !== undefined) this.#run.tell(`stopped: ${this.#abortedBy}`);
  }

  /** @returns what does not hold; undefined where nothing could be seen */
  async #lookSinceInjection(): Promise<readonly Missing[] | undefined> {
    try {
      const missing = await this.#look((record, seen, at) => record.since(seen, at));
      this.#blind = 0;
      return missing;
    } catch (error) {
      this.#sawNothing(error);
      return undefined;
    }
  }

  async #reasonToAbort(): Promise<string | undefined> {
    for (const { title, query } of this.#experiment.abortWhen) {
      try {
        if ((await this.#run.prometheus.query(query)).length > 0) return title;
      } catch (error) {
        this.#sawNothing(error);
      }
    }
    return undefined;
  }

  #sawNothing(error: unknown): void {
    this.#blind += 1;
    if (this.#blind >= BLIND_LOOKS) this.#abortedBy ??= `nothing could be seen: ${messageOf(error)}`;
  }

  /** Not interruptible: what was injected is taken away whatever happens. */
  async #rollBack(): Promise<void> {
    for (const one of this.#run.switches.toReversed()) {
      try {
        await one.rollBack();
      } catch (error) {
        this.#problems.push(
          `cannot roll back: ${messageOf(error)}; what was injected ends by itself ${SLACK_SECONDS} s after its time`,
        );
      }
    }
    this.#rolledBackAt = Date.now();
    this.#run.tell('rolled back');
  }

  async #recover(): Promise<void> {
    const rolledBackAt = this.#rolledBackAt ?? Date.now();
    const end = rolledBackAt + this.#experiment.recoversWithinSeconds * 1000;
    let holdsSince: number | undefined;
    let looks = 0;
    while (looks < RECOVERED_LOOKS && (holdsSince !== undefined || Date.now() < end)) {
      const missing = await this.#look((record, seen, at) => record.since(seen, at));
      if (missing.length === 0) holdsSince ??= Date.now();
      else holdsSince = undefined;
      looks = holdsSince === undefined ? 0 : looks + 1;
      if (looks < RECOVERED_LOOKS) await this.#pause();
    }
    if (holdsSince === undefined) {
      this.#run.tell(`the steady state has not come back within ${this.#experiment.recoversWithinSeconds} s`);
      return;
    }
    this.#recoveredAfter = tenths((holdsSince - rolledBackAt) / 1000);
    this.#run.tell(`the steady state holds again ${this.#recoveredAfter} s after the rollback`);
  }

  /** Asks every probe once. @returns those that do not hold */
  async #look(
    keep: (record: ProbeRecord, seen: ReturnType<typeof look>, at: number) => void,
  ): Promise<readonly Missing[]> {
    const { steadyState } = this.#experiment;
    const answers = await Promise.all(steadyState.map(({ query }) => this.#run.prometheus.query(query)));
    const at = Date.now();
    return steadyState.flatMap((probe, index) => {
      const seen = look(probe, answers[index] ?? []);
      const record = this.#records[index];
      if (record !== undefined) keep(record, seen, at);
      return seen.holds ? [] : [{ title: probe.title, value: seen.value ?? null }];
    });
  }

  #pause(): Promise<void> {
    const { lookEveryMs = LOOK_EVERY_MS, signal } = this.#run;
    return delay(lookEveryMs, undefined, { signal });
  }

  #outcome(verdict: Verdict): Outcome {
    const time = (at: number | undefined): string | null =>
      at === undefined ? null : new Date(at).toISOString();
    return {
      verdict: this.#run.signal.aborted ? 'interrupted' : this.#problems.length > 0 ? 'failed' : verdict,
      started_at: new Date(this.#startedAt).toISOString(),
      injected_at: time(this.#injectedAt),
      rolled_back_at: time(this.#rolledBackAt),
      ended_at: new Date().toISOString(),
      recovered_after_seconds: this.#recoveredAfter ?? null,
      aborted_by: this.#abortedBy ?? null,
      probes: this.#records.map((record) => record.toJournal()),
      problems: this.#problems,
    };
  }
}
