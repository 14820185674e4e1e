/**
 * What dashboard 1860 (Node Exporter Full) asks for, written anew from the metrics that its rows show: for each its
 * current value, or its rate where it counts, and the ratios that panels make of them. The dashboard itself is not
 * part of this repository; `DASHBOARD_1860=<its JSON> npm run parity -w @lab/exporter` asks its own expressions, too.
 */
export interface Question {
  readonly row: string;
  /** PromQL with `$target` where the label of the exporter belongs, and `$range` where a rate looks back. */
  readonly expression: string;
  /** Values differ because each process speaks of itself; that both answer is all that can be compared. */
  readonly ownProcess?: true;
}

type Asked = Readonly<Record<string, readonly string[]>>;

const DISK = 'device=~"[a-z]+|nvme[0-9]+n[0-9]+|mmcblk[0-9]+"';

/** The matchers come after the metric's name and a colon. */
function vector(metric: string): string {
  const [name = '', matchers] = metric.split(/:(.*)/s);
  return `${name}{${matchers === undefined ? '' : `${matchers},`}$target}`;
}
const rate = (metric: string): string => `rate(${vector(metric)}[$range])`;

const each = (asked: Asked, expression: (metric: string) => string): Question[] =>
  Object.entries(asked).flatMap(([row, metrics]) =>
    metrics.map((metric) => ({ row, expression: expression(`node_${metric}`) })),
  );
const withPrefix = (prefix: string, names: readonly string[], suffix = ''): string[] =>
  names.map((name) => `${prefix}${name}${suffix}`);

