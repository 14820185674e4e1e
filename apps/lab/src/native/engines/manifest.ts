import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../../settings.ts';

/** One engine: what it is, and how its binary comes to be. */
export interface EngineSpec {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  readonly binary: string;
  /** Arguments that make the binary print its version. */
  readonly versionArguments: readonly string[];
  /** How to build it; undefined where no Go module holds it. */
  readonly build: EngineBuild | undefined;
}

export interface EngineBuild {
  /** The folder with the pinned go.mod. */
  readonly folder: string;
  readonly package: string;
  readonly tags: readonly string[];
  readonly ldflags: string;
  /** Measured on two cores with nothing cached; a guide for the progress. */
  readonly seconds: number;
}

/** The parts of infra/engines/engines.json that starting an engine needs. */
interface EngineEntry {
  readonly name: string;
  readonly title: string;
  readonly when: 'always' | 'without-tempo' | 'tests';
  readonly version: string;
  readonly folder: string;
  readonly tags: readonly string[];
  readonly ldflags: string;
  readonly binaries: readonly { name: string; package: string; versionArguments: readonly string[] }[];
  readonly measured: { readonly buildSeconds: number };
}

/** The engines that a lab runs, Tempo among them, which is not in the file because it is no Go module. */
export function readEngineManifest(settings: Pick<Settings, 'root' | 'versions'>): EngineSpec[] {
  const engines = readEntries(settings).filter(({ when }) => when !== 'tests');
  return [...engines.map((entry) => engineOf(entry, settings)), tempo(settings.versions.TEMPO_VERSION ?? '')];
}

/**
 * The programs that no lab runs but its tests need, each built like an engine: those that come with the engines and
 * check their files (promtool, amtool), and node_exporter, with which the exporter is compared.
 */
export function readEngineTools(settings: Pick<Settings, 'root' | 'versions'>): EngineSpec[] {
  return readEntries(settings).flatMap((entry) =>
    entry.binaries.slice(entry.when === 'tests' ? 0 : 1).map((tool) => toSpec(entry, tool, settings)),
  );
}

function readEntries({ root }: Pick<Settings, 'root'>): readonly EngineEntry[] {
  const file = join(root, 'infra/engines/engines.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { engines: readonly EngineEntry[] }).engines;
}

/** The first binary of an entry is the engine; those after it are its tools. */
function engineOf(entry: EngineEntry, settings: Pick<Settings, 'root'>): EngineSpec {
  const [main] = entry.binaries;
  if (main === undefined) throw new Error(`infra/engines/engines.json: ${entry.name} has no binary`);
  return toSpec(entry, main, settings);
}

function toSpec(
  entry: EngineEntry,
  binary: EngineEntry['binaries'][number],
  { root }: Pick<Settings, 'root'>,
): EngineSpec {
  return {
    name: entry.name,
    title: entry.title,
    version: entry.version,
    binary: binary.name,
    versionArguments: binary.versionArguments,
    build: {
      folder: join(root, 'infra/engines', entry.folder),
      package: binary.package,
      tags: entry.tags,
      ldflags: entry.ldflags,
      seconds: entry.measured.buildSeconds,
    },
  };
}

function tempo(version: string): EngineSpec {
  return {
    name: 'tempo',
    title: 'Tempo',
    version,
    binary: 'tempo',
    versionArguments: ['-version'],
    build: undefined,
  };
}
