import type { Logger } from '@lab/instrumentation';
import { withSpan } from '@lab/instrumentation';
import type { ModelManifest } from '@lab/model/repository';
import {
  InvalidRoute,
  ModelLoadFailed,
  ModelNotFound,
  ModelNotReady,
  ModelVersionNotLoaded,
  VersionInUse,
} from '../errors.ts';
import type { InferenceMetrics } from '../metrics.ts';
import { LoadedVersion } from './loaded-version.ts';
import type { BatchSettings } from './micro-batcher.ts';
import type { ModelSession } from './model-session.ts';
import { type ModelRoute, routeMistake, versionsOf } from './route.ts';

export interface VersionName {
  readonly name: string;
  readonly version: string;
}

/** A version as it lies in the repository, before anything is loaded. */
interface StoredVersion extends VersionName {
  readonly manifest: ModelManifest | undefined;
}

/** Where model files come from and how they are opened; the registry itself does no I/O. */
export interface ModelStore {
  /** What could be loaded, whether it is sound or not. */
  list(): Promise<VersionName[]>;
  /** @throws MODEL_LOAD_FAILED with the reason */
  open(name: string, version: string): Promise<{ stored: StoredVersion; session: ModelSession }>;
}

/** Remembers routes over a restart. */
export interface RouteMemory {
  read(): Promise<Record<string, ModelRoute>>;
  write(routes: Record<string, ModelRoute>): Promise<void>;
}

interface Served {
  readonly versions: Map<string, LoadedVersion>;
  route: ModelRoute | undefined;
}

interface RegistryDeps {
  readonly store: ModelStore;
  readonly memory: RouteMemory;
  readonly batching: BatchSettings;
  /** Why a model of this name cannot do its work, or undefined where it can; such a version is never routed. */
  readonly mistakeOf: (name: string, session: ModelSession) => string | undefined;
  readonly metrics: InferenceMetrics;
  readonly logger: Logger;
}

/**
 * The models in memory and which of their versions answer.
 *
 * Loading builds the new version beside the old one and swaps a reference; the old one answers what it has accepted
 * before it is freed. So a reload fails no request, at the price of both being in memory for a moment.
 */
export class ModelRegistry {
  readonly #deps: RegistryDeps;
  readonly #models = new Map<string, Served>();
  /** Loads and route changes one after the other: two admins at once must not leave half of each. */
  #changes: Promise<unknown> = Promise.resolve();

  constructor(deps: RegistryDeps) {
    this.#deps = deps;
  }

  /** Loads every stored version and sets each model's route: as remembered, as given, or newest version champion. */
  async start(given: Record<string, ModelRoute>): Promise<void> {
    const remembered = await this.#deps.memory.read();
    const stored = await this.#deps.store.list();
    for (const { name, version } of stored) {
      // One broken file must not keep the other models from answering.
      await this.load(name, version).catch(() => {});
    }
    for (const name of this.names()) {
      const newest = this.#newestFit(name);
      const candidates = [
        remembered[name],
        given[name],
        newest === undefined ? undefined : { champion: newest },
      ];
      const route = candidates.find(
        (candidate) => candidate !== undefined && this.#routeMistake(name, candidate) === undefined,
      );
      if (route !== undefined) await this.setRoute(name, route);
    }
  }

