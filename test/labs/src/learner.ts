import { type Lab, labId } from '@lab/course/lab';
import type { LabMeasured, TaskResult } from '@lab/course/lab/runner';
import { labJson } from '@lab/test-telemetry/command-line';
import type { LabUnderTest } from '@lab/test-telemetry/start-lab';

interface Checked {
  readonly passed: boolean;
  readonly tasks: readonly TaskResult[];
}

export interface Started {
  readonly folder: string;
  readonly workbench: readonly { readonly name: string }[];
}

interface Status {
  readonly components: readonly { readonly memoryBytes?: number }[];
  readonly workbench: { readonly memoryBytes: number } | null;
}

/** Does a lab as a learner does, by its command line. */
export class Learner {
  readonly id: string;
  readonly #lab: LabUnderTest;

  constructor(lab: Lab, under: LabUnderTest) {
    this.id = labId(lab);
    this.#lab = under;
  }

  start(): Promise<Started> {
    return this.#ask<Started>('start');
  }

  async solve(): Promise<void> {
    await this.#ask('solve');
  }

  async reset(): Promise<void> {
    await this.#ask('reset');
  }

  async finish(): Promise<void> {
    await this.#ask('finish');
  }

  async answer(task: string, value: string): Promise<void> {
    await this.#ask('answer', task, value);
  }

  /** Resident memory as it is now. */
  async memory(): Promise<Pick<LabMeasured, 'lab_bytes' | 'workbench_bytes'>> {
    const { components, workbench } = await labJson<Status>(this.#lab.env, 'status');
    return {
      lab_bytes: components.reduce((sum, { memoryBytes = 0 }) => sum + memoryBytes, 0),
      workbench_bytes: workbench?.memoryBytes ?? 0,
    };
  }

  /** @param options a task, or `--patience` and seconds */
  check(...options: readonly string[]): Promise<Checked> {
    return this.#ask<Checked>('check', ...options);
  }

  /** @throws Error with what the command said, where it ended with an error of its own */
  async #ask<Answer>(verb: string, ...rest: readonly string[]): Promise<Answer> {
    const answer = await labJson<Answer | { error: { message: string } }>(
      this.#lab.env,
      verb,
      this.id,
      ...rest,
    );
    if (typeof answer === 'object' && answer !== null && 'error' in answer)
      throw new Error(`./lab ${verb} ${this.id} ${rest.join(' ')}: ${answer.error.message}`);
    return answer as Answer;
  }
}
