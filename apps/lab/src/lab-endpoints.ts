import type { LabEndpoints } from '@lab/engine-clients';
import type { Settings } from './settings.ts';

export function endpointsOf({ ports }: Pick<Settings, 'ports'>): LabEndpoints {
  const at = (port: number): string => `http://127.0.0.1:${port}`;
  return {
    inference: at(ports.INFERENCE_PORT),
    features: at(ports.FEATURES_PORT),
    traffic: at(ports.TRAFFIC_PORT),
    monitor: at(ports.MONITOR_PORT),
    autopilot: at(ports.AUTOPILOT_PORT),
    pager: at(ports.PAGER_PORT),
    site: at(ports.SITE_PORT),
    exporterHost: at(ports.EXPORTER_HOST_PORT),
    exporterGpu: at(ports.EXPORTER_GPU_PORT),
    prometheus: at(ports.PROMETHEUS_PORT),
    alertmanager: at(ports.ALERTMANAGER_PORT),
    loki: at(ports.LOKI_PORT),
    tempo: at(ports.TEMPO_PORT),
    jaeger: at(ports.JAEGER_PORT),
    grafana: at(ports.GRAFANA_PORT),
    collectorOtlpHttp: at(ports.COLLECTOR_OTLP_HTTP_PORT),
    collectorHealth: at(ports.COLLECTOR_HEALTH_PORT),
    collectorSpanMetrics: at(ports.COLLECTOR_SPAN_METRICS_PORT),
    collectorSelfMetrics: at(ports.COLLECTOR_SELF_METRICS_PORT),
  };
}
