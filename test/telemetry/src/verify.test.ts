import { describe, expect, inject, test } from 'vitest';
import { whilePaused } from './processes.ts';
import { failedSteps, verify } from './verification.ts';

const lab = inject('lab');

describe('./lab verify', () => {
  test('when the lab is whole - then every step passes', async () => {
    expect(failedSteps(await verify(lab, 60))).toEqual([]);
  });

  // Loki takes the longest to be missed: its queries fail, everything else goes on.
  test.each([
    ['loki', ['the trace leads to its log lines in Loki', 'a log line leads back to its trace']],
    ['alertmanager', ['Watchdog is active in the Alertmanager']],
    [
      'collector',
      ['the exemplar leads to its trace, from the request down to SQL', 'span metrics are there and move'],
    ],
    ['features', ['the exemplar leads to its trace, from the request down to SQL']],
    [
      'prometheus',
      [
        'every scrape target is up',
        'a fresh prediction has an exemplar in Prometheus',
        'every recording and alerting rule is healthy',
      ],
    ],
  ])('when %s stands still - then the steps that need it fail, and say so', async (name, expected) => {
    const verification = await whilePaused(lab, name, () => verify(lab, 7));
    expect(verification.passed).toBe(false);
    const failed = verification.steps.filter(({ outcome }) => outcome === 'failed').map((step) => step.name);
    expect(failed).toEqual(expect.arrayContaining(expected));
  });

  test('when everything moves again - then every step passes again', async () => {
    expect(failedSteps(await verify(lab, 90))).toEqual([]);
  });
});
