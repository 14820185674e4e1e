import { parseNetDev } from '../collectors/netdev.ts';
import { NoDataError, ParseError } from '../errors.ts';
import type { Labels } from '../exposition/metric-family.ts';
import type { Host } from '../host/host.ts';
import type { Collect } from '../registry/collector.ts';
import { cgroupV1 } from './cgroup-v1.ts';
import { cgroupV2 } from './cgroup-v2.ts';
import type { CgroupLayout, ContainerGroup } from './container.ts';
import { type ContainerTraffic, containerFamilies, type MeasuredContainer } from './families.ts';
import { identityOf } from './identity.ts';

const USER_HZ = 100;

/**
 * The containers of the machine from their control groups, whichever engine runs them; names and restarts where
 * Docker's data folder is readable.
 *
 * @param dockerRoot that folder, as the machine sees it
 * @throws NoDataError where no control groups are to be seen
 */
export function containerCollect(host: Host, dockerRoot: string): Collect {
  return () => {
    const layout = layoutOf(host);
    const containers = layout.groups().flatMap((group) => measure(host, layout, group, dockerRoot));
    return containerFamilies(containers, host.now() / 1000);
  };
}

function layoutOf({ sysfs }: Host): CgroupLayout {
  if (sysfs.has('fs/cgroup/cgroup.controllers')) return cgroupV2(sysfs);
  if (sysfs.has('fs/cgroup/memory')) return cgroupV1(sysfs);
  throw new NoDataError('no control groups are mounted');
}

/** None where the container ended while it was looked at. */
function measure(
  host: Host,
  layout: CgroupLayout,
  { path, containerId }: ContainerGroup,
  dockerRoot: string,
): MeasuredContainer[] {
  const usage = layout.usage(path);
  if (usage.cpu === undefined && usage.memory === undefined) return [];
  const identity = identityOf(host.rootfs, dockerRoot, containerId);
  const labels: Labels = {
    ...identity?.labels,
    id: path,
    image: identity?.image ?? '',
    name: identity?.name ?? '',
  };
  return [
    {
      labels,
      usage,
      traffic: usage.firstPid === undefined ? [] : trafficOf(host, usage.firstPid),
      startTime: usage.firstPid === undefined ? undefined : startTimeOf(host, usage.firstPid),
      restarts: identity?.restarts,
    },
  ];
}

/** A container that has its network from the machine shows the machine's traffic, as at cAdvisor. */
function trafficOf({ procfs }: Host, pid: number): ContainerTraffic[] {
  const text = procfs.textIfReadable(`${pid}/net/dev`);
  if (text === undefined) return [];
  const { columns, devices } = parseNetDev(text);
  const [receive, transmit] = [columns.indexOf('receive_bytes'), columns.indexOf('transmit_bytes')];
  return [...devices]
    .filter(([device]) => device !== 'lo')
    .map(([device, values]) => ({
      device,
      receiveBytes: values[receive] ?? 0,
      transmitBytes: values[transmit] ?? 0,
    }));
}

/** When its first process started: field 22 of proc_pid_stat(5), counted from the boot of the machine. */
function startTimeOf({ procfs }: Host, pid: number): number | undefined {
  const text = procfs.textIfReadable(`${pid}/stat`);
  if (text === undefined) return undefined;
  const ticks = text.slice(text.lastIndexOf(')') + 2).split(' ')[19];
  const [, boot] = /^btime (\d+)$/m.exec(procfs.text('stat')) ?? [];
  if (ticks === undefined || !/^\d+$/.test(ticks) || boot === undefined)
    throw new ParseError(`/proc/${pid}/stat`, text);
  return Number(boot) + Number(ticks) / USER_HZ;
}
