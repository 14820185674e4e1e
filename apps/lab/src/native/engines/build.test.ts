import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { poll } from '@lab/engine-clients';
import { describe, expect, test, vi } from 'vitest';
import { writeExecutable } from '../../testing/executable.ts';
import { tempDir } from '../../testing/temp-dir.ts';
import { identify } from '../process-identity.ts';
import { type BuildProgress, type BuildRequest, buildBinary } from './build.ts';

/** A `go` that does what the script says; $OUT is the file that it is to write. */
function withGo(script: string): { request: BuildRequest; seen: BuildProgress[]; abort: AbortController } {
  const folder = tempDir();
  const parseOutput = 'while [ $# -gt 0 ]; do [ "$1" = "-o" ] && OUT=$2; shift; done';
  writeExecutable(join(folder, 'bin/go'), `echo run >>"${folder}/runs"\n${parseOutput}\n${script}`);
  vi.stubEnv('PATH', `${join(folder, 'bin')}:/usr/bin:/bin`);
  const seen: BuildProgress[] = [];
  const abort = new AbortController();
  const build = { folder, package: 'example.com/x', tags: ['netgo'], ldflags: '-s -w', seconds: 10 };
  const request: BuildRequest = {
    build,
    target: join(folder, 'cache/x-1/x'),
    signal: abort.signal,
    onProgress: (progress) => seen.push(progress),
  };
  return { request, seen, abort };
}

describe('buildBinary', () => {
  test('when the build succeeds - then the binary is there, and nothing else', async () => {
    const { request, seen } = withGo('echo example.com/x/part >&2; echo built >"$OUT"');
    await buildBinary(request);
    expect(readFileSync(request.target, 'utf8')).toBe('built\n');
    expect(readdirSync(dirname(request.target))).toEqual(['x']);
    expect(seen[0]).toMatchObject({ percent: 0, elapsedSeconds: 0 });
  });

  test('when the build fails - then the error has its last words, and no half binary is left', async () => {
    const { request } = withGo('echo half >"$OUT"; echo "undefined: frobnicate" >&2; exit 1');
    await expect(buildBinary(request)).rejects.toThrow('undefined: frobnicate');
    expect(readdirSync(dirname(request.target))).toEqual([]);
  });

  test('when it is broken off - then the compiler ends, and the next one can begin', async () => {
    const { request, abort } = withGo('echo $$ >"$OUT.pid"; sleep 60');
    const building = buildBinary(request);
    const pidFile = `${request.target}.${process.pid}.pid`;
    const pid = await poll(() => (existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : undefined), {
      timeoutMs: 5000,
      intervalMs: 10,
      waitingFor: 'the compiler to start',
    });
    abort.abort();
    await expect(building).rejects.toThrow(/abort/i);
    expect(identify(pid)).toBeUndefined();
    expect(readdirSync(dirname(request.target)).filter((name) => name.endsWith('.building'))).toEqual([]);
  });

  test('when another lab is building it - then it waits, and takes what that one built', async () => {
    const { request } = withGo('exit 1');
    const lock = join(dirname(request.target), '.x.building');
    mkdirSync(dirname(lock), { recursive: true });
    writeFileSync(lock, JSON.stringify(identify(process.pid)));
    const building = buildBinary({
      ...request,
      onProgress: ({ at }) => {
        expect(at).toBe('another lab builds it');
        writeFileSync(request.target, 'from the other');
        writeFileSync(lock, '{}');
      },
    });
    await building;
    expect(existsSync(join(request.build.folder, 'runs'))).toBe(false);
  });
});
