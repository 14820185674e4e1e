import { NoDataError } from '../errors.ts';
import { gauge, type Sample } from '../exposition/metric-family.ts';
import type { FileTree } from '../host/file-tree.ts';
import { parseNumber } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

interface Namespace {
  readonly labels: { readonly device: string; readonly nsid: string };
  readonly anaState: string;
  readonly size: number;
  readonly used: number;
  readonly blockBytes: number;
}

/** NVMe controllers and their namespaces from /sys/class/nvme. */
export const nvme: Collector = {
  name: 'nvme',
  enabledByDefault: true,
  create:
    ({ sysfs }) =>
    () => {
      if (!sysfs.has('class/nvme')) throw new NoDataError('there is no NVMe device');
      const devices = sysfs.names('class/nvme');
      const namespaces = devices.flatMap((device) => readNamespaces(sysfs, device));
      const sizes = (value: (namespace: Namespace) => number): Sample[] =>
        namespaces.map((namespace) => ({ labels: namespace.labels, value: value(namespace) }));
      return [
        gauge(
          'node_nvme_info',
          'Non-numeric data from /sys/class/nvme/<device>, value is always 1.',
          devices.map((device) => ({ labels: identity(sysfs, device), value: 1 })),
        ),
        gauge(
          'node_nvme_namespace_info',
          'Information about NVMe namespaces. Value is always 1',
          namespaces.map(({ labels: { device, nsid }, anaState }) => ({
            labels: { ana_state: anaState, device, nsid },
            value: 1,
          })),
        ),
        gauge(
          'node_nvme_namespace_capacity_bytes',
          'Capacity of the NVMe namespace in bytes. Computed as namespace_size * namespace_logical_block_size',
          sizes(({ size, blockBytes }) => size * blockBytes),
        ),
        gauge(
          'node_nvme_namespace_size_bytes',
          'Size of the NVMe namespace in bytes. Available in /sys/class/nvme/<device>/<namespace>/size',
          sizes(({ size, blockBytes }) => size * blockBytes),
        ),
        gauge(
          'node_nvme_namespace_used_bytes',
          'Used space of the NVMe namespace in bytes. Available in /sys/class/nvme/<device>/<namespace>/nuse',
          sizes(({ used, blockBytes }) => used * blockBytes),
        ),
        gauge(
          'node_nvme_namespace_logical_block_size_bytes',
          'Logical block size of the NVMe namespace in bytes. Usually 4Kb. Available in /sys/class/nvme/<device>/<namespace>/queue/logical_block_size',
          sizes(({ blockBytes }) => blockBytes),
        ),
      ];
    },
};

function identity(sysfs: FileTree, device: string) {
  const read = (file: string) => sysfs.attribute(`class/nvme/${device}/${file}`);
  return {
    cntlid: read('cntlid'),
    device,
    firmware_revision: read('firmware_rev'),
    model: read('model'),
    serial: read('serial'),
    state: read('state'),
  };
}

function readNamespaces(sysfs: FileTree, device: string): Namespace[] {
  return sysfs.names(`class/nvme/${device}`).flatMap((name) => {
    const nsid = /^nvme\d+n(\d+)$/.exec(name)?.[1];
    if (nsid === undefined) return [];
    const folder = `class/nvme/${device}/${name}`;
    const number = (file: string) => parseNumber(sysfs.attribute(`${folder}/${file}`), `${name} ${file}`);
    return {
      labels: { device, nsid },
      anaState: sysfs.attributeIfReadable(`${folder}/ana_state`) ?? 'unknown',
      size: number('size'),
      used: number('nuse'),
      blockBytes: number('queue/logical_block_size'),
    };
  });
}
