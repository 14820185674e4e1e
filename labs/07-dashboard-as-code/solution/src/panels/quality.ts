/** Whether predictions are right, beside what was promised. */
import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as units from '@grafana/grafana-foundation-sdk/units';
import { mlDataDriftScore, mlModelAccuracy } from '@lab/catalogue';
import { maxBy, select } from '@lab/catalogue/promql';
import * as objectives from '@lab/catalogue/slos';
import type { SloSpec } from '@lab/slo';
import { dashed, timeseries } from '../house-style.ts';
import { limitOf } from '../limits.ts';
import { lines } from '../queries.ts';
import { CHOSEN } from '../variables.ts';

/** More lines than this are a texture. */
const MOST_FEATURES = 5;

const accuracy = (slos: readonly SloSpec[]) =>
  timeseries({
    title: 'Accuracy',
    description: 'On the labels that have come. Below the dashed line the objective burns its budget.',
    unit: units.PercentUnit,
  })
    .max(1)
    .thresholds(limitOf(slos, objectives.accuracy.name))
    .thresholdsStyle(dashed())
    .withTarget(lines(select(mlModelAccuracy, CHOSEN), 'version {{model_version}}'));

const drift = (slos: readonly SloSpec[]) =>
  timeseries({
    title: 'Drift',
    description: `The ${MOST_FEATURES} features that have moved most, from 0 to 1. From the dashed line on: act.`,
    unit: units.Short,
  })
    .max(1)
    .thresholds(limitOf(slos, objectives.driftFree.name))
    .thresholdsStyle(dashed())
    .withTarget(
      lines(
        `topk(${MOST_FEATURES}, ${maxBy(['feature_name'], select(mlDataDriftScore, CHOSEN))})`,
        '{{feature_name}}',
      ),
    );

export const quality = (slos: readonly SloSpec[]): readonly cog.Builder<dashboard.Panel>[] => [
  accuracy(slos).span(12),
  drift(slos).span(12),
];
