import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { statePaths } from '../state-dir.ts';
import { testSettings } from '../testing/repository.ts';
import { stagePrometheus } from './prometheus-staging.ts';

describe('stagePrometheus', () => {
  test('when it is staged - then every target list of Compose has this lab’s addresses, or is empty', () => {
    const settings = testSettings({ LAB_PORT_OFFSET: '100' });
    stagePrometheus(settings, new Set(['tempo']));
    const staged = join(statePaths(settings).prometheus, 'targets');
    const source = join(settings.root, 'infra/prometheus/targets');
    expect(readdirSync(staged)).toEqual(readdirSync(source).filter((file) => file.endsWith('.json')));

    const targets = (list: string): unknown => JSON.parse(readFileSync(join(staged, `${list}.json`), 'utf8'));
    const labels = JSON.parse(readFileSync(join(source, 'inference.json'), 'utf8'))[0].labels;
    expect(targets('inference')).toEqual([{ targets: ['127.0.0.1:8180'], labels }]);
    expect(targets('tempo')).toEqual([]);
    expect(targets('grafana')).toEqual([]);
  });

  test('when it is staged twice - then the configuration is still the repository’s own file', () => {
    const settings = testSettings();
    stagePrometheus(settings, new Set());
    stagePrometheus(settings, new Set());
    expect(realpathSync(join(statePaths(settings).prometheus, 'prometheus.yml'))).toBe(
      realpathSync(join(settings.root, 'infra/prometheus/prometheus.yml')),
    );
  });

  test.each([
    ['production', 'prometheus.yml'],
    ['drill', 'drill/prometheus.yml'],
  ])('when LAB_TIMING is %s - then configuration and rules are of that timing', (timing, config) => {
    const settings = testSettings({ LAB_TIMING: timing });
    stagePrometheus(settings, new Set());
    const staged = statePaths(settings).prometheus;
    const source = join(settings.root, 'infra/prometheus');
    expect(realpathSync(join(staged, 'prometheus.yml'))).toBe(realpathSync(join(source, config)));
    expect(readdirSync(join(staged, 'timed-rules'))).toEqual(readdirSync(join(source, 'rules', timing)));
    expect(readdirSync(join(staged, 'timed-rules')).length).toBeGreaterThan(0);
  });
});
