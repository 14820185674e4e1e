import { NoDataError } from '../errors.ts';
import { gauge, type Labels, type MetricFamily, type Sample } from '../exposition/metric-family.ts';
import type { FileTree } from '../host/file-tree.ts';
import { parseInteger } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

interface Attribute {
  readonly file: string;
  readonly name: string;
  readonly divisor: number;
}

/** Micro-units and tenths of a degree, as in Documentation/ABI/testing/sysfs-class-power. */
const MICRO = 1e6;
const TENTH = 10;

const attributes = (divisor: number, files: readonly string[], names: Readonly<Record<string, string>>) => [
  ...files.map((file): Attribute => ({ file, name: file, divisor })),
  ...Object.entries(names).map(([file, name]): Attribute => ({ file, name, divisor })),
];

const ATTRIBUTES: readonly Attribute[] = [
  ...attributes(
    1,
    ['authentic', 'calibrate', 'capacity', 'capacity_alert_max', 'capacity_alert_min', 'online', 'present'],
    {
      cycle_count: 'cyclecount',
      time_to_empty_now: 'time_to_empty_seconds',
      time_to_full_now: 'time_to_full_seconds',
    },
  ),
  ...attributes(
    MICRO,
    [
      ...['charge_control_limit', 'charge_control_limit_max', 'charge_counter', 'charge_empty'],
      ...['charge_empty_design', 'charge_full', 'charge_full_design', 'charge_term_current'],
      ...['constant_charge_current', 'constant_charge_current_max', 'constant_charge_voltage'],
      ...[
        'constant_charge_voltage_max',
        'current_boot',
        'current_max',
        'energy_empty',
        'energy_empty_design',
      ],
      ...['energy_full', 'energy_full_design', 'input_current_limit', 'precharge_current', 'voltage_boot'],
      ...['voltage_max', 'voltage_max_design', 'voltage_min', 'voltage_min_design', 'voltage_ocv'],
    ],
    {
      charge_now: 'charge_ampere',
      current_now: 'current_ampere',
      energy_now: 'energy_watthour',
      power_now: 'power_watt',
      voltage_now: 'voltage_volt',
    },
  ),
  ...attributes(TENTH, [], {
    temp: 'temp_celsius',
    temp_alert_max: 'temp_alert_max_celsius',
    temp_alert_min: 'temp_alert_min_celsius',
    temp_ambient: 'temp_ambient_celsius',
    temp_ambient_max: 'temp_ambient_max_celsius',
    temp_ambient_min: 'temp_ambient_min_celsius',
    temp_max: 'temp_max_celsius',
    temp_min: 'temp_min_celsius',
  }),
];
const TEXTS = [
  ...['capacity_level', 'charge_type', 'health', 'manufacturer', 'model_name', 'scope', 'serial_number'],
  ...['status', 'technology', 'type', 'usb_type'],
];

/** Batteries and mains from /sys/class/power_supply. Asynchronous: an embedded controller answers in milliseconds. */
export const powersupplyclass: Collector = {
  name: 'powersupplyclass',
  enabledByDefault: true,
  create:
    ({ sysfs }) =>
    async () => {
      if (!sysfs.has('class/power_supply')) throw new NoDataError('this kernel has no power supplies');
      const supplies = await Promise.all(
        sysfs.names('class/power_supply').map((name) => readSupply(sysfs, name)),
      );
      return [
        gauge(
          'node_power_supply_info',
          'info of /sys/class/power_supply/<power_supply>.',
          supplies.map(({ info }) => ({ labels: info, value: 1 })),
        ),
        ...ATTRIBUTES.map(
          ({ name }): MetricFamily =>
            gauge(
              `node_power_supply_${name}`,
              `${name} value of /sys/class/power_supply/<power_supply>.`,
              supplies.flatMap(({ numbers }) => numbers.get(name) ?? []),
            ),
        ),
      ];
    },
};

interface Supply {
  readonly info: Labels;
  readonly numbers: ReadonlyMap<string, Sample>;
}

async function readSupply(sysfs: FileTree, supply: string): Promise<Supply> {
  const present = new Set(sysfs.names(`class/power_supply/${supply}`));
  const read = async (file: string) =>
    present.has(file) ? sysfs.readAttribute(`class/power_supply/${supply}/${file}`) : undefined;
  const numbers = await Promise.all(
    ATTRIBUTES.map(async ({ file, name, divisor }): Promise<[string, Sample][]> => {
      const text = await read(file);
      if (text === undefined) return [];
      const value = parseInteger(text, `${file} of ${supply}`) / divisor;
      return [[name, { labels: { power_supply: supply }, value }]];
    }),
  );
  const texts = await Promise.all(TEXTS.map(async (name) => [name, (await read(name)) ?? ''] as const));
  const told = texts.filter(([, text]) => text !== '');
  return { info: Object.fromEntries([...told, ['power_supply', supply]]), numbers: new Map(numbers.flat()) };
}
