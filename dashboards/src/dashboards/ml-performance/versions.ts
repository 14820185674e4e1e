/** The versions of a model side by side. */
import * as units from '@grafana/grafana-foundation-sdk/units';
import { mlModelAccuracy } from '@lab/catalogue';
import { select } from '@lab/catalogue/promql';
import { inferenceLatencyP95, versionErrorRatio, versionPredictions } from '@lab/catalogue/rules';
import { bars } from '../../house-style.ts';
import { instantQuery } from '../../targets.ts';

const CHOSEN = { model_name: '$model' } as const;
const VERSION = 'version {{model_version}}';

export const rowsByVersion = () =>
  bars({
    title: 'Rows by version',
    description:
      'Rows per second over five minutes. A shadow scores what the champion does, a canary its share.',
    unit: units.RecordsPerSecond,
  })
    .span(6)
    .withTarget(instantQuery(select(versionPredictions, CHOSEN), VERSION));

export const latencyByVersion = () =>
  bars({
    title: 'Latency by version',
    description: '95th percentile of the time in ONNX Runtime over five minutes.',
    unit: units.Seconds,
  })
    .span(6)
    .withTarget(instantQuery(`${select(inferenceLatencyP95, CHOSEN)} >= 0`, VERSION));

export const errorsByVersion = () =>
  bars({
    title: 'Errors by version',
    description: 'Share of the rows of five minutes that the version failed to score.',
    unit: units.PercentUnit,
  })
    .span(6)
    .withTarget(instantQuery(select(versionErrorRatio, CHOSEN), VERSION));

export const accuracyByVersion = () =>
  bars({
    title: 'Accuracy by version',
    description: 'On labels that have come. Compare the intervals before you compare the bars.',
    unit: units.PercentUnit,
  })
    .span(6)
    .max(1)
    .withTarget(instantQuery(select(mlModelAccuracy, CHOSEN), VERSION));
