import * as units from '@grafana/grafana-foundation-sdk/units';
import { errorBudgetBurn } from '@lab/catalogue/alerts';
import { alerts } from '@lab/catalogue/external';
import { countBy, maxBy, select } from '@lab/catalogue/promql';
import { assemble } from '../assemble.ts';
import { bars, limitAt, stat, steps, table, timeseries } from '../house-style.ts';
import {
  COMMON_WINDOWS,
  sloBadEvents,
  sloBudgetRemaining,
  sloCurrentBurnRate,
  sloErrorBudget,
  sloErrorRatio,
  sloEvents,
  sloObjective,
  sloPeriodBurnRate,
  sloPeriodDays,
} from '../slo-series.ts';
import { instantQuery, promQuery, tableQuery } from '../targets.ts';
import { sloVariable } from '../variables.ts';

const SLO = ['sloth_service', 'sloth_slo'] as const;
const LEGEND = '{{sloth_service}} {{sloth_slo}}';
const CHOSEN = { sloth_slo: '$slo' } as const;
/** A burn rate of 1 spends exactly the whole budget within the period. */
const WHOLE_BUDGET = 1;

export const remaining = () =>
  bars({
    title: 'Remaining error budget',
    description: `Share of the period's bad events that may still happen. Nothing left: what is risky waits, says the policy. ${errorBudgetBurn.name} tells of a budget that burns too fast.`,
    unit: units.PercentUnit,
  })
    .span(12)
    .max(1)
    .thresholds(
      steps({ from: null, color: 'red' }, { from: 0.1, color: 'yellow' }, { from: 0.25, color: 'green' }),
    )
    .withTarget(instantQuery(`clamp_min(${maxBy(SLO, select(sloBudgetRemaining))}, 0)`, LEGEND));

export const burningNow = () =>
  bars({
    title: 'Burn rate now',
    description: 'Over five minutes: 1 spends exactly the whole budget within the period, 0 spends nothing.',
    unit: units.Short,
  })
    .span(12)
    .thresholds(limitAt(WHOLE_BUDGET))
    .withTarget(instantQuery(maxBy(SLO, select(sloCurrentBurnRate)), LEGEND));

export const objectives = () =>
  table({
    title: 'Objectives',
    description: 'Share of good events that is promised.',
    unit: units.PercentUnit,
  })
    .decimals(3)
    .withTarget(tableQuery(maxBy(SLO, select(sloObjective))));

/** What is left, at the pace of the last five minutes. */
const exhaustion = `clamp_min(${maxBy(SLO, select(sloBudgetRemaining))}, 0) * 86400 * ${maxBy(SLO, select(sloPeriodDays))} / (${maxBy(SLO, select(sloCurrentBurnRate))} > 0)`;

export const exhaustedIn = () =>
  table({
    title: 'Time to exhaustion',
    description:
      'When the budget would be gone at the pace of the last five minutes. Objectives that burn nothing are not listed.',
    unit: units.Seconds,
  }).withTarget(tableQuery(`sort(${exhaustion})`));

export const burningAlerts = () =>
  stat({
    title: 'Budgets that burn too fast',
    description: `Firing ${errorBudgetBurn.name}, pages and tickets. 0 is what you want to see.`,
    unit: units.Short,
  })
    .span(24)
    .height(4)
    .thresholds(limitAt(1))
    .withTarget(
      instantQuery(
        `${countBy([], select(alerts, { alertname: errorBudgetBurn.name, alertstate: 'firing' }))} or vector(0)`,
        'firing',
      ),
    );

export const remainingOverTime = () =>
  timeseries({
    title: 'Remaining budget over time',
    description: 'A step down is an incident, a slope a weakness, a rise what has left the period.',
    unit: units.PercentUnit,
  })
    .span(12)
    .max(1)
    .withTarget(promQuery(select(sloBudgetRemaining, CHOSEN), LEGEND));

export const spentOverTime = () =>
  timeseries({
    title: 'Burn rate of the period',
    description:
      'Bad events of the whole period against those that the objective allows. Above 1 it is broken.',
    unit: units.Short,
  })
    .span(12)
    .thresholds(limitAt(WHOLE_BUDGET))
    .withTarget(promQuery(select(sloPeriodBurnRate, CHOSEN), LEGEND));

export const burnByWindow = () =>
  COMMON_WINDOWS.reduce(
    (panel, window) =>
      panel.withTarget(
        promQuery(
          `${maxBy(SLO, select(sloErrorRatio(window), CHOSEN))} / ${maxBy(SLO, select(sloErrorBudget, CHOSEN))}`,
          `${window} {{sloth_slo}}`,
        ),
      ),
    timeseries({
      title: 'Burn rates per window',
      description:
        'Short windows say that it burns, long ones that it matters. An alert wants both: see the pairs in docs/runbooks/ErrorBudgetBurn.md.',
      unit: units.Short,
    })
      .span(12)
      .thresholds(limitAt(WHOLE_BUDGET)),
  );

export const events = () =>
  timeseries({
    title: 'Events',
    description: 'What is counted per second: all events, and the bad ones.',
    unit: units.EventsPerSecond,
  })
    .span(12)
    .withTarget(promQuery(select(sloEvents, CHOSEN), 'all {{sloth_slo}}'))
    .withTarget(promQuery(select(sloBadEvents, CHOSEN), 'bad {{sloth_slo}}'));

export const slo = () =>
  assemble({
    uid: 'slo',
    title: 'SLOs and error budgets',
    description: 'What is promised, how much of it may still go wrong, and how fast that is being spent.',
    tags: ['slo', 'overview'],
    variables: [sloVariable()],
    rows: [
      {
        title: 'All objectives',
        panels: [burningAlerts(), remaining(), burningNow(), objectives(), exhaustedIn()],
      },
      {
        title: 'The chosen objective',
        panels: [remainingOverTime(), spentOverTime(), burnByWindow(), events()],
      },
    ],
  });
