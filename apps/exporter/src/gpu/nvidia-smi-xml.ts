import { ParseError } from '../errors.ts';
import type { GpuProcess, MigInstance } from './reading.ts';
import { childrenOf, type Element, parseXml, textAt } from './xml.ts';

/** What only `nvidia-smi -q -x` tells about a GPU. */
export interface GpuDetails {
  readonly migInstances: readonly MigInstance[];
  readonly processes: readonly GpuProcess[];
  /** PCIe retries since the driver was loaded; undefined where the GPU does not count them. */
  readonly pcieReplays: number | undefined;
}

/** `N/A`, `[N/A]`, `[Insufficient Permissions]`, `Requested functionality has been deprecated`: no number is known. */
const NUMBER_AND_UNIT = /^(\d+(?:\.\d+)?)(?: [A-Za-z%/]+)?$/;

/**
 * Details by UUID of the GPU, from the document of `nvidia-smi -q -x` (DTD: nvsmi_device_v12.dtd and before).
 *
 * @param profiles names of MIG profiles by UUID of the GPU and index of the device, from `nvidia-smi -L`
 * @throws ParseError for a document that breaks off or has GPUs without a UUID
 */
export function parseDetails(
  text: string,
  profiles: ReadonlyMap<string, string>,
): ReadonlyMap<string, GpuDetails> {
  const log = parseXml(text);
  if (log.name !== 'nvidia_smi_log') throw new ParseError('nvidia-smi -q -x', log.name);
  return new Map(
    childrenOf(log, 'gpu').map((gpu) => {
      const uuid = textAt(gpu, 'uuid');
      if (uuid === undefined || uuid === '') throw new ParseError('nvidia-smi -q -x uuid', uuid);
      return [uuid, detailsOf(gpu, uuid, profiles)];
    }),
  );
}

function detailsOf(gpu: Element, uuid: string, profiles: ReadonlyMap<string, string>): GpuDetails {
  const group = (name: string) => gpu.children.find((child) => child.name === name);
  return {
    migInstances: childrenOf(group('mig_devices'), 'mig_device').flatMap((device) => {
      const instance = migInstanceOf(device, uuid, profiles);
      return instance === undefined ? [] : [instance];
    }),
    processes: childrenOf(group('processes'), 'process_info').flatMap((info) => {
      const found = processOf(info);
      return found === undefined ? [] : [found];
    }),
    pcieReplays: numberAt(gpu, 'pci', 'replay_counter'),
  };
}

/** Several compute instances may share a GPU instance, whose memory is one: the first one stands for all. */
function migInstanceOf(
  device: Element,
  uuid: string,
  profiles: ReadonlyMap<string, string>,
): MigInstance | undefined {
  const id = textAt(device, 'gpu_instance_id');
  const profile = profiles.get(`${uuid}/${textAt(device, 'index')}`);
  const compute = textAt(device, 'compute_instance_id');
  if (id === undefined || profile === undefined || compute !== '0') return undefined;
  return {
    id,
    profile,
    usedMib: numberAt(device, 'fb_memory_usage', 'used'),
    freeMib: numberAt(device, 'fb_memory_usage', 'free'),
    reservedMib: numberAt(device, 'fb_memory_usage', 'reserved'),
  };
}

/** Undefined for a process whose memory the driver does not know: under Windows' WDDM, or in another container. */
function processOf(info: Element): GpuProcess | undefined {
  const pid = textAt(info, 'pid');
  const usedMib = numberAt(info, 'used_memory');
  if (pid === undefined || !/^\d+$/.test(pid) || usedMib === undefined) return undefined;
  return {
    pid,
    // The whole path may name a user; node_exporter's and Docker's users know their programs by their names.
    name: (textAt(info, 'process_name') ?? '').split(/[\s]/)[0]?.split(/[/\\]/).at(-1) ?? '',
    type: textAt(info, 'type') ?? '',
    usedMib,
  };
}

function numberAt(element: Element, ...path: readonly string[]): number | undefined {
  const [, digits] = NUMBER_AND_UNIT.exec(textAt(element, ...path) ?? '') ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** A GPU instance whose computing is shared is listed as `1c.2g.10gb`; DCGM calls the instance `2g.10gb`. */
const COMPUTE_PART = /^\d+c\./;

/** `nvidia-smi -L`, the only place that names the profile of a MIG device: `  MIG 1g.5gb     Device  0: (UUID: MIG-…)`. */
export function parseProfiles(text: string): ReadonlyMap<string, string> {
  const profiles = new Map<string, string>();
  let gpu = '';
  for (const line of text.split('\n')) {
    gpu = /^GPU \d+: .*\(UUID: (GPU-[\w-]+)\)/.exec(line)?.[1] ?? gpu;
    const [, profile, index] = /^\s+MIG (\S+)\s+Device\s+(\d+):/.exec(line) ?? [];
    if (profile !== undefined && index !== undefined)
      profiles.set(`${gpu}/${index}`, profile.replace(COMPUTE_PART, ''));
  }
  return profiles;
}
