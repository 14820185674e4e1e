import { setTimeout as delay } from 'node:timers/promises';
import { type FaultKind, faultKind } from '@lab/service/faults';
import Type from 'typebox';
import { InferenceFailed } from '../errors.ts';
import type { Tensor } from '../protocol/tensor.ts';
import type { ModelStore } from './model-registry.ts';
import type { ModelSession } from './model-session.ts';

const VERSION = Type.Optional(
  Type.String({ pattern: '^[1-9][0-9]*$', description: 'only this version; all without one' }),
);

/** Executions that take long or fail: for everything around the session it looks as if the model did. */
export class ModelFaults {
  #slow: { readonly milliseconds: number; readonly version?: string | undefined } | undefined;
  #failing: { readonly share: number; readonly version?: string | undefined } | undefined;

  #skewed: { readonly shift: number; readonly version?: string | undefined } | undefined;

  readonly kinds: readonly FaultKind[] = [
    faultKind({
      name: 'slow_model',
      description: 'Executions of a model take long',
      settings: {
        version: VERSION,
        milliseconds: Type.Integer({ default: 1500, minimum: 1, maximum: 60_000 }),
      },
      start: (settings) => {
        this.#slow = settings;
        return () => {
          this.#slow = undefined;
        };
      },
    }),
    faultKind({
      name: 'failing_model',
      description: 'Executions of a model fail',
      settings: { version: VERSION, share: Type.Number({ default: 0.5, minimum: 0, maximum: 1 }) },
      start: (settings) => {
        this.#failing = settings;
        return () => {
          this.#failing = undefined;
        };
      },
    }),
    faultKind({
      name: 'skewed_model',
      description:
        'A model answers with scores that are too high, as one with a broken file or a wrong unit would',
      settings: { version: VERSION, shift: Type.Number({ default: 0.2, exclusiveMinimum: 0, maximum: 1 }) },
      start: (settings) => {
        this.#skewed = settings;
        return () => {
          this.#skewed = undefined;
        };
      },
    }),
  ];

  /** The same store, with sessions that the faults reach. */
  within(store: ModelStore): ModelStore {
    return {
      list: () => store.list(),
      open: async (name, version) => {
        const { stored, session } = await store.open(name, version);
        return { stored, session: this.#faulty(session, version) };
      },
    };
  }

  #faulty(session: ModelSession, version: string): ModelSession {
    return {
      mode: session.mode,
      inputs: session.inputs,
      outputs: session.outputs,
      run: async (inputs) => {
        const slow = meets(this.#slow, version) ? (this.#slow?.milliseconds ?? 0) : 0;
        if (slow > 0) await delay(slow);
        if (meets(this.#failing, version) && Math.random() < (this.#failing?.share ?? 0)) {
          throw new InferenceFailed('fault injected on request');
        }
        const { outputs, seconds } = await session.run(inputs);
        const shift = meets(this.#skewed, version) ? (this.#skewed?.shift ?? 0) : 0;
        return {
          outputs: shift > 0 ? outputs.map((scores) => raised(scores, shift)) : outputs,
          seconds: seconds + slow / 1000,
        };
      },
      close: () => session.close(),
    };
  }
}

const raised = (scores: Tensor, shift: number): Tensor => ({
  ...scores,
  data: Float32Array.from(scores.data as Float32Array, (score) => Math.min(1, score + shift)),
});

const meets = (fault: { readonly version?: string | undefined } | undefined, version: string): boolean =>
  fault !== undefined && (fault.version === undefined || fault.version === version);
