import { dmiInfo } from '../collectors/dmi.ts';
import { NoDataError } from '../errors.ts';
import type { Labels } from '../exposition/metric-family.ts';
import type { Collector } from '../registry/collector.ts';
import { FreshAnswer, ONCE } from './fresh-answer.ts';
import { known, type Library } from './library.ts';

/** Who built the machine, where no file of the kernel says so: on Linux without DMI (most of ARM), macOS and Windows. */
export const inventory = (library: Library): Collector => ({
  name: 'inventory',
  enabledByDefault: false,
  create: ({ sysfs }) => {
    const answer = new FreshAnswer(() => readLabels(library), ONCE);
    return async () => {
      if (sysfs.has('class/dmi/id')) throw new NoDataError('the collector dmi shows it already');
      const labels = await answer.get();
      if (Object.keys(labels).length === 0) throw new NoDataError('the library knows nothing of the machine');
      return [dmiInfo(labels)];
    };
  },
});

async function readLabels(library: Library): Promise<Labels> {
  const [system, bios, board, chassis] = await Promise.all([
    library.ask('system'),
    library.ask('bios'),
    library.ask('baseboard'),
    library.ask('chassis'),
  ]);
  const labels: Record<string, string | undefined> = {
    bios_date: bios.releaseDate,
    bios_release: bios.revision,
    bios_vendor: bios.vendor,
    bios_version: bios.version,
    board_asset_tag: board.assetTag,
    board_name: board.model,
    board_serial: board.serial,
    board_vendor: board.manufacturer,
    board_version: board.version,
    chassis_asset_tag: chassis.assetTag,
    chassis_serial: chassis.serial,
    chassis_vendor: chassis.manufacturer,
    chassis_version: chassis.version,
    product_name: system.model,
    product_serial: system.serial,
    product_sku: system.sku,
    product_uuid: system.uuid,
    product_version: system.version,
    system_vendor: system.manufacturer,
  };
  return Object.fromEntries(
    Object.entries(labels).flatMap(([label, text]) => {
      const value = known(text);
      return value === undefined ? [] : [[label, value]];
    }),
  );
}
