import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '@lab/course/lab';
import { engineTools } from '@lab/engine-clients/testing';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { promtoolFolder } from '../../shared/testing/promtool-folder.ts';
import { fireRightly } from './alerts.ts';
import { recordsCapacity } from './cost-of-a-prediction.ts';
import { ALERT_RULES, CAPACITY_RULES, USE_RULES } from './played.ts';
import { recordsUse } from './utilisation.ts';

const solution = (file: string): string =>
  readFileSync(join(import.meta.dirname, '../solution', file), 'utf8');

const tools = engineTools(['promtool']);

describe.skipIf(tools === undefined)("a learner's rules, played", { timeout: 60_000 }, () => {
  const learner = promtoolFolder(tools?.promtool ?? '');
  afterAll(learner.remove);

  beforeEach(async () => {
    for (const file of [USE_RULES, ALERT_RULES, CAPACITY_RULES])
      await learner.files.write(file, solution(file));
  });

  /** What is found with one thing of the solution changed. */
  async function found(
    look: (lab: typeof learner) => Promise<Finding>,
    file: string,
    right: string,
    wrong: string,
  ): Promise<Finding> {
    const rules = solution(file);
    expect(rules).toContain(right);
    await learner.files.write(file, rules.replaceAll(right, wrong));
    return look(learner);
  }

  test('when they are right - then every situation is met', async () => {
    for (const look of [recordsUse, fireRightly, recordsCapacity])
      expect(await look(learner)).toMatchObject({ passed: true });
  });

  test.for([
    [
      'rate1m over five minutes',
      '[1m]',
      '[5m]',
      'instance:node_cpu_utilisation:rate1m is {instance="box-1"} 0.08 and not {instance="box-1"} 0.3',
    ],
    ['iowait as work', 'idle|iowait', 'idle', '0.4 and not'],
    [
      'a label too many',
      'max by (instance, gpu) (DCGM_FI_DEV_GPU_UTIL)',
      'DCGM_FI_DEV_GPU_UTIL',
      'modelName',
    ],
    [
      'mounts of one device as one',
      'by (instance, mountpoint)',
      'by (instance)',
      'node_filesystem_utilisation:ratio is not there',
    ],
  ] as const)('use - when it is %s - then it says which rule gives what', async ([, right, wrong, seen]) => {
    const finding = await found(recordsUse, USE_RULES, right, wrong);
    expect(finding).toMatchObject({ passed: false, settled: true });
    expect(finding.seen).toContain(seen);
  });

  test.for([
    ['at 96 %', '> 0.95', '> 0.96', 'a GPU is 96 % busy'],
    ['too early', 'for: 10m', 'for: 7m', 'a GPU is 96 % busy'],
    ['at half', '< 0.4', '< 0.5', 'a disk that has 45 % left'],
    ['ten hours ahead', '4 * 3600', '10 * 3600', 'full in six hours'],
    ['within a tooth', '[2h]', '[15m]', 'log files'],
    ['at a sight of the quiet', '[2h]', '[8h]', 'quiet for six hours'],
  ] as const)('alerts - when one fires %s - then it says where', async ([, right, wrong, seen]) => {
    const finding = await found(fireRightly, ALERT_RULES, right, wrong);
    expect(finding).toMatchObject({ passed: false, settled: true });
    expect(finding.seen).toContain(seen);
  });

  test('alerts - when what is reserved is forgotten, or nobody waits - then it says where', async () => {
    const reserved = /\n *\+ \(max by \(instance, gpu\) \(DCGM_FI_DEV_FB_RESERVED\).*/;
    await learner.files.write(USE_RULES, solution(USE_RULES).replace(reserved, ''));
    expect((await fireRightly(learner)).seen).toContain('of all memory of a GPU');
    await learner.files.write(USE_RULES, solution(USE_RULES));
    const [gpus, disk] = solution(ALERT_RULES).split('- alert: DiskFullSoon') as [string, string];
    const hasty = disk.replace(/ *for: 5m\n/, '');
    await learner.files.write(ALERT_RULES, `${gpus}- alert: DiskFullSoon${hasty}`);
    expect((await fireRightly(learner)).seen).toContain('is cleared three minutes after');
  });

  test.for([
    ['over four minutes', '[1m]', '[4m]', 'job:ml_predictions:rate1m is'],
    ['of every job', '{job="inference"}', '', 'job:process_cpu:rate1m'],
    [
      'by a count',
      'seconds_sum',
      'seconds_count',
      'in_flight:mean1m is {job="inference"} 20 and not {job="inference"} 4',
    ],
  ] as const)(
    'capacity - when it is recorded %s - then it says which rule gives what',
    async ([, right, wrong, seen]) => {
      expect((await found(recordsCapacity, CAPACITY_RULES, right, wrong)).seen).toContain(seen);
    },
  );

  test('capacity - when predictions are counted by the other counter - then that is right as well', async () => {
    const [count, total] = ['ml_prediction_duration_seconds_count', 'ml_predictions_total'];
    expect(await found(recordsCapacity, CAPACITY_RULES, count, total)).toMatchObject({ passed: true });
  });
});
