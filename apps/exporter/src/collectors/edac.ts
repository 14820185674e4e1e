import { counter, type Sample } from '../exposition/metric-family.ts';
import type { FileTree } from '../host/file-tree.ts';
import { parseNumber } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

const CONTROLLERS = 'devices/system/edac/mc';

/** Memory errors per controller, row and channel (Documentation/driver-api/edac.rst). */
export const edac: Collector = {
  name: 'edac',
  enabledByDefault: true,
  create:
    ({ sysfs }) =>
    () => {
      const [ce, ue, rowCe, rowUe, channelCe, channelUe] = Array.from({ length: 6 }, (): Sample[] => []);
      for (const { folder, number: controller } of numbered(sysfs, CONTROLLERS, /^mc(\d+)$/)) {
        const errors = (file: string) =>
          parseNumber(sysfs.attribute(`${folder}/${file}`), `${folder}/${file}`);
        ce?.push({ labels: { controller }, value: errors('ce_count') });
        ue?.push({ labels: { controller }, value: errors('ue_count') });
        rowCe?.push({ labels: { controller, csrow: 'unknown' }, value: errors('ce_noinfo_count') });
        rowUe?.push({ labels: { controller, csrow: 'unknown' }, value: errors('ue_noinfo_count') });
        for (const { folder: row, number: csrow } of numbered(sysfs, folder, /^csrow(\d+)$/)) {
          const inRow = row.slice(folder.length + 1);
          rowCe?.push({ labels: { controller, csrow }, value: errors(`${inRow}/ce_count`) });
          rowUe?.push({ labels: { controller, csrow }, value: errors(`${inRow}/ue_count`) });
          for (const { number: channel } of numbered(sysfs, row, /^ch(\d+)_ce_count$/)) {
            const labels = { channel, controller, csrow, dimm_label: dimmLabel(sysfs, row, channel) };
            channelCe?.push({ labels, value: errors(`${inRow}/ch${channel}_ce_count`) });
            if (sysfs.has(`${row}/ch${channel}_ue_count`))
              channelUe?.push({ labels, value: errors(`${inRow}/ch${channel}_ue_count`) });
          }
        }
      }
      return [
        counter('node_edac_correctable_errors_total', 'Total correctable memory errors.', ce ?? []),
        counter('node_edac_uncorrectable_errors_total', 'Total uncorrectable memory errors.', ue ?? []),
        counter(
          'node_edac_csrow_correctable_errors_total',
          'Total correctable memory errors for this csrow.',
          rowCe ?? [],
        ),
        counter(
          'node_edac_csrow_uncorrectable_errors_total',
          'Total uncorrectable memory errors for this csrow.',
          rowUe ?? [],
        ),
        counter(
          'node_edac_channel_correctable_errors_total',
          'Total correctable memory errors for this channel.',
          channelCe ?? [],
        ),
        counter(
          'node_edac_channel_uncorrectable_errors_total',
          'Total uncorrectable memory errors for this channel.',
          channelUe ?? [],
        ),
      ];
    },
};

function numbered(sysfs: FileTree, folder: string, pattern: RegExp): { folder: string; number: string }[] {
  return sysfs.namesIfPresent(folder).flatMap((name) => {
    const number = pattern.exec(name)?.[1];
    return number === undefined ? [] : [{ folder: `${folder}/${name}`, number }];
  });
}

/** `CPU_SrcID#0_Ha#0_Chan#1`, as node_exporter spells it: without the signs, and with words apart. */
function dimmLabel(sysfs: FileTree, row: string, channel: string): string {
  const label = sysfs.attributeIfReadable(`${row}/ch${channel}_dimm_label`);
  if (label === undefined) return 'unknown';
  return label.replaceAll('#', '').replaceAll('csrow', '_csrow').replaceAll('channel', '_channel');
}
