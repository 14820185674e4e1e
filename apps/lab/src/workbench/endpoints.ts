import type { WorkbenchEndpoints } from '@lab/course/lab';
import type { Settings } from '../settings.ts';

export function workbenchEndpoints({ ports }: Pick<Settings, 'ports'>): WorkbenchEndpoints {
  const at = (port: number): string => `http://127.0.0.1:${port}`;
  return {
    service: at(ports.WORKBENCH_SERVICE_PORT),
    secondService: at(ports.WORKBENCH_SECOND_SERVICE_PORT),
    prometheus: at(ports.WORKBENCH_PROMETHEUS_PORT),
    alertmanager: at(ports.WORKBENCH_ALERTMANAGER_PORT),
    collectorOtlpHttp: at(ports.WORKBENCH_COLLECTOR_OTLP_HTTP_PORT),
    collectorMetrics: at(ports.WORKBENCH_COLLECTOR_METRICS_PORT),
    collectorSelfMetrics: at(ports.WORKBENCH_COLLECTOR_SELF_METRICS_PORT),
  };
}
