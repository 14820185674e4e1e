/** Starts a lab of real engines beside whatever else runs here, for the tests of a workspace. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lab, labJson } from './command-line.ts';
import { freeOffset, portsAt } from './free-offset.ts';

const START_LIMIT_MS = 180_000;

export interface LabUnderTest {
  /** What a command needs in its environment to mean this lab. */
  readonly env: Readonly<Record<string, string>>;
  /** By name of `.env`, moved by the offset. */
  readonly ports: Readonly<Record<string, number>>;
  /** Paths of engines and tools, by binary. */
  readonly binaries: Readonly<Record<string, string>>;
  readonly stateDir: string;
}

export interface StartedLab {
  readonly lab: LabUnderTest;
  /** Stops it and sees that nothing is left. */
  stop(): Promise<void>;
}

/** @param knobs environment variables of the lab, such as LAB_TIMING */
export async function startLab(
  knobs: Readonly<Record<string, string>> = {},
  route: '--docker' | '--no-docker' = '--no-docker',
): Promise<StartedLab> {
  const stateDir = mkdtempSync(join(tmpdir(), 'lab-under-test-'));
  const offset = await freeOffset();
  const env = { ...knobs, LAB_STATE_DIR: stateDir, LAB_PORT_OFFSET: String(offset) };
  const engines = await labJson<{ binary: string; path?: string }[]>(env, 'engines', '--build');
  const started = performance.now();
  const up = await Promise.race([lab(env, 'up', route, '--wait'), timeout()]);
  if (up.exitCode !== 0) throw new Error(`the lab did not start:\n${up.stdout}\n${up.stderr}`);
  process.stdout.write(
    `a lab of real engines is up after ${((performance.now() - started) / 1000).toFixed(1)} s\n`,
  );
  return {
    lab: {
      env,
      ports: portsAt(offset),
      binaries: Object.fromEntries(
        engines.flatMap(({ binary, path }) => (path === undefined ? [] : [[binary, path]])),
      ),
      stateDir,
    },
    async stop() {
      const down = await lab(env, 'down', '--volumes');
      rmSync(stateDir, { recursive: true, force: true });
      if (down.exitCode !== 0) throw new Error(`the lab did not stop:\n${down.stdout}\n${down.stderr}`);
    },
  };
}

function timeout(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(
      () => reject(new Error(`the lab was not up after ${START_LIMIT_MS / 1000} s`)),
      START_LIMIT_MS,
    ).unref();
  });
}
