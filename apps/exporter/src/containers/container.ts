/** What one control group tells about the processes in it. What the kernel does not tell is undefined, never 0. */
export interface ContainerUsage {
  readonly cpu: CpuUsage | undefined;
  readonly memory: MemoryUsage | undefined;
  /** Tasks, threads included. */
  readonly tasks: number | undefined;
  /** The first process, as this machine counts; undefined where the group is empty or its processes are out of sight. */
  readonly firstPid: number | undefined;
}

export interface CpuUsage {
  /** Seconds in all, and of them in user and in system mode. */
  readonly total: number;
  readonly user: number | undefined;
  readonly system: number | undefined;
  /** Microseconds of CPU time per period; undefined where there is no limit. */
  readonly quotaUs: number | undefined;
  readonly periodUs: number | undefined;
  readonly periods: number | undefined;
  readonly throttledPeriods: number | undefined;
  readonly throttledSeconds: number | undefined;
}

/** Bytes. */
export interface MemoryUsage {
  readonly usage: number;
  /** Usage without the file pages that the kernel can drop first. */
  readonly workingSet: number;
  readonly rss: number | undefined;
  readonly cache: number | undefined;
  /** Undefined where there is no limit. */
  readonly limit: number | undefined;
  /** Processes that the kernel has killed for memory. */
  readonly oomKills: number | undefined;
}

/** A control group that belongs to a container. */
export interface ContainerGroup {
  /** Path below the hierarchy, which is cAdvisor's label `id`: `/system.slice/docker-….scope`. */
  readonly path: string;
  /** The engine's 64 hexadecimal digits. */
  readonly containerId: string;
}

/** One layout of control groups: version 1 or 2. */
export interface CgroupLayout {
  groups(): ContainerGroup[];
  usage(path: string): ContainerUsage;
}
