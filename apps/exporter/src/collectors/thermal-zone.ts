import { gauge, type Sample } from '../exposition/metric-family.ts';
import type { FileTree } from '../host/file-tree.ts';
import { parseInteger } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

const FOLDER = 'class/thermal';
const MILLIDEGREES_PER_DEGREE = 1000;

/** Temperatures, and what is done about them (Documentation/driver-api/thermal/sysfs-api.rst). */
export const thermalZone: Collector = {
  name: 'thermal_zone',
  enabledByDefault: true,
  create:
    ({ sysfs }) =>
    async () => {
      const names = sysfs.namesIfPresent(FOLDER);
      const zones = await Promise.all(numbersOf(names, 'thermal_zone').map((zone) => readZone(sysfs, zone)));
      const devices = await Promise.all(
        numbersOf(names, 'cooling_device').map((name) => readDevice(sysfs, name)),
      );
      return [
        gauge('node_thermal_zone_temp', 'Zone temperature in Celsius', zones.flat()),
        gauge(
          'node_cooling_device_cur_state',
          'Current throttle state of the cooling device',
          devices.flatMap(({ labels, current }) =>
            current === undefined ? [] : [{ labels, value: current }],
          ),
        ),
        gauge(
          'node_cooling_device_max_state',
          'Maximum throttle state of the cooling device',
          devices.flatMap(({ labels, max }) => (max === undefined ? [] : [{ labels, value: max }])),
        ),
      ];
    },
};

/** A sensor that cannot be read right now (a radio that is off) is absent, where node_exporter shows 0 degrees. */
async function readZone(sysfs: FileTree, zone: string): Promise<Sample[]> {
  const folder = `${FOLDER}/thermal_zone${zone}`;
  const [temperature, type = ''] = await Promise.all([
    sysfs.readAttribute(`${folder}/temp`),
    sysfs.readAttribute(`${folder}/type`),
  ]);
  if (temperature === undefined) return [];
  const value = parseInteger(temperature, `temp of thermal zone ${zone}`) / MILLIDEGREES_PER_DEGREE;
  return [{ labels: { type, zone }, value }];
}

async function readDevice(sysfs: FileTree, name: string) {
  const folder = `${FOLDER}/cooling_device${name}`;
  const [current, max, type = ''] = await Promise.all(
    ['cur_state', 'max_state', 'type'].map((file) => sysfs.readAttribute(`${folder}/${file}`)),
  );
  const number = (text: string | undefined) =>
    text === undefined ? undefined : parseInteger(text, `state of cooling device ${name}`);
  return { labels: { name, type }, current: number(current), max: number(max) };
}

const numbersOf = (names: readonly string[], prefix: string): string[] =>
  names
    .filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
    .map((name) => name.slice(prefix.length));
