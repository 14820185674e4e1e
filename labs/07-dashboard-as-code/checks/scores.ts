import { firstFailure, found, type Task } from '@lab/course/lab';
import { built, filled, MODEL, panelNamed, queryOf } from './board.ts';
import { hasFace } from './face.ts';
import { answered, atQuery } from './live.ts';
import { histogram, howMany, least, most, plays, type Series } from './plays.ts';

const METRIC = 'ml_prediction_score';
const BUCKETS = `count(count by (le) (${METRIC}_bucket{model_name="${MODEL}"}))`;

const of = (instance: string, model_name: string, model_version: string) => ({
  job: 'inference',
  instance,
  service: 'inference',
  model_name,
  model_version,
});

const SERIES: Series = {
  ...histogram(METRIC, of('a', MODEL, '1'), { '0.1': 6, '0.5': 10, '+Inf': 20 }),
  ...histogram(METRIC, of('b', MODEL, '2'), { '0.1': 4, '0.5': 10, '+Inf': 20 }),
  ...histogram(METRIC, of('a', 'another-model', '1'), { '0.1': 500, '0.5': 500, '+Inf': 500 }),
};

export const scores: Task = {
  id: 'scores',
  title: 'A distribution as a heatmap',
  hints: [
    'ml_prediction_score is a classic histogram of what the model answers. heatmap of src/house-style.ts draws buckets that Prometheus has counted; bucketRate of @lab/catalogue/promql asks for them.',
    'One series for each le, summed over versions and instances, with the legend {{le}}. The format of the query says that buckets are cumulative: PromQueryFormat.Heatmap.',
    "`heatmap({ title: 'Scores', …, unit: units.PercentUnit }).withTarget(lines(bucketRate(mlPredictionScore, [], '$__rate_interval', { model_name: '$model_name' }), '{{le}}').format(prometheus.PromQueryFormat.Heatmap))`",
  ],
  async check(lab) {
    const { board } = await built(lab);
    const panel = panelNamed(board, 'Scores');
    const query = queryOf(panel);
    const expr = filled(board, query.expr, { model_name: MODEL });
    return firstFailure(
      () =>
        hasFace(panel, {
          types: ['heatmap'],
          unit: /^percentunit$/,
          unitMeans: 'percent of 1 on the axis',
          legend: ['le'],
        }),
      () =>
        found(panel.options?.calculate !== true && query.format === 'heatmap', {
          expected:
            'buckets as Prometheus has counted them, in the format heatmap, which makes bands of cumulative buckets',
          seen: `format ${query.format ?? 'not given'}, calculate ${panel.options?.calculate ?? 'not given'}`,
          lookAt: 'the panel in your code',
        }),
      () =>
        plays(lab, 'scores', [
          { name: 'one series for each of three bounds', series: SERIES, expr: howMany(expr), value: 3 },
          {
            name: 'the highest bucket holds four times the lowest: both versions, and no other model',
            series: SERIES,
            expr: `round((${most(expr)}) / (${least(expr)}), 0.01)`,
            value: 4,
          },
        ]),
      async () => {
        const bounds = await lab.engines.prometheus.sum(BUCKETS);
        const samples = await answered(lab, board, query);
        const isBucket = samples.every(({ labels }) => Object.keys(labels).join() === 'le');
        return found(samples.length === bounds && isBucket, {
          expected: `${bounds} series by le from the running lab`,
          seen: `${samples.length} series by ${[...new Set(samples.flatMap(({ labels }) => Object.keys(labels)))].join(', ') || 'nothing'}`,
          lookAt: atQuery(lab.endpoints.prometheus, expr),
        });
      },
    );
  },
};
