import { counter, gauge, type Labels, type MetricFamily, type Sample } from '../exposition/metric-family.ts';

interface Metric {
  readonly make: typeof gauge;
  readonly name: string;
  readonly help: string;
  readonly factor: number;
}

const MILLI = 0.001;
const MICRO = 1e-6;
/** Twenty digits are more than any sensor has, and stay a finite number. */
const DECIMAL = /^[+-]?\d{1,20}(\.\d{1,20})?$/;

/** Gathers sensors of all chips under the names that node_exporter gives them. */
export class SensorFamilies {
  readonly #families = new Map<string, { metric: Metric; samples: Sample[] }>();

  /** @param name the chip as people know it, for dashboards to join */
  chip(chip: string, name: string): void {
    const help = 'Annotation metric for human-readable chip names';
    this.#add(metric('chip_names', help), { chip, chip_name: name }, 1);
  }

  /** @param properties as in the files: `input` is the measured value, `''` that of a file without a property */
  sensor(chip: string, sensor: string, kind: string, properties: ReadonlyMap<string, string>): void {
    const labels = { chip, sensor };
    const label = properties.get('label');
    if (label !== undefined)
      this.#add(metric('sensor_label', 'Label for given chip and sensor'), { chip, label, sensor }, 1);
    const whole = WHOLE_SENSORS.get(kind);
    for (const [property, text] of properties) {
      if (property === 'label' || (whole !== undefined && property !== '') || !DECIMAL.test(text)) continue;
      if (kind === 'freq' && property === 'input') {
        if (label !== undefined)
          this.#add(GPU_FREQUENCY, { chip, sensor: clean(label) }, Number(text) * MICRO);
        continue;
      }
      const chosen = whole ?? metricOf(kind, property, properties.has(''));
      if (chosen.make === counter && text.startsWith('-')) continue; // energy that was never used
      this.#add(chosen, labels, kind === 'beep_enable' ? Number(text === '1') : Number(text) * chosen.factor);
    }
  }

  all(): MetricFamily[] {
    return [...this.#families.values()].map(({ metric: { make, name, help }, samples }) =>
      make(name, help, samples),
    );
  }

  #add(chosen: Metric, labels: Labels, value: number): void {
    const family = this.#families.get(chosen.name) ?? { metric: chosen, samples: [] };
    family.samples.push({ labels, value });
    this.#families.set(chosen.name, family);
  }
}

const metric = (name: string, help: string, factor = 1, make = gauge): Metric => ({
  make,
  name: `node_hwmon_${name}`,
  help,
  factor,
});

/** Settings of the chip and not of one sensor. */
const WHOLE_SENSORS: ReadonlyMap<string, Metric> = new Map([
  ['beep_enable', metric('beep_enabled', 'Hardware beep enabled')],
  ['vrm', metric('voltage_regulator_version', 'Hardware voltage regulator')],
  ['update_interval', metric('update_interval_seconds', 'Hardware monitor update interval', MILLI)],
]);
const GPU_FREQUENCY = metric('freq_freq_mhz', 'Hardware monitor for GPU frequency in MHz');
const FAN_SPEEDS: ReadonlySet<string> = new Set(['input', 'min', 'max', 'target']);
const POWER_INTERVALS: ReadonlySet<string> = new Set([
  'average_interval',
  'average_interval_min',
  'average_interval_max',
]);

/**
 * Name, unit and factor of one property (Documentation/hwmon/sysfs-interface.rst gives the kernel's units).
 *
 * @param bare whether the sensor has a file without a property, whose value `input` would take the name of
 */
function metricOf(kind: string, property: string, bare: boolean): Metric {
  const suffix = property === '' || (property === 'input' && !bare) ? '' : `_${clean(property)}`;
  const name = `${kind}${suffix}`;
  const power = 'Hardware monitor for power usage in watts';
  if (property === 'fault' || property === 'alarm')
    return metric(name, `Hardware sensor ${property} status (${kind})`);
  if (property === 'beep') return metric(`${name}_enabled`, 'Hardware monitor sensor has beeping enabled');
  switch (kind) {
    case 'in':
    case 'cpu':
      return metric(`${name}_volts`, `Hardware monitor for voltage (${property})`, MILLI);
    case 'temp':
      if (property === 'type') break;
      return metric(`${name}_celsius`, `Hardware monitor for temperature (${property || 'input'})`, MILLI);
    case 'curr':
      return metric(`${name}_amps`, `Hardware monitor for current (${property})`, MILLI);
    case 'energy':
      return metric(
        `${name}_joule_total`,
        `Hardware monitor for joules used so far (${property})`,
        MICRO,
        counter,
      );
    case 'power':
      if (property === 'accuracy')
        return metric(name, 'Hardware monitor power meter accuracy, as a ratio', MICRO);
      if (POWER_INTERVALS.has(property))
        return metric(`${name}_seconds`, `Hardware monitor power usage update interval (${property})`, MILLI);
      return metric(`${name}_watt`, `${power} (${property})`, MICRO);
    case 'humidity':
      return metric(
        name,
        `Hardware monitor for humidity, as a ratio (multiply with 100.0 to get the humidity as a percentage) (${property})`,
        MICRO,
      );
    case 'fan':
      if (!FAN_SPEEDS.has(property)) break;
      return metric(`${name}_rpm`, `Hardware monitor for fan revolutions per minute (${property})`);
  }
  return metric(name, `Hardware monitor ${kind} element ${property}`);
}

const clean = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9:_]/g, '_')
    .replaceAll(/^_+|_+$/g, '');
