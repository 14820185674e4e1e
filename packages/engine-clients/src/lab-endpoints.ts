/** Base addresses of everything in a lab, without a trailing slash. The same on both routes. */
export interface LabEndpoints {
  readonly inference: string;
  readonly features: string;
  readonly traffic: string;
  readonly monitor: string;
  readonly autopilot: string;
  readonly pager: string;
  readonly site: string;
  readonly exporterHost: string;
  readonly exporterGpu: string;
  readonly prometheus: string;
  readonly alertmanager: string;
  readonly loki: string;
  /** Answers only where the lab runs with Tempo; `jaeger` otherwise. */
  readonly tempo: string;
  readonly jaeger: string;
  readonly grafana: string;
  readonly collectorOtlpHttp: string;
  readonly collectorHealth: string;
  readonly collectorSpanMetrics: string;
  readonly collectorSelfMetrics: string;
}