const CURRENT: Asked = {
  'CPU, memory, disk': [
    ...withPrefix(
      'memory_',
      ['MemTotal', 'MemFree', 'MemAvailable', 'Buffers', 'Cached', 'SwapTotal'],
      '_bytes',
    ),
    ...withPrefix('memory_', ['SwapFree', 'SwapCached', 'Slab', 'PageTables', 'HardwareCorrupted'], '_bytes'),
    ...withPrefix('filesystem_', ['size_bytes', 'avail_bytes', 'free_bytes'], ':device!~"rootfs"'),
    'filesystem_size_bytes:mountpoint="/",fstype!="rootfs"',
    'boot_time_seconds',
    'time_seconds',
    'uname_info',
  ],
  Memory: [
    ...withPrefix('memory_', ['Committed_AS', 'CommitLimit', 'Writeback', 'WritebackTmp', 'Dirty'], '_bytes'),
    ...withPrefix('memory_', ['NFS_Unstable', 'SUnreclaim', 'SReclaimable', 'Mapped', 'Shmem'], '_bytes'),
    ...withPrefix('memory_', ['ShmemHugePages', 'ShmemPmdMapped', 'Active', 'Inactive'], '_bytes'),
    ...withPrefix('memory_', ['Inactive_file', 'Inactive_anon', 'Active_file', 'Active_anon'], '_bytes'),
    ...withPrefix(
      'memory_',
      ['KernelStack', 'Percpu', 'VmallocChunk', 'VmallocTotal', 'VmallocUsed'],
      '_bytes',
    ),
    ...withPrefix('memory_', ['AnonHugePages', 'AnonPages', 'Unevictable', 'Mlocked', 'Zswap'], '_bytes'),
    ...withPrefix(
      'memory_',
      ['Zswapped', 'DirectMap1G', 'DirectMap2M', 'DirectMap4k', 'Hugepagesize'],
      '_bytes',
    ),
    ...withPrefix('memory_HugePages_', ['Total', 'Free', 'Rsvd', 'Surp']),
  ],
  'Time synchronisation': [
    ...withPrefix('timex_', ['estimated_error', 'offset', 'maxerror', 'tick', 'tai_offset'], '_seconds'),
    ...withPrefix('timex_', ['loop_time_constant', 'sync_status', 'frequency_adjustment_ratio']),
    ...withPrefix('timex_pps_', ['frequency_hertz', 'stability_hertz', 'jitter_seconds', 'shift_seconds']),
  ],
  Processes: [
    ...['procs_blocked', 'procs_running', 'processes_state', 'processes_pids', 'processes_max_processes'],
    ...['processes_threads', 'processes_max_threads', 'kernel_hung_tasks', 'kernel_hung_tasks_total'],
  ],
  'Load, clock, entropy': [
    ...['load1', 'load5', 'load15', 'cpu_scaling_frequency_hertz', 'cpu_scaling_frequency_max_hertz'],
    ...['cpu_scaling_frequency_min_hertz', 'entropy_available_bits', 'entropy_pool_size_bits'],
  ],
  Hardware: [
    ...withPrefix('hwmon_temp_', ['celsius', 'crit_alarm_celsius', 'crit_celsius', 'crit_hyst_celsius']),
    ...['hwmon_temp_max_celsius', 'hwmon_fan_rpm', 'hwmon_fan_min_rpm', 'hwmon_chip_names'],
    ...['cooling_device_cur_state', 'cooling_device_max_state', 'power_supply_online'],
  ],
  Systemd: [
    ...['activating', 'active', 'deactivating', 'failed', 'inactive'].map(
      (state) => `systemd_units:state="${state}"`,
    ),
    'systemd_socket_current_connections',
  ],
  Filesystems: [
    ...['filefd_maximum', 'filefd_allocated', 'disk_io_now'],
    ...withPrefix('filesystem_', ['files', 'files_free', 'readonly'], ':device!~"rootfs"'),
    'filesystem_device_error:device!~"rootfs",fstype!~"tmpfs"',
  ],
  Network: [
    ...['arp_entries', 'nf_conntrack_entries', 'nf_conntrack_entries_limit', 'network_up'],
    ...['network_up:operstate="up"', 'network_carrier', 'network_mtu_bytes', 'network_speed_bytes'],
  ],
  Sockets: [
    ...withPrefix('sockstat_TCP_', ['alloc', 'inuse', 'orphan', 'tw', 'mem', 'mem_bytes']),
    ...withPrefix('sockstat_UDP_', ['inuse', 'mem', 'mem_bytes']),
    ...withPrefix('sockstat_', ['UDPLITE_inuse', 'RAW_inuse', 'FRAG_inuse', 'FRAG_memory', 'sockets_used']),
    ...['netstat_Tcp_CurrEstab', 'netstat_Tcp_MaxConn', 'udp_queues:ip="v4",queue="rx"'],
    'udp_queues:ip="v4",queue="tx"',
    ...[
      ...['established', 'fin_wait1', 'fin_wait2', 'listen', 'time_wait', 'close', 'close_wait', 'closing'],
      ...['last_ack', 'syn_sent', 'syn_recv', 'rx_queued_bytes', 'tx_queued_bytes'],
    ].map((state) => `tcp_connection_states:state="${state}"`),
  ],
  Exporter: ['scrape_collector_success', 'textfile_scrape_error'],
};

