/** The binaries of the engines, for tests that run them. */
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Set, to anything but nothing, by who has built the engines: without one a test then fails instead of skipping itself. */
export const ENGINES_REQUIRED = 'LAB_ENGINES_REQUIRED';

type Environment = Readonly<Record<string, string | undefined>>;

interface EngineManifest {
  readonly engines: readonly {
    readonly name: string;
    readonly version: string;
    readonly binaries: readonly { readonly name: string }[];
  }[];
}

const MANIFEST = new URL('../../../../infra/engines/engines.json', import.meta.url);

/**
 * Paths of binaries, looked for where the lab itself looks: LAB_ENGINES_DIR, the cache, PATH.
 *
 * @returns undefined where one is missing, and the terminal is told: a test that skips itself and says nothing reads
 * like one that has passed
 * @throws {Error} where one is missing and LAB_ENGINES_REQUIRED is set
 */
export function engineTools<const Name extends string>(
  names: readonly Name[],
  env: Environment = process.env,
): Readonly<Record<Name, string>> | undefined {
  const found = names.map((name) => [name, placesOf(name, env).find(isExecutable)] as const);
  const missing = found.flatMap(([name, path]) => (path === undefined ? [name] : []));
  if (missing.length === 0) return Object.fromEntries(found) as Record<Name, string>;
  const said = `${missing.join(' and ')} not found: ./lab engines --build makes what is missing`;
  if (env[ENGINES_REQUIRED]) throw new Error(`${said}; ${ENGINES_REQUIRED} says that it is there`);
  process.stderr.write(`${said}; the tests that need it are skipped\n`);
  return undefined;
}

/** Of the pinned version alone: an older one in the cache would judge today's files by yesterday's rules. */
function placesOf(binary: string, env: Environment): readonly string[] {
  const { engines } = JSON.parse(readFileSync(MANIFEST, 'utf8')) as EngineManifest;
  const engine = engines.find(({ binaries }) => binaries.some(({ name }) => name === binary));
  if (engine === undefined) throw new Error(`infra/engines/engines.json has no binary ${binary}`);
  const versioned = join(`${engine.name}-${engine.version}`, binary);
  const given = env.LAB_ENGINES_DIR;
  const cache = join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ml-observability-lab/engines');
  const path = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return [
    ...(given ? [join(given, binary), join(given, versioned)] : []),
    join(cache, versioned),
    ...path.map((folder) => join(folder, binary)),
  ];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
