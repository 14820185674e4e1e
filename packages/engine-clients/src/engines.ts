import type { LabEndpoints } from '../../lab-endpoints.ts';
import type { LabStatus } from '../../lab-status.ts';
import { AlertmanagerApi } from './alertmanager.ts';
import { LokiApi } from './loki.ts';
import { PagerApi } from './pager.ts';
import { PrometheusApi } from './prometheus.ts';
import { type TraceStore, traceStoreOf } from './trace-store.ts';

/** The lab's engines as a user's tools see them: over their HTTP APIs, nothing else. */
export interface Engines {
  readonly endpoints: LabEndpoints;
  readonly prometheus: PrometheusApi;
  readonly loki: LokiApi;
  readonly traces: TraceStore;
  readonly alertmanager: AlertmanagerApi;
  readonly pager: PagerApi;
}

export function connect(endpoints: LabEndpoints, status: LabStatus): Engines {
  return {
    endpoints,
    prometheus: new PrometheusApi(endpoints.prometheus),
    loki: new LokiApi(endpoints.loki),
    traces: traceStoreOf(endpoints, status),
    alertmanager: new AlertmanagerApi(endpoints.alertmanager),
    pager: new PagerApi(endpoints.pager),
  };
}
