import { PIPELINES } from '@lab/catalogue';
import { type FaultKind, faultKind } from '@lab/service/faults';
import Type from 'typebox';

const SETTINGS = { pipeline: Type.Enum([...PIPELINES], { default: 'drift' }) } as const;

/** Runs that fail, or that do not end, for drills. */
export class PipelineFaults {
  #failing: string | undefined;
  #hanging: { readonly pipeline: string; readonly over: Promise<void> } | undefined;

  readonly kinds: readonly FaultKind[] = [
    faultKind({
      name: 'failing_pipeline',
      description: 'Every run of a pipeline fails',
      settings: SETTINGS,
      start: ({ pipeline }) => {
        this.#failing = pipeline;
        return () => {
          this.#failing = undefined;
        };
      },
    }),
    faultKind({
      name: 'hanging_pipeline',
      description: 'A run of a pipeline does not end',
      settings: SETTINGS,
      start: ({ pipeline }) => {
        const { promise: over, resolve: end } = Promise.withResolvers<void>();
        this.#hanging = { pipeline, over };
        return () => {
          this.#hanging = undefined;
          end();
        };
      },
    }),
  ];

  /** Where a run begins. @throws for a pipeline that is to fail */
  async before(pipeline: string): Promise<void> {
    if (this.#hanging?.pipeline === pipeline) await this.#hanging.over;
    if (this.#failing === pipeline) throw new Error('fault injected on request');
  }
}
