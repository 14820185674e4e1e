import { NoDataError } from '../errors.ts';
import { gauge, type Labels, type MetricFamily } from '../exposition/metric-family.ts';
import type { FileTree } from '../host/file-tree.ts';
import type { Collector } from '../registry/collector.ts';

const FIELDS = [
  'bios_date',
  'bios_release',
  'bios_vendor',
  'bios_version',
  'board_asset_tag',
  'board_name',
  'board_serial',
  'board_vendor',
  'board_version',
  'chassis_asset_tag',
  'chassis_serial',
  'chassis_vendor',
  'chassis_version',
  'product_family',
  'product_name',
  'product_serial',
  'product_sku',
  'product_uuid',
  'product_version',
  'system_vendor',
] as const;
const FILES: Readonly<Record<string, string>> = { system_vendor: 'sys_vendor' };

/** Who built the machine, as its firmware says. Serial numbers can be read by root alone. */
export const dmi: Collector = {
  name: 'dmi',
  enabledByDefault: true,
  create: ({ sysfs }) => {
    let labels: Labels | undefined; // the same until the next boot
    return () => {
      labels ??= readLabels(sysfs);
      if (Object.keys(labels).length === 0) throw new NoDataError('the firmware has no DMI table');
      return [dmiInfo(labels)];
    };
  },
};

/** @param labels those of `FIELDS` that are known, in that order */
export const dmiInfo = (labels: Labels): MetricFamily =>
  gauge(
    'node_dmi_info',
    `A metric with a constant '1' value labeled by ${FIELDS.join(', ')} if provided by DMI.`,
    [{ labels, value: 1 }],
  );

function readLabels(sysfs: FileTree): Labels {
  return Object.fromEntries(
    FIELDS.flatMap((field) => {
      const value = sysfs.attributeIfReadable(`class/dmi/id/${FILES[field] ?? field}`);
      return value === undefined ? [] : [[field, value]];
    }),
  );
}
