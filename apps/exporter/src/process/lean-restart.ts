import { cpus, homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What lives on the heap of a small machine is 16 MB; a machine with more processors has more series. */
const OLD_SPACE_MB = 24;
const OLD_SPACE_MB_PER_CPU = 0.25;

/**
 * A young generation of 1 MB and no helper threads: a scrape makes a few hundred kilobytes of garbage every 15 seconds,
 * and nobody waits for its collection. The limit of the old generation makes V8 collect where it would rather grow.
 */
const leanFlags = (cpus: number): string[] => [
  '--optimize-for-size',
  '--max-semi-space-size=1',
  `--max-old-space-size=${OLD_SPACE_MB + Math.ceil(cpus * OLD_SPACE_MB_PER_CPU)}`,
  '--single-threaded',
];

/** glibc keeps an arena per thread and grows it for buffers that are gone a moment later; these go back at once. */
const LEAN_ENVIRONMENT = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_TRIM_THRESHOLD_: '131072',
  MALLOC_MMAP_THRESHOLD_: '32768',
} as const;

/** What the process that this one becomes is there for. */
export const STAGE = 'EXPORTER_STAGE';
export type Stage = 'compile' | 'export';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

/** Nobody else's to write: what lies in there is run. So it is not the folder for temporary files. */
const compileCacheFolder = (env: NodeJS.ProcessEnv): string =>
  join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ml-observability-lab', 'compile-cache');

/**
 * Replaces this process by one that only exports, under the same id: the supervisor, Docker and the terminal see one
 * process throughout.
 *
 * An exporter runs beside what it watches, so its memory is counted (at most 90 MB). What a start needs and a scrape
 * does not is 40 MB that Node never gives back: the validator of the settings, the TypeScript compiler, and the tracing
 * SDK that every service's command preloads. execve(2) ends that part of its life. The modules come back from Node's
 * compile cache, which depends on the flags: so a process with these flags has to fill it first.
 *
 * @param env the environment, with the settings in it; see handed-settings.ts
 * @returns only where the platform has no execve
 */
export function restartLean(stage: Stage, env: NodeJS.ProcessEnv): void {
  if (process.execve === undefined || process.platform === 'win32') return;
  const flags = [...leanFlags(cpus().length), '--disable-warning=ExperimentalWarning'];
  process.execve(process.execPath, [process.execPath, ...flags, MAIN], {
    ...(env as Record<string, string>),
    ...LEAN_ENVIRONMENT,
    NODE_COMPILE_CACHE: env.NODE_COMPILE_CACHE || compileCacheFolder(env),
    [STAGE]: stage,
  });
}