const RATES: Asked = {
  'CPU, memory, disk': [
    ...['cpu_seconds_total', 'cpu_guest_seconds_total'],
    ...withPrefix(
      'pressure_',
      ['cpu_waiting', 'memory_waiting', 'memory_stalled', 'io_waiting'],
      '_seconds_total',
    ),
    ...withPrefix('pressure_', ['io_stalled', 'irq_stalled'], '_seconds_total'),
  ],
  Paging: withPrefix('vmstat_', [
    'pgpgin',
    'pgpgout',
    'pswpin',
    'pswpout',
    'pgfault',
    'pgmajfault',
    'oom_kill',
  ]),
  'Time synchronisation': withPrefix(
    'timex_pps_',
    ['calibration', 'error', 'stability_exceeded', 'jitter'],
    '_total',
  ),
  Processes: [
    ...['forks_total', 'context_switches_total', 'intr_total', 'interrupts_total'],
    ...withPrefix('schedstat_', ['running_seconds_total', 'waiting_seconds_total', 'timeslices_total']),
  ],
  Systemd: withPrefix('systemd_socket_', ['accepted', 'refused'], '_connections_total'),
  Disks: [
    ...withPrefix(
      'disk_',
      ['reads_completed', 'writes_completed', 'read_bytes', 'written_bytes'],
      `_total:${DISK}`,
    ),
    ...withPrefix('disk_', ['read_time_seconds', 'write_time_seconds', 'io_time_seconds'], '_total'),
    ...withPrefix('disk_', ['io_time_weighted_seconds', 'reads_merged', 'writes_merged'], '_total'),
    ...withPrefix('disk_', ['discards_completed', 'discards_merged', 'discarded_sectors'], '_total'),
    ...withPrefix(
      'disk_',
      ['discard_time_seconds', 'flush_requests', 'flush_requests_time_seconds'],
      '_total',
    ),
  ],
  Network: [
    ...['bytes', 'packets', 'errs', 'drop', 'fifo', 'compressed'].flatMap((what) => [
      `network_receive_${what}_total`,
      `network_transmit_${what}_total`,
    ]),
    ...withPrefix('network_', ['receive_multicast', 'receive_nohandler', 'receive_frame'], '_total'),
    ...withPrefix('network_', ['transmit_colls', 'transmit_carrier'], '_total'),
    ...withPrefix(
      'softnet_',
      ['processed', 'dropped', 'times_squeezed', 'received_rps', 'flow_limit_count'],
      '_total',
    ),
  ],
  Protocols: [
    ...withPrefix('netstat_IpExt_', ['InOctets', 'OutOctets']),
    ...withPrefix('netstat_Tcp_', ['InSegs', 'OutSegs', 'RetransSegs', 'InErrs', 'OutRsts', 'ActiveOpens']),
    ...['netstat_Tcp_PassiveOpens', 'netstat_UdpLite_InErrors'],
    ...withPrefix('netstat_TcpExt_', ['ListenOverflows', 'ListenDrops', 'TCPSynRetrans', 'TCPRcvQDrop']),
    ...withPrefix('netstat_TcpExt_', ['TCPOFOQueue', 'TCPTimeouts']),
    ...withPrefix('netstat_TcpExt_Syncookies', ['Failed', 'Recv', 'Sent']),
    ...withPrefix('netstat_Udp_', ['InDatagrams', 'OutDatagrams', 'InErrors', 'NoPorts', 'RcvbufErrors']),
    ...['netstat_Udp_SndbufErrors', 'netstat_Icmp_InMsgs', 'netstat_Icmp_OutMsgs', 'netstat_Icmp_InErrors'],
  ],
};

const share = (part: string, whole: string): string => `100 * (${part}) / (${whole})`;
const memory = (field: string): string => vector(`node_memory_${field}_bytes`);
const filesystem = (field: string): string => vector(`node_filesystem_${field}_bytes:mountpoint="/"`);
const perOperation = (direction: 'read' | 'write'): string => {
  const operations = rate(`node_disk_${direction}s_completed_total:${DISK}`);
  const seconds = rate(`node_disk_${direction}_time_seconds_total:${DISK}`);
  return `(${operations} > bool 0) * (${seconds} / ${operations})`;
};
const joinedWithChip = (metric: string): string =>
  `${vector(metric)} * on (chip) group_left (chip_name) ${vector('node_hwmon_chip_names')}`;
const busy = (mode: string): string => `sum(${rate(`node_cpu_seconds_total:mode=~"${mode}"`)}) / ${cpus}`;
const cpus = `scalar(count(count by (cpu) (${vector('node_cpu_seconds_total')})))`;

