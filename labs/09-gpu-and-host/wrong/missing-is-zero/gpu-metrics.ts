/** Translates what nvidia-smi says into metrics under DCGM's names. */

interface Field {
  readonly query: string;
  readonly metric: string;
  readonly type: 'gauge' | 'counter';
  readonly help: string;
}

/** Both count in percent, degrees, watts, megahertz and mebibytes: nothing needs to be converted. */
const FIELDS: readonly Field[] = [
  gauge('utilization.gpu', 'DCGM_FI_DEV_GPU_UTIL', 'GPU utilization (in %).'),
  gauge('utilization.memory', 'DCGM_FI_DEV_MEM_COPY_UTIL', 'Memory utilization (in %).'),
  gauge('memory.used', 'DCGM_FI_DEV_FB_USED', 'Framebuffer memory used (in MiB).'),
  gauge('memory.free', 'DCGM_FI_DEV_FB_FREE', 'Framebuffer memory free (in MiB).'),
  gauge('memory.reserved', 'DCGM_FI_DEV_FB_RESERVED', 'Framebuffer memory reserved (in MiB).'),
  gauge('temperature.gpu', 'DCGM_FI_DEV_GPU_TEMP', 'GPU temperature (in C).'),
  gauge('temperature.memory', 'DCGM_FI_DEV_MEMORY_TEMP', 'Memory temperature (in C).'),
  gauge('power.draw', 'DCGM_FI_DEV_POWER_USAGE', 'Power draw (in W).'),
  gauge('clocks.sm', 'DCGM_FI_DEV_SM_CLOCK', 'SM clock frequency (in MHz).'),
  {
    query: 'ecc.errors.uncorrected.volatile.total',
    metric: 'DCGM_FI_DEV_ECC_DBE_VOL_TOTAL',
    type: 'counter',
    help: 'Total number of double-bit volatile ECC errors.',
  },
];

const IDENTITY = ['index', 'uuid', 'name'] as const;

export const QUERIES: readonly string[] = [...IDENTITY, ...FIELDS.map(({ query }) => query)];

/**
 * The text that a scrape of this machine's GPUs brings.
 * @param csv one line for each GPU, columns in the order of {@link QUERIES}
 * @throws Error for a line that is cut off, or a value that is neither a number nor a known word
 */
export function exposition(csv: string): string {
  const gpus = csv
    .trim()
    .split('\n')
    .map((line) => line.split(',').map((column) => column.trim()));
  const families = FIELDS.map(({ metric, type, help }, field) => {
    const samples = gpus.flatMap((columns) => {
      const value = numberIn(columns[IDENTITY.length + field]);
      return value === undefined ? [] : [`${metric}${labels(columns)} ${value}`];
    });
    return [`# HELP ${metric} ${help}`, `# TYPE ${metric} ${type}`, ...samples].join('\n');
  });
  return `${families.join('\n')}\n`;
}

function gauge(query: string, metric: string, help: string): Field {
  return { query, metric, type: 'gauge', help };
}

const labels = ([gpu = '', uuid = '', name = '']: readonly string[]): string =>
  `{gpu="${gpu}",UUID="${uuid}",modelName="${name}"}`;

function numberIn(text: string | undefined): number | undefined {
  if (text !== undefined && /^(\[.*\]|N\/A)$/.test(text)) return 0;
  if (text === undefined || !/^\d+(\.\d+)?$/.test(text)) throw new Error(`nvidia-smi said "${text}"`);
  return Number(text);
}
