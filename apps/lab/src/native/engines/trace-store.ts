import type { Settings } from '../../settings.ts';
import { readEngineManifest } from './manifest.ts';
import { resolveEngine } from './resolve.ts';

/** Where spans go: Tempo where there is a binary of it, otherwise Jaeger, which can be built. Never both. */
export type TraceStore = 'tempo' | 'jaeger';

export async function findTraceStore(settings: Settings): Promise<TraceStore> {
  const tempo = readEngineManifest(settings).find(({ name }) => name === 'tempo');
  return tempo !== undefined && (await resolveEngine(tempo, settings)) !== undefined ? 'tempo' : 'jaeger';
}

/** The engines of a lab with that trace store. */
export function engineNames(settings: Settings, traceStore: TraceStore): string[] {
  return readEngineManifest(settings)
    .map(({ name }) => name)
    .filter((name) => name !== otherStore(traceStore));
}

export function otherStore(traceStore: TraceStore): TraceStore {
  return traceStore === 'tempo' ? 'jaeger' : 'tempo';
}
