import { Listr } from 'listr2';
import type { ComponentSnapshot, LabState } from './lab-state.ts';

interface Row {
  readonly name: string;
  readonly done: PromiseWithResolvers<void>;
  settled: boolean;
  /** What was shown last: an output that did not change is not shown again. */
  shown: string;
  task: { title: string; output: string; skip(message: string): void } | undefined;
}

/** `moving` draws over its own lines, `plain` writes one after the other, `silent` nothing. */
type ProgressMode = 'silent' | 'moving' | 'plain';

/** Shows a starting lab as a list, one row per component. It only shows: what it is told, it draws. */
export class UpProgress {
  readonly #rows: readonly Row[];
  readonly #finished: Promise<unknown>;
  readonly #mode: ProgressMode;

  constructor(names: readonly string[], mode: ProgressMode) {
    this.#mode = mode;
    this.#rows = names.map((name) => ({
      name,
      done: Promise.withResolvers<void>(),
      settled: false,
      shown: '',
      task: undefined,
    }));
    const list = new Listr([], {
      concurrent: true,
      exitOnError: false,
      // Its own listener would end this process before the lab is stopped.
      registerSignalListeners: false,
      silentRendererCondition: mode === 'silent',
      fallbackRendererCondition: mode === 'plain',
      fallbackRenderer: 'simple',
    });
    for (const row of this.#rows)
      list.add({
        title: row.name,
        task: (_context, task) => {
          row.task = task;
          return row.done.promise;
        },
      });
    this.#finished = list.run();
  }

  show(state: LabState): void {
    for (const row of this.#rows) {
      const component = state.components.find(({ name }) => name === row.name);
      if (component === undefined || row.settled) continue;
      if (component.state === 'ready') this.#settle(row, readyTitle(component));
      else this.#update(row, component);
    }
  }

  /** The wait is over: rows that are not ready yet go on behind, and say so. */
  async finish(state: LabState): Promise<void> {
    this.show(state);
    for (const row of this.#rows) {
      const component = state.components.find(({ name }) => name === row.name);
      if (row.settled) continue;
      if (component?.state === 'missing') this.#leaveOut(row, component);
      else
        this.#settle(
          row,
          `${row.name} ${component === undefined ? 'is still looked for' : progressOf(component)}`,
        );
    }
    await this.#finished;
  }

  /** The lab did not come up. */
  async fail(): Promise<void> {
    for (const row of this.#rows) if (!row.settled) row.done.reject(new Error(`${row.name} is not ready`));
    await this.#finished;
  }

  /** Where lines cannot be drawn over, only a change of state is worth one, and every quarter of a build. */
  #update(row: Row, component: ComponentSnapshot): void {
    const text = this.#mode === 'plain' ? coarseProgressOf(component) : progressOf(component);
    if (row.task === undefined || row.shown === text) return;
    row.shown = text;
    if (this.#mode === 'moving' || component.state !== 'starting') row.task.output = text;
  }

  #leaveOut(row: Row, component: ComponentSnapshot): void {
    row.settled = true;
    row.task?.skip(`${row.name} ${progressOf(component)}`);
    row.done.resolve();
  }

  #settle(row: Row, title: string): void {
    row.settled = true;
    if (row.task !== undefined) row.task.title = title;
    row.done.resolve();
  }
}

function progressOf({ state, detail }: ComponentSnapshot): string {
  return detail === undefined ? state : `${state}: ${detail.split('\n')[0]}`;
}

const COARSE_PERCENT = 25;

function coarseProgressOf({ name, state, percent }: ComponentSnapshot): string {
  if (percent === undefined) return `${name} ${state}`;
  return `${name} ${state}: ${Math.floor(percent / COARSE_PERCENT) * COARSE_PERCENT} %`;
}

function readyTitle({ name, version, readyAfterMs = 0 }: ComponentSnapshot): string {
  return `${name} ${version} ready after ${(readyAfterMs / 1000).toFixed(1)} s`;
}
