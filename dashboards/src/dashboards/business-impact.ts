import * as units from '@grafana/grafana-foundation-sdk/units';
import {
  mlLabelsReceivedTotal,
  mlModelRecall,
  mlPredictionDecisionsTotal,
  mlPredictionFeaturesSourceTotal,
  mlRevenueImpactTotal,
  trafficRequestsTotal,
} from '@lab/catalogue';
import { increase, like, rate, ratio, select, sumBy, unlike } from '@lab/catalogue/promql';
import { assemble } from '../assemble.ts';
import { bars, stacked, stat, timeseries } from '../house-style.ts';
import { predictionLinks } from '../links.ts';
import { instantQuery, promQuery, WINDOW } from '../targets.ts';
import { modelVariable } from '../variables.ts';

const CHOSEN = { model_name: '$model' } as const;
const EARNED = { ...CHOSEN, prediction_type: like('true_.*') } as const;
const LOST = { ...CHOSEN, prediction_type: like('false_.*') } as const;
const HOUR = '1h';
const moved = (matchers: typeof EARNED | typeof LOST) =>
  sumBy([], increase(mlRevenueImpactTotal, HOUR, matchers));

export const value = () =>
  stat({
    title: 'Value of the model',
    description:
      'EUR in an hour: frauds stopped and good payments let through, less frauds paid out and good payments declined. Known once labels come.',
    unit: units.Euro,
  }).withTarget(instantQuery(`${moved(EARNED)} - ${moved(LOST)}`, 'value'));

export const lost = () =>
  stat({
    title: 'Lost by wrong decisions',
    description:
      'EUR in an hour: frauds that were paid out, and what declined good payments would have earned.',
    unit: units.Euro,
  }).withTarget(instantQuery(moved(LOST), 'lost'));

export const fraudCaught = () =>
  stat({
    title: 'Fraud caught',
    description:
      'Of the money that fraudsters asked for, the share that was declined: recall, weighted by the amount.',
    unit: units.PercentUnit,
  }).withTarget(
    instantQuery(
      ratio(
        sumBy([], increase(mlRevenueImpactTotal, HOUR, { ...CHOSEN, prediction_type: 'true_positive' })),
        sumBy(
          [],
          increase(mlRevenueImpactTotal, HOUR, {
            ...CHOSEN,
            prediction_type: like('true_positive|false_negative'),
          }),
        ),
      ),
      'caught',
    ),
  );

export const fraudsFound = () =>
  stat({
    title: 'Frauds found',
    description: 'Of the fraudulent payments, the share that was declined, whatever their amount: recall.',
    unit: units.PercentUnit,
  }).withTarget(instantQuery(select(mlModelRecall, CHOSEN), 'version {{model_version}}'));

export const revenueImpact = () =>
  stacked({
    title: 'Revenue impact',
    description: 'EUR per hour that decisions moved, by what they turned out to be.',
    unit: units.Euro,
  })
    .span(12)
    .withTarget(
      promQuery(
        `3600 * ${sumBy(['prediction_type'], rate(mlRevenueImpactTotal, '5m', CHOSEN))}`,
        '{{prediction_type}}',
      ),
    );

export const impactByType = () =>
  bars({
    title: 'Revenue impact by prediction type',
    description: 'EUR of the last hour: true ones are earned or saved, false ones are lost.',
    unit: units.Euro,
  })
    .span(12)
    .withTarget(
      instantQuery(
        sumBy(['prediction_type'], increase(mlRevenueImpactTotal, HOUR, CHOSEN)),
        '{{prediction_type}}',
      ),
    );

export const decisions = () =>
  stacked({
    title: 'Decisions',
    description: 'What callers were told, per second. A jump without a release is drift, or an attack.',
    unit: units.RequestsPerSecond,
  })
    .withTarget(
      promQuery(sumBy(['decision'], rate(mlPredictionDecisionsTotal, WINDOW, CHOSEN)), '{{decision}}'),
    )
    .dataLinks(predictionLinks());

export const decisionShares = () =>
  timeseries({
    title: 'Shares of decisions',
    description: 'Reviews cost people’s time, declines cost customers.',
    unit: units.PercentUnit,
  }).withTarget(
    promQuery(
      `${sumBy(['decision'], rate(mlPredictionDecisionsTotal, WINDOW, CHOSEN))} / ignoring (decision) group_left () (${sumBy([], rate(mlPredictionDecisionsTotal, WINDOW, CHOSEN))} > 0)`,
      '{{decision}}',
    ),
  );

export const customers = () =>
  stacked({
    title: 'Customers by outcome',
    description: 'What customers got, seen from outside, per second.',
    unit: units.RequestsPerSecond,
  }).withTarget(promQuery(sumBy(['outcome'], rate(trafficRequestsTotal, WINDOW)), '{{outcome}}'));

/** EUR that one decision moves, right or wrong, on average over an hour of labels. */
const worth = ratio(
  `(${moved(EARNED)} + ${moved(LOST)})`,
  sumBy([], increase(mlLabelsReceivedTotal, HOUR, { outcome: 'joined' })),
);

export const degradedMoney = () =>
  timeseries({
    title: 'Decided without features',
    description:
      'EUR per hour that rests on default features: degraded predictions, times what a decision moves on average.',
    unit: units.Euro,
  })
    .span(12)
    .withTarget(
      promQuery(
        `3600 * ${sumBy([], rate(mlPredictionFeaturesSourceTotal, '5m', { ...CHOSEN, features_source: 'default' }))} * (${worth})`,
        'at stake',
      ),
    );

export const unservedMoney = () =>
  timeseries({
    title: 'Not decided at all',
    description: 'EUR per hour of customers who got no answer, times what a decision moves on average.',
    unit: units.Euro,
  })
    .span(12)
    .withTarget(
      promQuery(
        `3600 * ${sumBy([], rate(trafficRequestsTotal, '5m', { outcome: unlike('success|client_error') }))} * (${worth})`,
        'at stake',
      ),
    );

export const businessImpact = () =>
  assemble({
    uid: 'business-impact',
    title: 'Business impact',
    description:
      'What the model is worth: money saved and lost, what customers are told, what degradation costs.',
    tags: ['models', 'overview'],
    variables: [modelVariable()],
    rows: [
      {
        title: 'The last hour',
        panels: [value(), lost(), fraudCaught(), fraudsFound(), revenueImpact(), impactByType()],
      },
      { title: 'Decisions', panels: [decisions(), decisionShares(), customers()] },
      { title: 'The cost of being degraded', panels: [degradedMoney(), unservedMoney()] },
    ],
  });
