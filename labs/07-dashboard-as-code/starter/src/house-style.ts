/**
 * How your panels look. Every panel begins with one of these functions, so a title, a description and a unit cannot be
 * forgotten. Done; change what you like.
 */
import * as barGauge from '@grafana/grafana-foundation-sdk/bargauge';
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as heatmapPanel from '@grafana/grafana-foundation-sdk/heatmap';
import * as timeseriesPanel from '@grafana/grafana-foundation-sdk/timeseries';
import * as units from '@grafana/grafana-foundation-sdk/units';
import { PROMETHEUS } from './queries.ts';

export interface Face {
  readonly title: string;
  /** What it shows and what to make of it, in sentences. */
  readonly description: string;
  /** One of `@grafana/grafana-foundation-sdk/units`, for the values as Prometheus answers them. */
  readonly unit: string;
}

const legend = () =>
  new common.VizLegendOptionsBuilder()
    .showLegend(true)
    .displayMode(common.LegendDisplayMode.List)
    .placement(common.LegendPlacement.Bottom);

/** Values as they move. */
export const timeseries = ({ title, description, unit }: Face) =>
  new timeseriesPanel.PanelBuilder()
    .title(title)
    .description(description)
    .unit(unit)
    .datasource(PROMETHEUS)
    .span(8)
    .height(8)
    .min(0)
    .lineWidth(1)
    .fillOpacity(10)
    .showPoints(common.VisibilityMode.Never)
    .legend(legend());

/** One bar for each series: what is compared is who, not when. */
export const bars = ({ title, description, unit }: Face) =>
  new barGauge.PanelBuilder()
    .title(title)
    .description(description)
    .unit(unit)
    .datasource(PROMETHEUS)
    .span(8)
    .height(8)
    .min(0)
    .orientation(common.VizOrientation.Horizontal)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false));

/** A distribution over time, out of buckets; the unit is that of the axis. */
export const heatmap = ({ title, description, unit }: Face) =>
  new heatmapPanel.PanelBuilder()
    .title(title)
    .description(description)
    .unit(units.Short)
    .datasource(PROMETHEUS)
    .span(8)
    .height(8)
    .calculate(false)
    .yAxis(new heatmapPanel.YAxisConfigBuilder().unit(unit))
    .color(
      new heatmapPanel.HeatmapColorOptionsBuilder()
        .mode(heatmapPanel.HeatmapColorMode.Scheme)
        .scheme('Oranges')
        .steps(32),
    );

export interface Step {
  /** Null for the first, which has no lower end. */
  readonly from: number | null;
  readonly color: 'green' | 'yellow' | 'orange' | 'red';
}

/** Colours from a value upwards, for `.thresholds(…)`. */
export const steps = (...list: readonly Step[]) =>
  new dashboard.ThresholdsConfigBuilder()
    .mode(dashboard.ThresholdsMode.Absolute)
    .steps(list.map(({ from, color }) => ({ value: from, color })));

/** Draws thresholds as dashed lines, for `.thresholdsStyle(…)`. */
export const dashed = () =>
  new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Dashed);
