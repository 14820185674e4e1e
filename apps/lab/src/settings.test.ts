import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LabError } from './errors.ts';
import { EXIT } from './exit-codes.ts';
import { KNOBS, PORT_KEYS, readSettings } from './settings.ts';
import { tempDir } from './testing/temp-dir.ts';

describe('readSettings', () => {
  test('when nothing is set - then ports and versions are those of .env', () => {
    const settings = readSettings({});
    expect(settings.ports.INFERENCE_PORT).toBe(8080);
    expect(settings.versions.PROMETHEUS_VERSION).toMatch(/^\d+\.\d+\.\d+$/);
    expect(settings.stateDir).toBe(join(settings.root, '.lab'));
  });

  test('when an offset is given - then every port moves by it', () => {
    const plain = readSettings({});
    const moved = readSettings({ LAB_PORT_OFFSET: '1000' });
    for (const key of PORT_KEYS) expect(moved.ports[key]).toBe(plain.ports[key] + 1000);
  });

  test('when ports are those of .env - then no two are the same', () => {
    const ports = Object.values(readSettings({}).ports);
    expect(new Set(ports).size).toBe(ports.length);
  });

  test('when the environment names a port - then it wins over .env, and moves too', () => {
    const { ports } = readSettings({ INFERENCE_PORT: '18080', LAB_PORT_OFFSET: '10' });
    expect(ports.INFERENCE_PORT).toBe(18_090);
  });

  test('when the timing is that of drills - then labels and monitor are as fast, unless somebody says otherwise', () => {
    const drill = readSettings({ LAB_TIMING: 'drill' }).knobs;
    expect(drill).toMatchObject({ TRAFFIC_RATE: '60', MONITOR_DRIFT_INTERVAL_MS: '2000' });
    expect(readSettings({ LAB_TIMING: 'drill', TRAFFIC_RATE: '5' }).knobs.TRAFFIC_RATE).toBe('5');
    expect(readSettings({}).knobs).toMatchObject({ TRAFFIC_RATE: '20', MONITOR_DRIFT_INTERVAL_MS: '60000' });
  });

  test('when compose.yaml has a default - then the route without Docker has the same', () => {
    const compose = readFileSync(join(readSettings({}).root, 'compose.yaml'), 'utf8');
    const defaults = new Map(
      [...compose.matchAll(/\$\{([A-Z_]+):-([^}]*)\}/g)].map(([, key, value]) => [key, value]),
    );
    for (const [key, value] of Object.entries(KNOBS)) expect([key, defaults.get(key)]).toEqual([key, value]);
    for (const key of PORT_KEYS.filter((candidate) => defaults.has(candidate)))
      expect([key, defaults.get(key)]).toEqual([key, String(readSettings({}).ports[key])]);
  });

  test('when several things are wrong - then all of them are told at once', () => {
    const root = tempDir();
    writeFileSync(join(root, '.env'), 'INFERENCE_PORT=abc\n');
    const attempt = (): unknown =>
      readSettings({ LAB_PORT_OFFSET: 'x', LAB_DATABASE: 'oracle', LAB_TIMING: 'quick' }, root);
    expect(attempt).toThrow(LabError);
    expect(attempt).toThrow(
      /LAB_PORT_OFFSET[\s\S]*INFERENCE_PORT is "abc"[\s\S]*LAB_DATABASE is "oracle"[\s\S]*LAB_TIMING is "quick": production or drill/,
    );
  });

  test('when the offset moves a port out of range - then it is refused as wrong usage', () => {
    expect(() => readSettings({ LAB_PORT_OFFSET: '60000' })).toThrow(
      expect.objectContaining({ exitCode: EXIT.usage, message: expect.stringContaining('65535') }),
    );
  });

  test('when the offset moves a port to one that fetch never opens - then it is refused, not waited for', () => {
    expect(() => readSettings({ LAB_PORT_OFFSET: '2000' })).toThrow(/INFERENCE_PORT becomes 10080/);
  });
});
