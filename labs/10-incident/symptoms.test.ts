import { engineTools } from '@lab/engine-clients/testing';
import { expect, onTestFinished, test } from 'vitest';
import { stringify } from 'yaml';
import { promtoolFolder } from '../shared/testing/promtool-folder.ts';
import type { Suffering } from './incidents.ts';
import { SYMPTOMS } from './symptoms.ts';

const tools = engineTools(['promtool']);

/** Twenty requests a second, one sample each five seconds; the incident lasts from the 200th second to the 320th. */
const WELL_UNTIL = 200;
const ENDED = 320;
const served = (perSecond: number): string => `0+${perSecond * 5}x40 `;

interface Day {
  readonly suffering: Suffering;
  readonly series: Readonly<Record<string, string>>;
  readonly harmed: number;
}

const DAYS: readonly Day[] = [
  {
    suffering: 'gone',
    series: {
      'traffic_requests_total{outcome="success"}': `${served(20)}4000x24 4100+100x30`,
      'traffic_requests_total{outcome="server_error"}': '0x100',
      traffic_target_rate: '20x100',
    },
    harmed: 2400,
  },
  {
    suffering: 'outdated',
    series: {
      'traffic_requests_total{outcome="success"}': '0+100x100',
      'ml_prediction_features_source_total{features_source="online"}': '0+100x100',
      'ml_prediction_features_source_total{features_source="default"}': '0x100',
      'traffic_feature_writes_total{outcome="success"}': `${served(30)}6000x24 8000+150x30`,
      'traffic_feature_writes_total{outcome="server_error"}': '0x40 0+500x24 12000x30',
    },
    harmed: 2400,
  },
];

test.skipIf(tools === undefined).for(DAYS)(
  '$suffering - when it is played - then it is noticed within half a minute, not before, ends, and is counted',
  { timeout: 60_000 },
  async ({ suffering, series, harmed }) => {
    const { condition, harmed: harmedIn } = SYMPTOMS[suffering];
    const suffers = (at: number, answers: boolean) => ({
      expr: `count(${condition('20s')})`,
      eval_time: `${at}s`,
      exp_samples: answers ? [{ labels: '{}', value: 1 }] : [],
    });
    const count = `sum(${harmedIn({ seconds: ENDED - WELL_UNTIL, end: ENDED })})`;
    const within = (least: number, most: number) => ({
      expr: `count(${count} > ${least} and ${count} < ${most})`,
      eval_time: '400s',
      exp_samples: [{ labels: '{}', value: 1 }],
    });
    const document = {
      evaluation_interval: '5s',
      tests: [
        {
          interval: '5s',
          input_series: Object.entries(series).map(([written, values]) => ({ series: written, values })),
          promql_expr_test: [
            suffers(WELL_UNTIL - 20, false),
            suffers(WELL_UNTIL, false),
            suffers(WELL_UNTIL + 30, true),
            suffers(ENDED, true),
            suffers(ENDED + 30, false),
            within(0.95 * harmed, 1.05 * harmed),
          ],
        },
      ],
    };
    const { files, tool, remove } = promtoolFolder(tools?.promtool ?? '');
    onTestFinished(remove);
    await files.write('test.yml', stringify(document));
    expect(await tool('promtool', 'test', 'rules', 'test.yml')).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining('SUCCESS'),
    });
  },
);
