import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSettings } from '../../settings.ts';
import { readEngineManifest, readEngineTools } from './manifest.ts';
import { engineNames } from './trace-store.ts';

describe('readEngineManifest', () => {
  const settings = readSettings({});

  test('when an engine can be built - then its pinned module is in the repository', () => {
    const folders = readEngineManifest(settings).flatMap(({ build }) =>
      build === undefined ? [] : [build.folder],
    );
    expect(folders.length).toBeGreaterThan(0);
    for (const folder of folders) expect(existsSync(join(folder, 'go.sum')), folder).toBe(true);
  });

  test('when a lab runs - then exactly one of Tempo and Jaeger takes its traces', () => {
    const others = ['alertmanager', 'collector', 'loki', 'prometheus'];
    expect(engineNames(settings, 'tempo').sort()).toEqual([...others, 'tempo']);
    expect(engineNames(settings, 'jaeger').sort()).toEqual([...others, 'jaeger'].sort());
  });
});

describe('readEngineTools', () => {
  test('when tests ask - then the engines that only they need are among the tools, and no engine of a lab is', () => {
    const binaries = readEngineTools(readSettings({})).map(({ binary }) => binary);
    expect(binaries.sort()).toEqual(['amtool', 'node_exporter', 'promtool']);
  });
});