  /** @throws MODEL_LOAD_FAILED with the reason, which is logged as well: nobody may be there to read the answer */
  async load(name: string, version: string): Promise<LoadedVersion> {
    try {
      return await this.#load(name, version);
    } catch (error) {
      this.#deps.logger.error(
        { error, event_type: 'model_load_failed', model_name: name, model_version: version },
        'model version was not loaded',
      );
      throw error;
    }
  }

  #load(name: string, version: string): Promise<LoadedVersion> {
    return this.#change(() =>
      withSpan('model_load', { 'model.name': name, 'model.version': version }, async () => {
        const started = performance.now();
        const { stored, session } = await this.#deps.store.open(name, version);
        const mistake = this.#isRouted(name, version) ? this.#deps.mistakeOf(name, session) : undefined;
        if (mistake !== undefined) {
          await session.close();
          throw new ModelLoadFailed(
            `version ${version} of ${name} is routed and cannot be replaced: ${mistake}`,
          );
        }
        const metrics = this.#deps.metrics.ofVersion(name, version);
        const loaded = new LoadedVersion({ ...stored, session, metrics, batching: this.#deps.batching });
        const seconds = (performance.now() - started) / 1000;
        metrics.loadDuration.observe(seconds);
        const served = this.#models.get(name) ?? { versions: new Map(), route: undefined };
        const replaced = served.versions.get(version);
        served.versions.set(version, loaded);
        this.#models.set(name, served);
        this.#describeRoute(name);
        await replaced?.close();
        this.#deps.logger.info(
          {
            event_type: 'model_loaded',
            model_name: name,
            model_version: version,
            execution: session.mode,
            load_seconds: seconds,
            sha256: stored.manifest?.sha256,
          },
          'model version loaded',
        );
        return loaded;
      }),
    );
  }

  /**
   * Loads every stored version of a model, anew where it is loaded.
   * @throws MODEL_LOAD_FAILED for the first version that could not be loaded, after the others have been
   */
  async loadAll(name: string): Promise<void> {
    const stored = (await this.#deps.store.list()).filter((version) => version.name === name);
    if (stored.length === 0) throw new ModelNotFound(name);
    const loads = await Promise.allSettled(stored.map(({ version }) => this.load(name, version)));
    const failed = loads.find((load) => load.status === 'rejected');
    const newest = this.#newestFit(name);
    if (this.#models.get(name)?.route === undefined && newest !== undefined)
      await this.setRoute(name, { champion: newest });
    if (failed !== undefined) throw failed.reason;
  }

  /** Unloads a model altogether, its route included. */
  unloadAll(name: string): Promise<void> {
    return this.#change(async () => {
      const served = this.#served(name);
      this.#models.delete(name);
      for (const loaded of served.versions.values()) {
        await loaded.close();
        loaded.metrics.forget();
      }
      this.#deps.logger.info({ event_type: 'model_unloaded', model_name: name }, 'model unloaded');
    });
  }

  unload(name: string, version: string): Promise<void> {
    return this.#change(async () => {
      const served = this.#served(name);
      const loaded = this.version(name, version);
      if (this.#isRouted(name, version)) {
        throw new VersionInUse(`version ${version} of ${name} is routed; route the traffic elsewhere first`);
      }
      served.versions.delete(version);
      if (served.versions.size === 0) this.#models.delete(name);
      await loaded.close();
      loaded.metrics.forget();
      this.#deps.logger.info(
        { event_type: 'model_unloaded', model_name: name, model_version: version },
        'model version unloaded',
      );
    });
  }

  setRoute(name: string, route: ModelRoute): Promise<ModelRoute> {
    return this.#change(async () => {
      const served = this.#served(name);
      const mistake = this.#routeMistake(name, route);
      if (mistake !== undefined) throw new InvalidRoute(mistake);
      const previous = served.route;
      served.route = route;
      this.#describeRoute(name);
      await this.#deps.memory.write(this.routes());
      this.#deps.logger.info(
        {
          event_type: 'model_routed',
          model_name: name,
          route: { ...route },
          previous: previous && { ...previous },
        },
        'model route changed',
      );
      return route;
    });
  }

  routes(): Record<string, ModelRoute> {
    const routed = [...this.#models].flatMap(([name, { route }]) =>
      route === undefined ? [] : [[name, route] as const],
    );
    return Object.fromEntries(routed);
  }

  has(name: string): boolean {
    return this.#models.has(name);
  }

  names(): string[] {
    return [...this.#models.keys()].sort();
  }

  versions(name: string): LoadedVersion[] {
    return [...this.#served(name).versions.values()].sort((a, b) => Number(a.version) - Number(b.version));
  }

  route(name: string): ModelRoute {
    const { route } = this.#served(name);
    if (route === undefined) throw new ModelNotReady(name);
    return route;
  }

  /** The version asked for, or the champion where none was. */
  version(name: string, version?: string): LoadedVersion {
    const wanted = version ?? this.route(name).champion;
    const loaded = this.#served(name).versions.get(wanted);
    if (loaded === undefined) throw new ModelVersionNotLoaded(wanted, name);
    return loaded;
  }

  /** Why nobody is answered by this model, or undefined where somebody is. */
  reasonNotRouted(name: string): string | undefined {
    const served = this.#models.get(name);
    if (served === undefined) return `model ${name} is not loaded`;
    if (served.route !== undefined) return undefined;
    const unfit = [...served.versions.values()]
      .map(({ version, session }) => ({ version, mistake: this.#deps.mistakeOf(name, session) }))
      .filter(({ mistake }) => mistake !== undefined)
      .map(({ version, mistake }) => `; version ${version}: ${mistake}`);
    return `model ${name} has no version that answers${unfit.join('')}`;
  }

  /** Every version that is in the repository or in memory. */
  async index(): Promise<(VersionName & { loaded: boolean })[]> {
    const isLoaded = ({ name, version }: VersionName): boolean =>
      this.#models.get(name)?.versions.has(version) ?? false;
    const stored = await this.#deps.store.list();
    const gone = [...this.#models].flatMap(([name, { versions }]) =>
      [...versions.keys()]
        .filter((version) => !stored.some((entry) => entry.name === name && entry.version === version))
        .map((version) => ({ name, version })),
    );
    return [...stored, ...gone].map(({ name, version }) => ({
      name,
      version,
      loaded: isLoaded({ name, version }),
    }));
  }

  async close(): Promise<void> {
    await this.#changes.catch(() => {});
    const all = [...this.#models.values()].flatMap(({ versions }) => [...versions.values()]);
    await Promise.all(all.map((loaded) => loaded.close()));
    this.#models.clear();
  }

  #served(name: string): Served {
    const served = this.#models.get(name);
    if (served === undefined) throw new ModelNotFound(name);
    return served;
  }

  #newestFit(name: string): string | undefined {
    const versions = this.#models.get(name)?.versions ?? new Map<string, LoadedVersion>();
    return [...versions.values()]
      .filter(({ session }) => this.#deps.mistakeOf(name, session) === undefined)
      .map(({ version }) => version)
      .sort((a, b) => Number(b) - Number(a))[0];
  }

  #isRouted(name: string, version: string): boolean {
    const route = this.#models.get(name)?.route;
    return route !== undefined && versionsOf(route).includes(version);
  }

  #routeMistake(name: string, route: ModelRoute): string | undefined {
    const mistake = routeMistake(route);
    if (mistake !== undefined) return mistake;
    for (const version of versionsOf(route)) {
      const loaded = this.#models.get(name)?.versions.get(version);
      if (loaded === undefined) return `version ${version} of ${name} is not loaded`;
      const unfit = this.#deps.mistakeOf(name, loaded.session);
      if (unfit !== undefined) return `version ${version} of ${name}: ${unfit}`;
    }
    return undefined;
  }

  #describeRoute(name: string): void {
    const { versions, route } = this.#served(name);
    const canaryShare = (route?.canary?.percent ?? 0) / 100;
    for (const { version, metrics } of versions.values()) {
      const roles = new Set<string>();
      let share = 0;
      if (route?.champion === version) {
        roles.add('champion');
        share = 1 - canaryShare;
      }
      if (route?.canary?.version === version) {
        roles.add('canary');
        share = canaryShare;
      }
      if (route?.shadow?.includes(version)) roles.add('shadow');
      metrics.setRoles(roles);
      metrics.trafficShare.set(share);
    }
  }

  #change<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#changes.then(work, work);
    this.#changes = result.catch(() => {});
    return result;
  }
}
