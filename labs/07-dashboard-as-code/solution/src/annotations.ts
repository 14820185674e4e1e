import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { mlModelLoadedTimestampSeconds } from '@lab/catalogue';
import { maxBy, select } from '@lab/catalogue/promql';
import { PROMETHEUS } from './queries.ts';

/** The gauge holds the moment itself, in seconds; Grafana wants milliseconds. */
export const modelsLoaded = () =>
  new dashboard.AnnotationQueryBuilder()
    .name('Models loaded')
    .datasource(PROMETHEUS)
    .enable(true)
    .iconColor('blue')
    .expr(`${maxBy(['model_name', 'model_version'], select(mlModelLoadedTimestampSeconds))} * 1000`)
    .step('15s')
    .useValueForTime(true)
    .titleFormat('{{model_name}} {{model_version}} loaded');
