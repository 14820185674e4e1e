/**
 * How panels of the lab look. Every panel begins here, so a title, a description and a unit cannot be forgotten.
 */
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as heatmapPanel from '@grafana/grafana-foundation-sdk/heatmap';
import * as logsPanel from '@grafana/grafana-foundation-sdk/logs';
import * as statPanel from '@grafana/grafana-foundation-sdk/stat';
import * as tablePanel from '@grafana/grafana-foundation-sdk/table';
import * as timeseriesPanel from '@grafana/grafana-foundation-sdk/timeseries';
import * as units from '@grafana/grafana-foundation-sdk/units';
import { LOKI, PROMETHEUS, TEMPO } from './datasources.ts';

export interface Face {
  readonly title: string;
  /** What it shows and what to make of it; behind the little "i". */
  readonly description: string;
  readonly unit: string;
}

const THIRD = 8;
const FULL = 24;
const HEIGHT = 8;

export const timeseries = ({ title, description, unit }: Face) =>
  new timeseriesPanel.PanelBuilder()
    .title(title)
    .description(description)
    .unit(unit)
    .datasource(PROMETHEUS)
    .span(THIRD)
    .height(HEIGHT)
    .min(0)
    .lineWidth(1)
    .fillOpacity(10)
    .showPoints(common.VisibilityMode.Never)
    .legend(
      new common.VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(common.LegendDisplayMode.List)
        .placement(common.LegendPlacement.Bottom),
    )
    .tooltip(
      new common.VizTooltipOptionsBuilder()
        .mode(common.TooltipDisplayMode.Multi)
        .sort(common.SortOrder.Descending),
    );

/** Parts of a whole, on top of each other. */
export const stacked = (face: Face) =>
  timeseries(face)
    .fillOpacity(60)
    .stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal));

export interface Step {
  readonly from: number | null;
  readonly color: 'green' | 'yellow' | 'orange' | 'red' | 'blue' | 'text';
}

/** Colours from a value upwards; the first step begins at `null`, without end. */
export const steps = (...list: readonly Step[]) =>
  new dashboard.ThresholdsConfigBuilder()
    .mode(dashboard.ThresholdsMode.Absolute)
    .steps(list.map(({ from, color }) => ({ value: from, color })));

/** Where an alert begins to wait; drawn by `asLine`. */
export const limitAt = (value: number) =>
  steps({ from: null, color: 'green' }, { from: value, color: 'red' });

export const asLine = () =>
  new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Dashed);

export const stat = ({ title, description, unit }: Face) =>
  new statPanel.PanelBuilder()
    .title(title)
    .description(description)
    .unit(unit)
    .datasource(PROMETHEUS)
    .span(6)
    .height(5)
    .colorMode(common.BigValueColorMode.Value)
    .graphMode(common.BigValueGraphMode.None)
    .thresholds(steps({ from: null, color: 'text' }))
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false));

export const heatmap = ({ title, description, unit }: Face) =>
  new heatmapPanel.PanelBuilder()
    .title(title)
    .description(description)
    .unit(units.Short)
    .datasource(PROMETHEUS)
    .span(THIRD)
    .height(HEIGHT)
    .calculate(false)
    .cellGap(1)
    .yAxis(new heatmapPanel.YAxisConfigBuilder().unit(unit))
    .color(
      new heatmapPanel.HeatmapColorOptionsBuilder()
        .mode(heatmapPanel.HeatmapColorMode.Scheme)
        .scheme('Oranges')
        .steps(32),
    );

export const table = ({ title, description, unit }: Face) =>
  new tablePanel.PanelBuilder()
    .title(title)
    .description(description)
    .unit(unit)
    .datasource(PROMETHEUS)
    .span(12)
    .height(HEIGHT);

export const traceTable = ({ title, description }: Omit<Face, 'unit'>) =>
  table({ title, description, unit: units.NoUnit }).datasource(TEMPO);

export const lines = ({ title, description }: Omit<Face, 'unit'>) =>
  new logsPanel.PanelBuilder()
    .title(title)
    .description(description)
    .unit(units.NoUnit)
    .datasource(LOKI)
    .span(FULL)
    .height(10)
    .showTime(true)
    .wrapLogMessage(true)
    .enableLogDetails(true)
    .sortOrder(common.LogsSortOrder.Descending)
    .dedupStrategy(common.LogsDedupStrategy.None);
