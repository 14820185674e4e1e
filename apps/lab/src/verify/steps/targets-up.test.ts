import type { Target } from '@lab/engine-clients';
import { describe, expect, test } from 'vitest';
import { targetProblems } from './targets-up.ts';

const JOBS = [
  'inference',
  'features',
  'traffic',
  'pager',
  'site',
  'monitor',
  'autopilot',
  'node',
  'gpu',
  'span-metrics',
  'collector',
  'prometheus',
  'alertmanager',
  'loki',
];
const up = (job: string): Target => ({
  job,
  instance: '127.0.0.1:1',
  health: 'up',
  lastError: '',
  labels: {},
  scrapeUrl: 'http://127.0.0.1:1/metrics',
});

describe('targetProblems', () => {
  test('when every job has a target that is up - then there is none, and an engine that a lab may lack is none either', () => {
    expect(targetProblems(JOBS.map(up))).toEqual([]);
    expect(targetProblems([...JOBS, 'tempo'].map(up))).toEqual([]);
  });

  test('when a job has no target - then it is named', () => {
    expect(targetProblems(JOBS.slice(1).map(up))).toEqual(['no target for job inference']);
  });

  test('when a target is down - then it is named with what Prometheus says, also one that a lab may lack', () => {
    const tempo = { ...up('tempo'), health: 'down', lastError: 'connection refused' };
    expect(targetProblems([...JOBS.map(up), tempo])).toEqual([
      'tempo 127.0.0.1:1 is down: connection refused',
    ]);
  });
});
