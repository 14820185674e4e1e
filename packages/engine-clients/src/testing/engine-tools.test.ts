import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ENGINES_REQUIRED, engineTools } from './engine-tools.ts';

const manifest = JSON.parse(
  readFileSync(new URL('../../../../infra/engines/engines.json', import.meta.url), 'utf8'),
) as { engines: { name: string; version: string }[] };
const version = manifest.engines.find(({ name }) => name === 'prometheus')?.version ?? '';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engine-tools-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

/** Nothing of this machine: its cache, its folder of engines and its PATH are all in the test's folder. */
const environment = (more: Readonly<Record<string, string>> = {}) => ({
  XDG_CACHE_HOME: join(folder, 'cache'),
  LAB_ENGINES_DIR: join(folder, 'given'),
  PATH: join(folder, 'bin'),
  ...more,
});

function binary(...path: readonly string[]): string {
  const file = join(folder, ...path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '', { mode: 0o755 });
  return file;
}

const cached = (tool: string, of = version): string =>
  binary('cache/ml-observability-lab/engines', `prometheus-${of}`, tool);

describe('engineTools', () => {
  test('when all are in the cache - then it gives their paths and says nothing', () => {
    const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const expected = { prometheus: cached('prometheus'), promtool: cached('promtool') };
    expect(engineTools(['prometheus', 'promtool'], environment({ [ENGINES_REQUIRED]: '1' }))).toEqual(
      expected,
    );
    expect(told).not.toHaveBeenCalled();
  });

  test('when one of two is missing and nobody requires them - then there are none, and the terminal says which', () => {
    const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    cached('prometheus');
    expect(engineTools(['prometheus', 'promtool'], environment())).toBeUndefined();
    expect(told).toHaveBeenCalledExactlyOnceWith(
      'promtool not found: ./lab engines --build makes what is missing; the tests that need it are skipped\n',
    );
  });

  test('when one is missing that is required - then it throws instead of skipping', () => {
    cached('prometheus');
    expect(() => engineTools(['prometheus', 'promtool'], environment({ [ENGINES_REQUIRED]: '1' }))).toThrow(
      /^promtool not found: .*LAB_ENGINES_REQUIRED says that it is there$/,
    );
  });

  test('when the cache has another version only - then it is not taken', () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    cached('promtool', '2.0.0');
    expect(engineTools(['promtool'], environment())).toBeUndefined();
  });

  test('when it is in several places - then LAB_ENGINES_DIR wins, then the cache, then PATH', () => {
    const onPath = binary('bin/promtool');
    expect(engineTools(['promtool'], environment())).toEqual({ promtool: onPath });
    const inCache = cached('promtool');
    expect(engineTools(['promtool'], environment())).toEqual({ promtool: inCache });
    const versioned = binary(`given/prometheus-${version}/promtool`);
    expect(engineTools(['promtool'], environment())).toEqual({ promtool: versioned });
    const given = binary('given/promtool');
    expect(engineTools(['promtool'], environment())).toEqual({ promtool: given });
  });

  test('when no engine has such a binary - then it throws, whether engines are required or not', () => {
    expect(() => engineTools(['promtol'], environment())).toThrow('has no binary promtol');
  });
});
