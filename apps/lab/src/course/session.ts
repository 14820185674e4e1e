import { type Lab, labId } from '@lab/course/lab';
import { ended, type LabProgress, type Progress, resumed, started } from '@lab/course/lab/runner';
import { LabError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { Settings } from '../settings.ts';
import { startWorkbench, stopWorkbench } from '../workbench/lifecycle.ts';
import { planWorkbench } from '../workbench/plan.ts';
import { labContext } from './lab-context.ts';
import { makeLearnerFolder } from './learner-folder.ts';
import { type LabPlaces, moveToAttic, placesOf } from './places.ts';
import { readProgress, updateProgress } from './progress-store.ts';
import type { RunningLab } from './running-lab.ts';
import { type CourseState, courseState } from './state.ts';

/** A lab of the course on a running lab, for one learner: it is started, put back and finished. */
export class LabSession {
  readonly lab: Lab;
  readonly places: LabPlaces;
  readonly #settings: Settings;
  readonly #running: RunningLab;
  readonly #state: CourseState;

  constructor(lab: Lab, settings: Settings, running: RunningLab) {
    this.lab = lab;
    this.places = placesOf(lab, settings);
    this.#settings = settings;
    this.#running = running;
    this.#state = courseState(settings);
  }

  /**
   * Prepares the lab: the learner's folder, what the lab sets up, the workbench. A folder that is there is gone on with.
   * @returns whether the folder is new
   */
  async start(signal: AbortSignal): Promise<{ readonly fresh: boolean }> {
    const { id } = this.places;
    await stopWorkbench(this.#settings);
    const fresh = await makeLearnerFolder(this.lab, this.#settings);
    const now = new Date().toISOString();
    updateProgress(this.#state, (before) =>
      fresh || before.labs[id] === undefined ? started(before, id, this.lab.title, now) : resumed(before, id),
    );
    try {
      await this.#prepare(fresh, signal);
    } catch (error) {
      // What is not prepared must not be checked: the tasks would be blamed for it.
      updateProgress(this.#state, (before) => ended(before, id));
      throw error;
    }
    return { fresh };
  }

  async #prepare(fresh: boolean, signal: AbortSignal): Promise<void> {
    const context = this.context(signal);
    await this.lab.cleanUp?.(context);
    await this.lab.prepare?.(context);
    const { id, folder } = this.places;
    const plan = planWorkbench(this.lab, { labId: id, folder, route: this.#running.status.route });
    await startWorkbench(plan, this.#settings, this.#running.adminToken, { fresh });
  }

  /** Undoes what the lab and its learner did to the running lab, and stops the workbench. Files stay. */
  async end(signal: AbortSignal, finishedAt?: string): Promise<void> {
    await stopWorkbench(this.#settings);
    if (this.#progress() === undefined) return;
    await this.lab.cleanUp?.(this.context(signal));
    updateProgress(this.#state, (before) => ended(before, this.places.id, finishedAt));
  }

  /** Ends it and starts from the beginning. @returns where the old folder is now */
  async reset(signal: AbortSignal): Promise<{ readonly movedTo: string | undefined }> {
    await this.end(signal);
    const movedTo = moveToAttic(this.places, this.#settings, new Date());
    await this.start(signal);
    return { movedTo };
  }

  context(signal: AbortSignal) {
    return labContext(this.lab, this.#settings, this.#running, this.mustBeActive(false), signal);
  }

  /** @throws LabError where the lab was never started, or, if `active`, is not started now */
  mustBeActive(active = true): LabProgress {
    const found = this.#progress();
    if (found !== undefined && (found.active || !active)) return found;
    throw notStarted(this.lab);
  }

  #progress(): LabProgress | undefined {
    return readProgress(this.#state).labs[this.places.id];
  }
}

/** The labs that are started and neither reset nor finished: one, or none. */
export function activeLabs(labs: readonly Lab[], progress: Progress): Lab[] {
  return labs.filter((lab) => progress.labs[labId(lab)]?.active === true);
}

export function notStarted(lab: Lab): LabError {
  return new LabError(
    'NOT_STARTED',
    `lab ${labId(lab)} is not started`,
    `./lab start ${lab.number || lab.slug}`,
    EXIT.usage,
  );
}
