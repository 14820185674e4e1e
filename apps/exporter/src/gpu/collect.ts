import { gauge, type Labels, type MetricFamily } from '../exposition/metric-family.ts';
import type { Collect } from '../registry/collector.ts';
import { DCGM_FIELD_NAMES, DCGM_FIELDS, type GpuReading } from './reading.ts';
import type { GpuSource } from './source.ts';

/** @param hostname the label by which dcgm-exporter tells machines apart */
export function gpuCollect(source: GpuSource, hostname: string): Collect {
  return async () => gpuFamilies(await source.read(), source.name, hostname);
}

/** The readings under dcgm-exporter's names and labels, and one series that says where they come from. */
export function gpuFamilies(
  readings: readonly GpuReading[],
  source: GpuSource['name'],
  hostname: string,
): MetricFamily[] {
  const families = DCGM_FIELD_NAMES.map((name): MetricFamily => {
    const [type, help] = DCGM_FIELDS[name];
    const samples = readings.flatMap((reading) => {
      const value = reading.values[name];
      return value === undefined ? [] : [{ labels: dcgmLabels(reading, hostname), value }];
    });
    return { name, type, help, samples };
  });
  const info = readings.map(({ gpu, uuid, modelName }) => ({
    labels: { gpu, UUID: uuid, modelName, source },
    value: 1,
  }));
  return [
    ...families,
    gauge('gpu_info', 'Constant 1; source says whether a GPU is real or simulated.', info),
  ];
}

/** In the order of dcgm-exporter's template (internal/pkg/rendermetrics/render_metrics.go). */
function dcgmLabels({ gpu, uuid, pciBusId, modelName, driverVersion }: GpuReading, hostname: string): Labels {
  return {
    gpu,
    UUID: uuid,
    pci_bus_id: pciBusId,
    device: `nvidia${gpu}`,
    modelName,
    hostname,
    DCGM_FI_DRIVER_VERSION: driverVersion,
  };
}
