import type { Engines, LabEndpoints } from '@lab/engine-clients';
import type { Draws } from './draws.ts';
import type { WorkbenchEndpoints } from './workbench.ts';

/** What a lab may use: the running lab, the learner's folder, and the values drawn for this learner. */
export interface LabContext {
  /** `production` rules wait minutes, `drill` rules seconds. */
  readonly timing: 'production' | 'drill';
  readonly endpoints: LabEndpoints;
  readonly engines: Engines;
  /** The value of `authorization` that the services' switches ask for. */
  readonly adminAuthorization: string;
  /** What the pager asks of whoever delivers to it over HTTP, as a bearer token: a learner's Alertmanager needs it. */
  readonly pagerToken: string;
  readonly workbench: WorkbenchEndpoints;
  /** Clients of the learner's own engines. */
  readonly workbenchEngines: Pick<Engines, 'prometheus' | 'alertmanager'>;
  readonly files: LearnerFiles;
  readonly draws: Draws;
  /** Runs a tool of an engine (`promtool`, `amtool`, `otelcol`) in the learner's folder, on either route. */
  tool(name: 'promtool' | 'amtool' | 'otelcol', ...args: readonly string[]): Promise<ToolResult>;
  /** Runs a TypeScript file of the learner's folder to its end, with the lab's Node. */
  runScript(file: string, ...args: readonly string[]): Promise<ToolResult>;
  /** When `start` ran, in milliseconds since the epoch: what is older belongs to somebody else. */
  readonly startedAt: number;
  readonly signal: AbortSignal;
}

export interface CheckContext extends LabContext {
  /** What stands in `answers.yaml` under the task's id, trimmed; undefined where nothing does. */
  answer(taskId: string): string | undefined;
  /** Facts that a check keeps from one look to the next within a run, such as when it sent a request. */
  readonly notes: Map<string, unknown>;
}

export interface SolveContext extends LabContext {
  /** Writes into `answers.yaml`. */
  writeAnswer(taskId: string, value: string): Promise<void>;
}

export interface ToolResult {
  readonly exitCode: number;
  /** Both streams, in order. */
  readonly output: string;
}

/** The learner's folder: `workspace/<NN>-<slug>`. Paths are relative to it. */
export interface LearnerFiles {
  readonly folder: string;
  /** @throws Error "there is no <path>" */
  read(path: string): Promise<string>;
  exists(path: string): Promise<boolean>;
  write(path: string, text: string): Promise<void>;
  list(): Promise<string[]>;
}
