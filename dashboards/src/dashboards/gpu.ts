import * as units from '@grafana/grafana-foundation-sdk/units';
import {
  dcgmEnergyConsumption,
  dcgmGpuTemperature,
  dcgmMemoryCopyUtilisation,
  dcgmPowerUsage,
  dcgmSmClock,
  dcgmXidErrors,
  gpuInfo,
  gpuProcessMemoryBytes,
} from '@lab/catalogue/external';
import { rate, select } from '@lab/catalogue/promql';
import {
  mlGpuUtilisationPercent,
  nvidiaGpuMemoryFreeBytes,
  nvidiaGpuMemoryTotalBytes,
  predictionLatencyP95,
} from '@lab/catalogue/rules';
import { assemble } from '../assemble.ts';
import { asLine, limitAt, stat, steps, timeseries } from '../house-style.ts';
import { instantQuery, promQuery, WINDOW } from '../targets.ts';

const MILLIJOULES_PER_JOULE = 1000;
/** DCGM answers a number near 2^63 for a sensor that is not there. */
const SENSIBLE = '< 1e9';
const DEVICE = 'GPU {{gpu}}';

export const simulated = () =>
  stat({
    title: 'Simulated GPUs',
    description:
      'GPUs that the exporter invents, because there is none to read, or because it was asked to. Above 0 every number below is a simulation: GPUs called “Simulated GPU” that follow the real load of the inference service.',
    unit: units.Short,
  })
    .span(12)
    .thresholds(steps({ from: null, color: 'green' }, { from: 1, color: 'orange' }))
    .withTarget(instantQuery(`count(${select(gpuInfo, { source: 'simulator' })}) or vector(0)`, 'simulated'));

export const devices = () =>
  stat({
    title: 'GPUs',
    description: 'GPUs by model and by who tells about them.',
    unit: units.Short,
  })
    .span(12)
    .withTarget(
      instantQuery(`count by (modelName, source) (${select(gpuInfo)})`, '{{modelName}} ({{source}})'),
    );

export const utilisation = () =>
  timeseries({
    title: 'GPU utilisation',
    description:
      'Percent of the time with a kernel running, however small. Above 95 for ten minutes: HighGPUUtilization.',
    unit: units.Percent,
  })
    .max(100)
    .thresholds(limitAt(95))
    .thresholdsStyle(asLine())
    .withTarget(promQuery(select(mlGpuUtilisationPercent), 'GPU {{gpu_id}}'));

/** The second query of the panel; Grafana tells queries apart by letters, in their order. */
const LATENCY = 'B';

export const besideLatency = () =>
  timeseries({
    title: 'Prediction latency beside GPU utilisation',
    description:
      'Where both climb together, the GPU is what requests wait for: batch more or add one. Where latency climbs alone, look at the queue, the features and the network first.',
    unit: units.Percent,
  })
    .span(24)
    .withTarget(promQuery(select(mlGpuUtilisationPercent), 'utilisation GPU {{gpu_id}}'))
    .withTarget(promQuery(select(predictionLatencyP95), 'p95 {{model_name}}'))
    .overrideByQuery(LATENCY, [
      { id: 'unit', value: units.Seconds },
      { id: 'custom.axisPlacement', value: 'right' },
    ]);

export const memory = () =>
  timeseries({
    title: 'GPU memory',
    description: 'Bytes in use, the driver’s own included, and the total. Less than 10 % free: LowGPUMemory.',
    unit: units.BytesIEC,
  })
    .withTarget(
      promQuery(
        `${select(nvidiaGpuMemoryTotalBytes)} - ${select(nvidiaGpuMemoryFreeBytes)}`,
        `used ${DEVICE}`,
      ),
    )
    .withTarget(promQuery(select(nvidiaGpuMemoryTotalBytes), `total ${DEVICE}`));

export const memoryCopy = () =>
  timeseries({
    title: 'Memory bandwidth',
    description: 'Percent of the time in which memory was read or written.',
    unit: units.Percent,
  })
    .max(100)
    .withTarget(promQuery(`${select(dcgmMemoryCopyUtilisation)} < 101`, DEVICE));

export const processMemory = () =>
  timeseries({
    title: 'Memory by process',
    description:
      'Bytes that each process holds. Empty where the driver does not tell, and for simulated GPUs.',
    unit: units.BytesIEC,
  }).withTarget(promQuery(select(gpuProcessMemoryBytes), `${DEVICE} {{process_name}} {{pid}}`));

export const temperature = () =>
  timeseries({
    title: 'Temperature',
    description: 'Of the chip. Clocks are lowered when it is too hot.',
    unit: units.Celsius,
  }).withTarget(promQuery(`${select(dcgmGpuTemperature)} ${SENSIBLE}`, DEVICE));

export const power = () =>
  timeseries({
    title: 'Power',
    description: 'What it draws: tells work from mere occupation better than utilisation does.',
    unit: units.Watt,
  })
    .withTarget(promQuery(`${select(dcgmPowerUsage)} ${SENSIBLE}`, `now ${DEVICE}`))
    .withTarget(
      promQuery(`${rate(dcgmEnergyConsumption, WINDOW)} / ${MILLIJOULES_PER_JOULE}`, `from energy ${DEVICE}`),
    );

export const clock = () =>
  timeseries({
    title: 'Clock',
    description: 'Of the multiprocessors. It falls when power or heat limit it.',
    unit: units.MegahertzRotation,
  }).withTarget(promQuery(`${select(dcgmSmClock)} ${SENSIBLE}`, DEVICE));

export const xidErrors = () =>
  timeseries({
    title: 'Last XID error',
    description:
      'What the driver last said of a chip in trouble: 48 is a double bit memory error, 79 a chip that is gone, 0 none. Only DCGM and the simulator tell; nvidia-smi does not.',
    unit: units.Short,
  }).withTarget(promQuery(`${select(dcgmXidErrors)} ${SENSIBLE}`, DEVICE));

export const gpu = () =>
  assemble({
    uid: 'gpu',
    title: 'GPU',
    description:
      'The accelerators. The names are dcgm-exporter’s, so either exporter fills it. Where the panel “Simulated GPUs” is not 0, these GPUs do not exist: the exporter was asked to invent them.',
    tags: ['infrastructure'],
    rows: [
      { title: 'Devices', panels: [simulated(), devices()] },
      { title: 'Work', panels: [utilisation(), memory(), memoryCopy(), processMemory()] },
      { title: 'What customers feel of it', panels: [besideLatency()] },
      { title: 'Heat and power', panels: [temperature(), power(), clock(), xidErrors()] },
    ],
  });
