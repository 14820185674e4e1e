import { gauge, type MetricFamily, type Sample } from '../exposition/metric-family.ts';
import type { Host } from '../host/host.ts';

export interface Disk {
  readonly device: string;
  readonly major: string;
  readonly minor: string;
}

type Properties = ReadonlyMap<string, string>;

const NONE: Properties = new Map();

/** Numbers of ATA disks by their property of udev. */
const ATA = [
  {
    property: 'ID_ATA_WRITE_CACHE',
    name: 'node_disk_ata_write_cache',
    help: 'ATA disk has a write cache.',
  },
  {
    property: 'ID_ATA_WRITE_CACHE_ENABLED',
    name: 'node_disk_ata_write_cache_enabled',
    help: 'ATA disk has its write cache enabled.',
  },
  {
    property: 'ID_ATA_ROTATION_RATE_RPM',
    name: 'node_disk_ata_rotation_rate_rpm',
    help: 'ATA disk rotation rate in RPMs (0 for SSDs).',
  },
] as const;

/** What does not change while a disk is there: its model, its filesystem, its place in the device mapper. */
export function diskInfoFamilies(host: Host, disks: readonly Disk[]): MetricFamily[] {
  const [info, filesystem, mapper] = Array.from({ length: 3 }, (): Sample[] => []);
  const ata = ATA.map((): Sample[] => []);
  const hasUdev = host.udev.has('.');
  for (const disk of disks) {
    const { device } = disk;
    const udev = hasUdev ? readProperties(host, disk) : NONE;
    const property = (name: string) => udev.get(name) ?? '';
    info?.push({ labels: infoLabels(host, disk, property), value: 1 });
    if (property('ID_FS_TYPE') !== '')
      filesystem?.push({ labels: filesystemLabels(device, property), value: 1 });
    if (property('DM_NAME') !== '') mapper?.push({ labels: mapperLabels(device, property), value: 1 });
    if (property('ID_ATA') === '') continue;
    for (const [index, { property: name }] of ATA.entries()) {
      const text = property(name);
      if (/^\d+$/.test(text)) ata[index]?.push({ labels: { device }, value: Number(text) });
    }
  }
  return [
    gauge('node_disk_info', 'Info of /sys/block/<block_device>.', info ?? []),
    gauge('node_disk_filesystem_info', 'Info about disk filesystem.', filesystem ?? []),
    gauge('node_disk_device_mapper_info', 'Info about disk device mapper.', mapper ?? []),
    ...ATA.map(({ name, help }, index) => gauge(name, help, ata[index] ?? [])),
  ];
}

/** Lines `E:ID_MODEL=…` of the database of udevd, one file per device number. */
function readProperties(host: Host, { major, minor }: Disk): Properties {
  const text = host.udev.textIfPresent(`b${major}:${minor}`);
  if (text === undefined) return NONE;
  return new Map(
    [...text.matchAll(/^E:([^=\n]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
}

type Property = (name: string) => string;

function infoLabels(host: Host, { device, major, minor }: Disk, property: Property) {
  // What is printed on the disk, what udev makes of it, what a virtio disk has.
  const serial = ['SCSI_IDENT_SERIAL', 'ID_SERIAL_SHORT', 'ID_SERIAL']
    .map(property)
    .find((text) => text !== '');
  return {
    device,
    major,
    minor,
    model: property('ID_MODEL'),
    path: property('ID_PATH'),
    revision: property('ID_REVISION'),
    rotational: host.sysfs.attributeIfReadable(`block/${device}/queue/rotational`) === '1' ? '1' : '0',
    serial: serial ?? '',
    wwn: property('ID_WWN'),
  };
}

const filesystemLabels = (device: string, property: Property) => ({
  device,
  type: property('ID_FS_TYPE'),
  usage: property('ID_FS_USAGE'),
  uuid: property('ID_FS_UUID'),
  version: property('ID_FS_VERSION'),
});

const mapperLabels = (device: string, property: Property) => ({
  device,
  lv_layer: property('DM_LV_LAYER'),
  lv_name: property('DM_LV_NAME'),
  name: property('DM_NAME'),
  uuid: property('DM_UUID'),
  vg_name: property('DM_VG_NAME'),
});
