import type { Logger } from '@lab/instrumentation';
import type { InferenceAdmin, ModelRoute, ServedModel } from './adapters/inference-admin.ts';
import { aliasesAfter, sameAliases } from './domain/aliases.ts';
import { NotApplicable } from './errors.ts';
import { InTurn } from './in-turn.ts';
import type { Store } from './store.ts';
import { activeTraceparent, traceIdOf } from './tracing.ts';

/** Who changes a route, for the history. */
export interface ChangedBy {
  /** A decision, a rollout, or a person's request. */
  readonly by: string;
  readonly detail: string;
}

/**
 * Which version of a model answers, and the registry of aliases that follows from it. Routes are changed one at a time
 * per model: read, decided and written as one.
 */
export class Serving {
  readonly #inference: InferenceAdmin;
  readonly #store: Store;
  readonly #logger: Logger;
  readonly #now: () => number;
  readonly #inTurn = new InTurn();

  constructor(inference: InferenceAdmin, store: Store, logger: Logger, now: () => number) {
    this.#inference = inference;
    this.#store = store;
    this.#logger = logger;
    this.#now = now;
  }

  /** @throws NotApplicable where the model is not served; ServingUnavailable */
  async served(model: string): Promise<ServedModel & { readonly route: ModelRoute }> {
    const found = (await this.#inference.models()).find(({ name }) => name === model);
    if (found?.route === undefined) throw new NotApplicable(`${model} is not served`);
    return { ...found, route: found.route };
  }

  /**
   * Takes the canary away from its customers.
   * @param version only this one; whichever it is, where undefined
   * @returns the version that was the canary
   * @throws NotApplicable where there is no such canary; ServingUnavailable
   */
  async rollbackCanary(model: string, version: string | undefined, by: ChangedBy): Promise<string> {
    let removed = '';
    await this.#change(model, by, ({ canary, ...rest }) => {
      if (canary === undefined) throw new NotApplicable(`${model} has no canary`);
      if (version !== undefined && canary.version !== version)
        throw new NotApplicable(`the canary of ${model} is ${canary.version}, no longer ${version}`);
      removed = canary.version;
      return rest;
    });
    return removed;
  }

  /**
   * All customers get this version, and no other is tried on them.
   * @param insteadOf the champion that it is meant to relieve; whichever it is, where undefined
   * @throws NotApplicable; ServingUnavailable
   */
  async serveOnly(model: string, version: string, by: ChangedBy, insteadOf?: string): Promise<void> {
    await this.#change(model, by, ({ champion, canary }) => {
      if (insteadOf !== undefined && champion !== insteadOf)
        throw new NotApplicable(`the champion of ${model} is ${champion}, not ${insteadOf}`);
      if (champion === version && canary === undefined)
        throw new NotApplicable(`${model} is answered by ${version} alone already`);
      return { champion: version };
    });
  }

  /**
   * The champion before this one answers again.
   * @param from only where this one is the champion
   * @returns its version
   * @throws NotApplicable; ServingUnavailable
   */
  async stepBack(model: string, by: ChangedBy, from?: string): Promise<string> {
    await this.observe();
    const previous = this.#store.aliases(model)?.previous ?? null;
    if (previous === null) throw new NotApplicable(`${model} has had no other champion`);
    await this.serveOnly(model, previous, by, from);
    return previous;
  }

  /** Gives a version this share of the customers. @throws ServingUnavailable */
  async setCanary(model: string, version: string, percent: number, by: ChangedBy): Promise<void> {
    await this.#change(model, by, ({ champion, shadow }) => {
      const shadows = shadow?.filter((other) => other !== version) ?? [];
      return {
        champion,
        canary: { version, percent },
        ...(shadows.length === 0 ? {} : { shadow: shadows }),
      };
    });
  }

  /**
   * Work during which no route of the model is changed from here.
   * @param work is told the route, undefined where the model is not served, and the versions that are loaded
   * @throws ServingUnavailable; what the work throws
   */
  exclusively(
    model: string,
    work: (route: ModelRoute | undefined, loaded: readonly string[]) => Promise<void>,
  ): Promise<void> {
    return this.#inTurn.run(model, async () => {
      const found = (await this.#inference.models()).find(({ name }) => name === model);
      await work(found?.route, found?.versions ?? []);
    });
  }

  /** Brings the registry up to what is served: somebody may have changed a route by hand. @throws ServingUnavailable */
  async observe(): Promise<void> {
    for (const { name, route } of await this.#inference.models()) {
      if (route !== undefined)
        await this.#remember(name, route, { by: 'observed', detail: 'found so in the inference service' });
    }
  }

  #change(model: string, by: ChangedBy, next: (route: ModelRoute) => ModelRoute): Promise<void> {
    return this.#inTurn.run(model, async () => {
      const { route, versions } = await this.served(model);
      await this.#remember(model, route, { by: 'observed', detail: 'found so in the inference service' });
      const wanted = next(route);
      for (const version of [wanted.champion, wanted.canary?.version]) {
        if (version !== undefined && !versions.includes(version)) await this.#inference.load(model, version);
      }
      await this.#inference.setRoute(model, wanted);
      await this.#remember(model, wanted, by);
    });
  }

  async #remember(model: string, route: ModelRoute, { by, detail }: ChangedBy): Promise<void> {
    const before = this.#store.aliases(model);
    const aliases = aliasesAfter(before, route);
    if (sameAliases(aliases, before)) return;
    const change = {
      model_name: model,
      aliases,
      at: new Date(this.#now()).toISOString(),
      by,
      detail,
      trace_id: traceIdOf(activeTraceparent()),
    };
    await this.#store.save({ kind: 'aliases', change });
    this.#logger.info({ event_type: 'model_aliases_changed', ...change }, 'model aliases changed');
  }
}
