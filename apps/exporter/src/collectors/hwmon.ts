import { basename, dirname } from 'node:path';
import { NoDataError } from '../errors.ts';
import type { MetricFamily } from '../exposition/metric-family.ts';
import type { FileTree } from '../host/file-tree.ts';
import type { Collector } from '../registry/collector.ts';
import { SensorFamilies } from './hwmon-families.ts';

const FOLDER = 'class/hwmon';
/** `temp1_input`: kind, number and property (Documentation/hwmon/sysfs-interface.rst). */
const SENSOR_FILE = /^([^0-9]+)(\d*)(?:_(.+))?$/;
const KINDS: ReadonlySet<string> = new Set([
  ...['vrm', 'beep_enable', 'update_interval', 'in', 'cpu', 'fan', 'pwm', 'temp', 'curr', 'power', 'energy'],
  ...['humidity', 'intrusion', 'freq'],
]);

interface Chip {
  readonly folder: string;
  /** From where it sits: `platform_coretemp_0`. */
  readonly place: string;
  /** From its driver: `coretemp`. */
  readonly name: string;
}

/** A sensor's name to its properties: `temp1` to `input`, `label`, … */
type Sensors = Map<string, Map<string, string>>;

/** Temperatures, fans, voltages and power. Asynchronous: behind these files are chips on slow buses. */
export const hwmon: Collector = {
  name: 'hwmon',
  enabledByDefault: true,
  create:
    ({ sysfs }) =>
    async () => {
      if (!sysfs.has(FOLDER)) throw new NoDataError('there is no hardware monitor');
      const chips = sysfs.names(FOLDER).map((name) => chipOf(sysfs, `${FOLDER}/${name}`));
      const families = new SensorFamilies();
      for (const chip of chips) {
        const label = labelOf(chip, chips);
        if (clean(chip.name) !== '') families.chip(label, clean(chip.name));
        for (const [sensor, properties] of await readSensors(sysfs, chip.folder))
          families.sensor(label, sensor, kindOf(sensor), properties);
      }
      return families.all() satisfies MetricFamily[];
    },
};

function chipOf(sysfs: FileTree, folder: string): Chip {
  return {
    folder,
    place: placeOf(sysfs.target(`${folder}/device`)) ?? '',
    name: sysfs.attributeIfReadable(`${folder}/name`) ?? '',
  };
}

/** Numbers of hwmon devices depend on the order in which modules were loaded; the place of a device stays. */
function placeOf(device: string | undefined): string | undefined {
  if (device === undefined) return undefined;
  return [clean(basename(dirname(device))), clean(basename(device))].filter((part) => part !== '').join('_');
}

/** Some devices have two monitors at one place: then their names tell them apart, or else their numbers. */
function labelOf({ folder, place, name }: Chip, chips: readonly Chip[]): string {
  const base = (chip: Chip) => chip.place || clean(chip.name) || basename(chip.folder);
  const mine = place || clean(name) || basename(folder);
  const neighbours = chips.filter((chip) => base(chip) === mine);
  if (neighbours.length === 1) return mine;
  const namesakes = neighbours.filter((chip) => chip.name === name);
  return `${mine}_${namesakes.length > 1 || clean(name) === '' ? clean(basename(folder)) : clean(name)}`;
}

/** Old drivers have the files in the folder of the device. */
async function readSensors(sysfs: FileTree, folder: string): Promise<Sensors> {
  const sensors: Sensors = new Map();
  for (const place of [folder, `${folder}/device`]) {
    const found = sysfs.namesIfPresent(place).flatMap((file) => {
      const [, kind = '', number = '', property = ''] = SENSOR_FILE.exec(file) ?? [];
      // Without a number, node_exporter counts from 0: `beep_enable` is the sensor `beep_enable0`.
      return KINDS.has(kind) ? [{ file, sensor: `${kind}${Number(number)}`, property }] : [];
    });
    const values = await Promise.all(found.map(({ file }) => sysfs.readAttribute(`${place}/${file}`)));
    for (const [index, { sensor, property }] of found.entries()) {
      const value = values[index];
      if (value === undefined) continue;
      const properties = sensors.get(sensor) ?? new Map<string, string>();
      sensors.set(sensor, properties.set(property, value));
    }
  }
  return sensors;
}

const kindOf = (sensor: string): string => sensor.replace(/\d+$/, '');

const clean = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9:_]/g, '_')
    .replaceAll(/^_+|_+$/g, '');
