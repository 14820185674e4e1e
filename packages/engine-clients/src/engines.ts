import { AlertmanagerApi } from './alertmanager.ts';
import type { LabEndpoints } from './lab-endpoints.ts';
import { LokiApi } from './loki.ts';
import { PagerApi } from './pager.ts';
import { PrometheusApi } from './prometheus.ts';
import { type RunningParts, type TraceStore, traceStoreOf } from './trace-store.ts';

/** The lab's engines as a user's tools see them: over their HTTP APIs, nothing else. */
export interface Engines {
  readonly endpoints: LabEndpoints;
  readonly prometheus: PrometheusApi;
  readonly loki: LokiApi;
  readonly traces: TraceStore;
  readonly alertmanager: AlertmanagerApi;
  readonly pager: PagerApi;
}

/** @param lab what runs: it tells which of the two trace stores answers */
export function connect(endpoints: LabEndpoints, lab: RunningParts): Engines {
  return {
    endpoints,
    prometheus: new PrometheusApi(endpoints.prometheus),
    loki: new LokiApi(endpoints.loki),
    traces: traceStoreOf(endpoints, lab),
    alertmanager: new AlertmanagerApi(endpoints.alertmanager),
    pager: new PagerApi(endpoints.pager),
  };
}