const COMPOSED: readonly Question[] = [
  ...['system', 'user', 'nice', 'iowait', 'irq', 'softirq', 'steal', 'idle', '.*irq', 'nice|steal'].map(
    (mode) => ({
      row: 'CPU, memory, disk',
      expression: busy(mode),
    }),
  ),
  ...[
    `100 * (1 - avg(${rate('node_cpu_seconds_total:mode="idle"')}))`,
    share(vector('node_load1'), cpus),
    `count(count by (cpu) (${vector('node_cpu_seconds_total')}))`,
    `clamp_min(${share(`${memory('MemTotal')} - ${memory('MemAvailable')}`, memory('MemTotal'))}, 0)`,
    `(${memory('SwapTotal')} > bool 0) * ${share(`${memory('SwapTotal')} - ${memory('SwapFree')}`, memory('SwapTotal'))}`,
    share(`${filesystem('size')} - ${filesystem('avail')}`, filesystem('size')),
    `${memory('MemTotal')} - ${memory('MemFree')} - ${memory('Buffers')} - ${memory('Cached')} - ${memory('SReclaimable')}`,
    `${vector('node_time_seconds')} - ${vector('node_boot_time_seconds')}`,
    `sum(${rate('node_cpu_guest_seconds_total')}) / sum(${rate('node_cpu_seconds_total')}) > 0`,
    `(${vector('node_network_speed_bytes')} > bool 0) * (${rate('node_network_receive_bytes_total')} / ${vector('node_network_speed_bytes')})`,
    `(${vector('node_network_speed_bytes')} > bool 0) * (${rate('node_network_transmit_bytes_total')} / ${vector('node_network_speed_bytes')})`,
  ].map((expression) => ({ row: 'CPU, memory, disk', expression })),
  ...[
    share(memory('Inactive'), memory('MemTotal')),
    share(memory('Active'), memory('MemTotal')),
    `(${vector('node_memory_HugePages_Total')} - ${vector('node_memory_HugePages_Free')}) * ${memory('Hugepagesize')}`,
    `${rate('node_vmstat_pgfault')} - ${rate('node_vmstat_pgmajfault')}`,
  ].map((expression) => ({ row: 'Memory', expression })),
  ...[
    'temp_celsius',
    'temp_crit_alarm_celsius',
    'temp_crit_celsius',
    'temp_crit_hyst_celsius',
    'temp_max_celsius',
    'fan_rpm',
    'fan_min_rpm',
  ].map((metric) => ({ row: 'Hardware', expression: joinedWithChip(`node_hwmon_${metric}`) })),
  {
    row: 'Hardware',
    expression: `(${vector('node_cooling_device_max_state')} > bool 0) * ${share(vector('node_cooling_device_cur_state'), vector('node_cooling_device_max_state'))}`,
  },
  {
    row: 'Processes',
    expression: share(
      rate('node_schedstat_waiting_seconds_total'),
      `${rate('node_schedstat_running_seconds_total')} + ${rate('node_schedstat_waiting_seconds_total')}`,
    ),
  },
  { row: 'Disks', expression: perOperation('read') },
  { row: 'Disks', expression: perOperation('write') },
  ...['TCP', 'UDP'].map((protocol) => ({
    row: 'Sockets',
    expression: `(${vector(`node_sockstat_${protocol}_inuse`)} > bool 0) * (${vector(`node_sockstat_${protocol}_mem_bytes`)} / ${vector(`node_sockstat_${protocol}_inuse`)})`,
  })),
  ...[
    vector('node_scrape_collector_duration_seconds'),
    vector('node_exporter_build_info'),
    rate('process_cpu_seconds_total'),
    ...[
      'process_virtual_memory_bytes',
      'process_virtual_memory_max_bytes',
      'process_max_fds',
      'process_open_fds',
    ].map(vector),
  ].map((expression) => ({ row: 'Exporter', expression, ownProcess: true as const })),
];

export const QUESTIONS: readonly Question[] = [...each(CURRENT, vector), ...each(RATES, rate), ...COMPOSED];

/** Begins the rows of questions that are the dashboard's own. */
export const DASHBOARD = '1860: ';

interface Panel {
  readonly title?: string;
  readonly type: string;
  readonly panels?: readonly Panel[];
  readonly targets?: readonly { readonly expr?: string }[];
}

/** The expressions of the dashboard itself. @param json its model, as Grafana exports it */
export function questionsOf(json: string): Question[] {
  const questionsIn = (panels: readonly Panel[], row: string): Question[] => {
    let current = row;
    return panels.flatMap((panel) => {
      if (panel.type === 'row') current = panel.title ?? '';
      return [
        ...(panel.targets ?? []).flatMap(({ expr }) =>
          expr === undefined ? [] : [toQuestion(expr, current)],
        ),
        ...questionsIn(panel.panels ?? [], current),
      ];
    });
  };
  return questionsIn((JSON.parse(json) as { panels: Panel[] }).panels, '');
}

function toQuestion(expr: string, row: string): Question {
  const expression = expr
    .replaceAll(/instance="\$node"\s*,\s*job="\$job"/g, '$target')
    .replaceAll('$__rate_interval', '$range');
  const ownProcess = /\bprocess_|collector_duration/.test(expr);
  return { row: `${DASHBOARD}${row}`, expression, ...(ownProcess ? { ownProcess } : {}) };
}
