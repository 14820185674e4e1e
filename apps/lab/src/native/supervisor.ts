import type { ComponentSnapshot } from './lab-state.ts';
import type { ProcessDefinition } from './process-definition.ts';
import { RESTART_POLICY, type RestartPolicy, SupervisedProcess } from './supervised-process.ts';

/** All processes of one lab. Knows nothing of what they are: definitions in, snapshots out. */
export class Supervisor {
  readonly #processes = new Map<string, SupervisedProcess>();
  readonly #onChange: () => void;
  readonly #policy: RestartPolicy;
  #stopping: Promise<void> | undefined;

  constructor(onChange: () => void, policy: RestartPolicy = RESTART_POLICY) {
    this.#onChange = onChange;
    this.#policy = policy;
  }

  /** Starts a process and keeps it up. Does nothing once a stop has begun. */
  run(definition: ProcessDefinition): void {
    if (this.#stopping !== undefined) return;
    if (this.#processes.has(definition.name)) throw new Error(`${definition.name} runs already`);
    const supervised = new SupervisedProcess(definition, this.#onChange, this.#policy);
    this.#processes.set(definition.name, supervised);
    void supervised.start();
  }

  snapshots(): ComponentSnapshot[] {
    return [...this.#processes.values()].map((supervised) => supervised.snapshot());
  }

  /** Stops every process, stage by stage: who asks goes before who answers, who tells before who listens. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopInStages();
    return this.#stopping;
  }

  async #stopInStages(): Promise<void> {
    const stages = Map.groupBy(this.#processes.values(), ({ definition }) => definition.stopStage);
    for (const stage of [...stages.keys()].sort((a, b) => a - b))
      await Promise.all((stages.get(stage) ?? []).map((supervised) => supervised.stop()));
  }
}
