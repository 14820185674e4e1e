import type { Logger } from '@lab/instrumentation';
import type { InferenceAdmin } from './adapters/inference-admin.ts';
import type { ReleaseFolder } from './adapters/release-folder.ts';
import type { Policy } from './domain/policy.ts';
import { superfluousReleases } from './domain/release-retention.ts';
import type { Serving } from './serving.ts';
import type { Store } from './store.ts';

interface ReleaseRetentionDeps {
  readonly policy: Policy;
  readonly store: Store;
  readonly serving: Serving;
  readonly inference: InferenceAdmin;
  readonly releases: ReleaseFolder;
  readonly logger: Logger;
}

/**
 * Deletes released versions that nobody has a use for. Kept are: whatever a route names, the registry's aliases, both sides
 * of a rollout under way, the version that `degrade` serves, those that the policy pins, and the newest of the rest.
 * Versions outside the release folder are somebody else's and are never touched.
 */
export class ReleaseRetention {
  readonly #deps: ReleaseRetentionDeps;

  constructor(deps: ReleaseRetentionDeps) {
    this.#deps = deps;
  }

  /** @throws ServingUnavailable where nobody can say what is served: nothing is deleted then */
  async work(): Promise<void> {
    const { store, releases } = this.#deps;
    if (store.killSwitch.on) return;
    for (const { name, versions } of await releases.list()) await this.#prune(name, versions);
  }

  /** While no route of the model can be changed from here. */
  #prune(model: string, released: readonly string[]): Promise<void> {
    const { policy, store, serving, inference, releases, logger } = this.#deps;
    return serving.exclusively(model, async (route, loaded) => {
      const aliases = store.aliases(model);
      const rollout = store.runningRollout(model);
      const kept = [
        route?.champion,
        route?.canary?.version,
        ...(route?.shadow ?? []),
        aliases?.champion,
        aliases?.challenger,
        aliases?.previous,
        rollout?.version,
        rollout?.champion,
        policy.degradedVersion,
        ...policy.releases.pinned,
      ].filter((version) => typeof version === 'string');
      for (const version of superfluousReleases(released, new Set(kept), policy.releases.keepNewest)) {
        // The inference service refuses to unload what a route needs, whoever has set it in this very moment.
        if (loaded.includes(version)) await inference.unload(model, version);
        await releases.remove(model, version);
        logger.info(
          { event_type: 'model_release_deleted', model_name: model, model_version: version },
          'model release deleted',
        );
      }
    });
  }
}
