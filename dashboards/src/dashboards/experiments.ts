import * as units from '@grafana/grafana-foundation-sdk/units';
import {
  mlExperimentDifference,
  mlExperimentSamples,
  mlExperimentVerdict,
  mlModelAlias,
  mlModelRole,
  mlModelTrafficShare,
  mlPredictionDecisionsTotal,
  mlPredictionScore,
} from '@lab/catalogue';
import { bucketRate, maxBy, rate, ratio, select, sumBy } from '@lab/catalogue/promql';
import { inferenceLatencyP95, versionErrorRatio, versionPredictions } from '@lab/catalogue/rules';
import { assemble } from '../assemble.ts';
import { bars, heatmap, stacked, table, timeseries } from '../house-style.ts';
import { predictionLinks } from '../links.ts';
import { heatmapQuery, instantQuery, promQuery, tableQuery, WINDOW } from '../targets.ts';
import { modelVariable } from '../variables.ts';

const CHOSEN = { model_name: '$model' } as const;
const COMPARISON = ['challenger_version', 'comparison'] as const;
const COMPARED = '{{challenger_version}}: {{comparison}}';
/** Who a version is, beside what it does. */
const withRole = (expression: string) =>
  `${expression}
* on (model_name, model_version) group_left (role) (${maxBy(['model_name', 'model_version', 'role'], select(mlModelRole, CHOSEN))} == 1)`;
const ROLE = '{{role}} {{model_version}}';

export const verdicts = () =>
  table({
    title: 'Verdicts',
    description:
      'What each comparison of a challenger with the champion says. "worse" of a canary: CanaryWorseThanChampion. "not_enough_data" is no verdict.',
    unit: units.Short,
  })
    .span(24)
    .withTarget(tableQuery(`${sumBy([...COMPARISON, 'verdict'], select(mlExperimentVerdict, CHOSEN))} == 1`));

export const differences = () =>
  timeseries({
    title: 'Difference',
    description:
      'Challenger minus champion: shares from 0 to 1, seconds for latency, a distance for distributions.',
    unit: units.Short,
  })
    .min(-1)
    .span(12)
    .withTarget(promQuery(select(mlExperimentDifference, CHOSEN), COMPARED));

export const sampleSizes = () =>
  timeseries({
    title: 'Samples of the comparison',
    description: 'Observations behind a verdict, for both arms. The smaller arm decides how long it takes.',
    unit: units.Short,
  })
    .span(12)
    .withTarget(promQuery(select(mlExperimentSamples, CHOSEN), `${COMPARED} {{arm}}`));

export const shares = () =>
  stacked({
    title: 'Shares of the traffic',
    description: 'Which version answers which share of the requests. A shadow answers none.',
    unit: units.PercentUnit,
  }).withTarget(promQuery(withRole(select(mlModelTrafficShare, CHOSEN)), ROLE));

export const rows = () =>
  timeseries({
    title: 'Rows by role',
    description: 'Rows per second over five minutes that each version scores, whoever gets the answer.',
    unit: units.RecordsPerSecond,
  }).withTarget(promQuery(withRole(select(versionPredictions, CHOSEN)), ROLE));

export const aliases = () =>
  bars({
    title: 'Aliases',
    description: 'The version that each alias of the registry points to.',
    unit: units.Short,
  }).withTarget(instantQuery(`${select(mlModelAlias, CHOSEN)} == 1`, '{{alias}}: {{model_version}}'));

export const errors = () =>
  timeseries({
    title: 'Failed rows by role',
    description: 'Share of the rows of five minutes that could not be scored. Compare within one moment.',
    unit: units.PercentUnit,
  })
    .withTarget(promQuery(withRole(select(versionErrorRatio, CHOSEN)), ROLE))
    .dataLinks(predictionLinks());

export const latency = () =>
  timeseries({
    title: 'Inference latency by role',
    description: '95th percentile in ONNX Runtime over five minutes.',
    unit: units.Seconds,
  })
    .withTarget(promQuery(withRole(`(${select(inferenceLatencyP95, CHOSEN)} >= 0)`), ROLE))
    .dataLinks(predictionLinks());

export const declined = () =>
  timeseries({
    title: 'Declined by version',
    description:
      'Share of the decisions that say "decline". Two versions may be equally right and not agree.',
    unit: units.PercentUnit,
  }).withTarget(
    promQuery(
      ratio(
        sumBy(
          ['model_version'],
          rate(mlPredictionDecisionsTotal, WINDOW, { ...CHOSEN, decision: 'decline' }),
        ),
        sumBy(['model_version'], rate(mlPredictionDecisionsTotal, WINDOW, CHOSEN)),
      ),
      'version {{model_version}}',
    ),
  );

const scoresOf = (role: 'champion' | 'canary' | 'shadow') =>
  `sum by (le) (${bucketRate(mlPredictionScore, ['model_name', 'model_version'], WINDOW, CHOSEN)}
and on (model_name, model_version) (${select(mlModelRole, { ...CHOSEN, role })} == 1))`;

export const championScores = () =>
  heatmap({
    title: 'Scores of the champion',
    description: 'Predicted probabilities over time.',
    unit: units.PercentUnit,
  })
    .span(12)
    .withTarget(heatmapQuery(scoresOf('champion')));

export const canaryScores = () =>
  heatmap({
    title: 'Scores of the canary',
    description:
      'On its share of the traffic. Another shape than the champion’s is a reason to look, not a fault.',
    unit: units.PercentUnit,
  })
    .span(12)
    .withTarget(heatmapQuery(scoresOf('canary')));

export const experiments = () =>
  assemble({
    uid: 'experiments',
    title: 'A/B and canary',
    description:
      'Whether a new version is better than the one that serves: verdicts, and the figures behind them.',
    tags: ['models', 'quality'],
    variables: [modelVariable()],
    rows: [
      { title: 'Verdicts', panels: [verdicts(), differences(), sampleSizes()] },
      { title: 'Shares', panels: [shares(), rows(), aliases()] },
      { title: 'Side by side', panels: [errors(), latency(), declined()] },
      { title: 'Scores', panels: [championScores(), canaryScores()] },
    ],
  });
