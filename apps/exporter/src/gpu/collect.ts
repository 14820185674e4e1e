import { gauge, type Labels, type MetricFamily, type Sample } from '../exposition/metric-family.ts';
import type { Collect } from '../registry/collector.ts';
import {
  DCGM_FIELD_NAMES,
  DCGM_FIELDS,
  type DcgmField,
  type GpuReading,
  type MigInstance,
} from './reading.ts';
import type { GpuSource } from './source.ts';

const BYTES_PER_MIB = 1024 ** 2;

/** @param hostname the label by which dcgm-exporter tells machines apart */
export function gpuCollect(source: GpuSource, hostname: string): Collect {
  return async () => gpuFamilies(await source.read(), source.name, hostname);
}

/**
 * The readings under dcgm-exporter's names and labels, one series that says where they come from, and the memory of
 * processes, for which DCGM has no name.
 */
export function gpuFamilies(
  readings: readonly GpuReading[],
  source: GpuSource['name'],
  hostname: string,
): MetricFamily[] {
  const families = DCGM_FIELD_NAMES.map((name): MetricFamily => {
    const [type, help] = DCGM_FIELDS[name];
    return { name, type, help, samples: readings.flatMap((reading) => dcgmSamples(reading, name, hostname)) };
  });
  const info = readings.map(({ gpu, uuid, modelName }) => ({
    labels: { gpu, UUID: uuid, modelName, source },
    value: 1,
  }));
  return [
    ...families,
    gauge('gpu_info', 'Constant 1; source says whether a GPU is real or simulated.', info),
    gauge(
      'gpu_process_memory_bytes',
      'Device memory that a process holds.',
      readings.flatMap(processSamples),
    ),
  ];
}

/** One sample per GPU, or one per MIG instance: there DCGM repeats what only the whole chip has, such as its heat. */
function dcgmSamples(reading: GpuReading, name: DcgmField, hostname: string): Sample[] {
  const instances: readonly (MigInstance | undefined)[] = reading.migInstances ?? [undefined];
  return instances.flatMap((instance) => {
    const value = instance === undefined ? reading.values[name] : instanceValue(reading, instance, name);
    return value === undefined ? [] : [{ labels: dcgmLabels(reading, hostname, instance), value }];
  });
}

function instanceValue({ values }: GpuReading, instance: MigInstance, name: DcgmField): number | undefined {
  switch (name) {
    case 'DCGM_FI_DEV_FB_USED':
      return instance.usedMib;
    case 'DCGM_FI_DEV_FB_FREE':
      return instance.freeMib;
    case 'DCGM_FI_DEV_FB_RESERVED':
      return instance.reservedMib;
    default:
      return values[name];
  }
}

function processSamples({ gpu, uuid, processes = [] }: GpuReading): Sample[] {
  return processes.map(({ pid, name, type, usedMib }) => ({
    labels: { gpu, UUID: uuid, pid, process_name: name, type },
    value: usedMib * BYTES_PER_MIB,
  }));
}

/** In the order of dcgm-exporter's template (internal/pkg/rendermetrics/render_metrics.go). */
function dcgmLabels(
  { gpu, uuid, pciBusId, modelName, driverVersion }: GpuReading,
  hostname: string,
  instance: MigInstance | undefined,
): Labels {
  return {
    gpu,
    UUID: uuid,
    pci_bus_id: pciBusId,
    device: `nvidia${gpu}`,
    modelName,
    ...(instance === undefined ? {} : { GPU_I_PROFILE: instance.profile, GPU_I_ID: instance.id }),
    hostname,
    DCGM_FI_DRIVER_VERSION: driverVersion,
  };
}
