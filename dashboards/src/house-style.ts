/**
 * How panels of the lab look. Every panel begins here, so a title, a description and a unit cannot be forgotten.
 */
import * as barChartPanel from '@grafana/grafana-foundation-sdk/barchart';
import * as barGaugePanel from '@grafana/grafana-foundation-sdk/bargauge';
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as dashboardListPanel from '@grafana/grafana-foundation-sdk/dashboardlist';
import * as heatmapPanel from '@grafana/grafana-foundation-sdk/heatmap';
import * as logsPanel from '@grafana/grafana-foundation-sdk/logs';
import * as nodeGraphPanel from '@grafana/grafana-foundation-sdk/nodegraph';
import * as statPanel from '@grafana/grafana-foundation-sdk/stat';
import * as tablePanel from '@grafana/grafana-foundation-sdk/table';
import * as timeseriesPanel from '@grafana/grafana-foundation-sdk/timeseries';
import * as units from '@grafana/grafana-foundation-sdk/units';
import { LOKI, PROMETHEUS, TEMPO } from './datasources.ts';

interface Face {
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

/** The same for what must not fall below it. */
export const floorAt = (value: number) =>
  steps({ from: null, color: 'red' }, { from: value, color: 'green' });

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

/** One bar for each series, side by side: what is compared is who, not when. */
export const bars = ({ title, description, unit }: Face) =>
  new barGaugePanel.PanelBuilder()
    .title(title)
    .description(description)
    .unit(unit)
    .datasource(PROMETHEUS)
    .span(THIRD)
    .height(HEIGHT)
    .min(0)
    .orientation(common.VizOrientation.Horizontal)
    .displayMode(common.BarGaugeDisplayMode.Basic)
    .thresholds(steps({ from: null, color: 'blue' }))
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false));

/** Two distributions beside each other: rows of a table, one column of names, one per distribution. */
export const distribution = ({ title, description, unit }: Face, category: string) =>
  new barChartPanel.PanelBuilder()
    .title(title)
    .description(description)
    .unit(unit)
    .datasource(PROMETHEUS)
    .span(12)
    .height(10)
    .min(0)
    .xField(category)
    .orientation(common.VizOrientation.Auto)
    .showValue(common.VisibilityMode.Never)
    .stacking(common.StackingMode.None)
    .groupWidth(0.8)
    .barWidth(0.95)
    .legend(
      new common.VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(common.LegendDisplayMode.List)
        .placement(common.LegendPlacement.Bottom),
    );

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

/** Who calls whom, as Tempo draws it. */
export const serviceMap = ({ title, description }: Omit<Face, 'unit'>) =>
  new nodeGraphPanel.PanelBuilder()
    .title(title)
    .description(description)
    .unit(units.NoUnit)
    .datasource(TEMPO)
    .span(FULL)
    .height(14);

/** Every dashboard with a tag; Grafana finds them, so none is forgotten. */
export const dashboardList = ({ title, description }: Omit<Face, 'unit'>, tag: string) =>
  new dashboardListPanel.PanelBuilder()
    .title(title)
    .description(description)
    .unit(units.NoUnit)
    .span(FULL)
    .height(6)
    .tags([tag])
    .maxItems(50)
    .keepTime(true)
    .showStarred(false)
    .showHeadings(false)
    .showSearch(true);

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
