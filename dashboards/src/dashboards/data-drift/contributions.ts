/** Which features the model lives by, and so which drift concerns it. */
import * as units from '@grafana/grafana-foundation-sdk/units';
import { mlDataDriftScore, mlFeatureContributionRatio, mlModelRole } from '@lab/catalogue';
import { maxBy, select } from '@lab/catalogue/promql';
import { stacked, timeseries } from '../../house-style.ts';
import { promQuery } from '../../targets.ts';

const CHOSEN = { model_name: '$model' } as const;
const FEATURE = '{{feature_name}}';

/** Of the champion: a canary that lives by other features has its own series, which do not add up with these. */
const ofChampion = maxBy(
  ['feature_name'],
  `${select(mlFeatureContributionRatio, CHOSEN)} and on (model_name, model_version) (${select(mlModelRole, { ...CHOSEN, role: 'champion' })} == 1)`,
);

export const contributions = () =>
  stacked({
    title: 'Share in the scores',
    description:
      'Share of each feature in what moved the scores of a sample of recent predictions, by their Shapley values. A feature that raises some scores and lowers others counts with both.',
    unit: units.PercentUnit,
  })
    .span(12)
    .max(1)
    .withTarget(promQuery(ofChampion, FEATURE));

export const driftThatMatters = () =>
  timeseries({
    title: 'Drift that matters',
    description:
      'Drift score times share in the scores: a feature may drift far and move no score, or little and move many.',
    unit: units.Short,
  })
    .span(12)
    .withTarget(
      promQuery(
        `${maxBy(['feature_name'], select(mlDataDriftScore, CHOSEN))} * on (feature_name) ${ofChampion}`,
        FEATURE,
      ),
    );
