import { messageOf } from '../../errors.ts';
import type { Settings } from '../../settings.ts';
import { findOnPath } from '../find-on-path.ts';
import type { ComponentSnapshot, ComponentState } from '../lab-state.ts';
import { type BuildProgress, buildBinary } from './build.ts';
import { howToGet } from './how-to-get.ts';
import { type EngineSpec, readEngineManifest } from './manifest.ts';
import { cachedBinary, type FoundEngine, resolveEngine } from './resolve.ts';
import { otherStore, type TraceStore } from './trace-store.ts';

export interface ReadyEngine extends FoundEngine {
  readonly spec: EngineSpec;
  readonly traceStore: TraceStore;
}

interface ProvisionerEvents {
  /** The engine has a binary and can be started. */
  onReady(engine: ReadyEngine): void;
  onChange(): void;
}

interface Pending {
  readonly spec: EngineSpec;
  readonly state: ComponentState;
  readonly detail: string | undefined;
  readonly percent: number | undefined;
}

/**
 * Finds a binary for every engine, and builds those that are nowhere, one after the other: the quick ones first.
 */
export class EngineProvisioner {
  readonly #settings: Settings;
  readonly #events: ProvisionerEvents;
  readonly #pending = new Map<string, Pending>();
  readonly #abort = new AbortController();
  #building: Promise<void> = Promise.resolve();

  constructor(settings: Settings, events: ProvisionerEvents) {
    this.#settings = settings;
    this.#events = events;
  }

  /** Resolves when every engine that has a binary was handed out; builds go on behind. */
  async start(): Promise<void> {
    const missing: EngineSpec[] = [];
    const all = readEngineManifest(this.#settings);
    const found = await Promise.all(all.map((spec) => resolveEngine(spec, this.#settings)));
    const hasTempo = all.some((spec, index) => spec.name === 'tempo' && found[index] !== undefined);
    const traceStore: TraceStore = hasTempo ? 'tempo' : 'jaeger';
    for (const [index, spec] of all.entries()) {
      const binary = found[index];
      if (spec.name === otherStore(traceStore)) continue;
      if (binary !== undefined) this.#events.onReady({ ...binary, spec, traceStore });
      else missing.push(spec);
    }
    if (missing.length === 0 || this.#abort.signal.aborted) return;
    const canBuild = findOnPath('go') !== undefined;
    for (const spec of missing)
      this.#set(spec, canBuild ? 'queued' : 'missing', canBuild ? undefined : howToGet(spec));
    if (!canBuild) return;
    missing.sort((a, b) => (a.build?.seconds ?? 0) - (b.build?.seconds ?? 0));
    this.#building = this.#buildAll(missing, traceStore);
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#building;
  }

  snapshots(): ComponentSnapshot[] {
    return [...this.#pending.values()].map(({ spec, state, detail, percent }) => ({
      name: spec.name,
      kind: 'engine',
      version: spec.version,
      state,
      ...(detail === undefined ? {} : { detail }),
      ...(percent === undefined ? {} : { percent }),
      restarts: 0,
      ports: [],
      logs: [],
    }));
  }

  async #buildAll(missing: readonly EngineSpec[], traceStore: TraceStore): Promise<void> {
    for (const spec of missing) {
      if (this.#abort.signal.aborted) return;
      await this.#build(spec, traceStore);
    }
  }

  async #build(spec: EngineSpec, traceStore: TraceStore): Promise<void> {
    const { build } = spec;
    if (build === undefined) return;
    const path = cachedBinary(this.#settings, spec, spec.binary);
    this.#set(spec, 'building', undefined);
    try {
      await buildBinary({
        build,
        target: path,
        signal: this.#abort.signal,
        onProgress: (progress) => this.#set(spec, 'building', describeProgress(progress), progress.percent),
      });
    } catch (error) {
      if (!this.#abort.signal.aborted) this.#set(spec, 'missing', `${messageOf(error)}\n${howToGet(spec)}`);
      return;
    }
    this.#pending.delete(spec.name);
    this.#events.onReady({ path, from: 'cache', version: spec.version, spec, traceStore });
  }

  #set(spec: EngineSpec, state: ComponentState, detail: string | undefined, percent?: number): void {
    this.#pending.set(spec.name, { spec, state, detail, percent });
    this.#events.onChange();
  }
}

function describeProgress({ percent, elapsedSeconds, at }: BuildProgress): string {
  const share = percent === undefined ? `${elapsedSeconds} s` : `${percent} %, ${elapsedSeconds} s`;
  return at === undefined ? share : `${share}, ${at}`;
}
