import { ParseError } from '../errors.ts';
import { linesOf } from '../host/parse.ts';
import { DCGM_FIELD_NAMES, type DcgmField, type GpuReading } from './reading.ts';

const IDENTITY = ['index', 'uuid', 'pci.bus_id', 'name', 'driver_version'] as const;

/** What nvidia-smi calls DCGM's fields, in the same units. The fields that are missing here only DCGM can read. */
const QUERY_OF: Readonly<Partial<Record<DcgmField, string>>> = {
  DCGM_FI_DEV_SM_CLOCK: 'clocks.sm',
  DCGM_FI_DEV_MEM_CLOCK: 'clocks.mem',
  DCGM_FI_DEV_MEMORY_TEMP: 'temperature.memory',
  DCGM_FI_DEV_GPU_TEMP: 'temperature.gpu',
  DCGM_FI_DEV_POWER_USAGE: 'power.draw',
  DCGM_FI_DEV_GPU_UTIL: 'utilization.gpu',
  DCGM_FI_DEV_MEM_COPY_UTIL: 'utilization.memory',
  DCGM_FI_DEV_ENC_UTIL: 'utilization.encoder',
  DCGM_FI_DEV_DEC_UTIL: 'utilization.decoder',
  DCGM_FI_DEV_FB_FREE: 'memory.free',
  DCGM_FI_DEV_FB_USED: 'memory.used',
  DCGM_FI_DEV_FB_RESERVED: 'memory.reserved',
  DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS: 'remapped_rows.uncorrectable',
  DCGM_FI_DEV_CORRECTABLE_REMAPPED_ROWS: 'remapped_rows.correctable',
  DCGM_FI_DEV_ROW_REMAP_FAILURE: 'remapped_rows.failure',
};

/** Every field that is asked for, those that the driver has refused left out. */
export function queryFields(refused: ReadonlySet<string>): string[] {
  return [...IDENTITY, ...Object.values(QUERY_OF)].filter((field) => !refused.has(field));
}

/** The one field that an older driver does not know; it then answers nothing else. */
export const refusedField = (output: string): string | undefined =>
  /Field "([\w.]+)" is not a valid field to query/.exec(output)?.[1];

/**
 * `--format=csv,noheader,nounits`: one line per GPU, columns in the order of `fields`.
 *
 * @throws ParseError for a line that is cut off, or a value that is neither a number nor a known word
 */
export function parseNvidiaSmi(output: string, fields: readonly string[]): GpuReading[] {
  return linesOf(output).map((line) => {
    const columns = line.split(',').map((column) => column.trim());
    if (columns.length !== fields.length) throw new ParseError('nvidia-smi', line);
    const answer = new Map(fields.map((field, index) => [field, columns[index] ?? '']));
    const identity = (field: (typeof IDENTITY)[number]): string => {
      const text = answer.get(field);
      if (text === undefined || text === '' || text.startsWith('['))
        throw new ParseError(`nvidia-smi ${field}`, text);
      return text;
    };
    return {
      gpu: identity('index'),
      uuid: identity('uuid'),
      pciBusId: identity('pci.bus_id'),
      modelName: identity('name'),
      driverVersion: identity('driver_version'),
      values: valuesOf(answer),
    };
  });
}

function valuesOf(answer: ReadonlyMap<string, string>): GpuReading['values'] {
  const values: Partial<Record<DcgmField, number>> = {};
  for (const name of DCGM_FIELD_NAMES) {
    const query = QUERY_OF[name];
    const text = query === undefined ? undefined : answer.get(query);
    const value = text === undefined ? undefined : readValue(text, query ?? name);
    if (value !== undefined) values[name] = value;
  }
  return values;
}

/** `[N/A]`, `[Not Supported]`, `[Unknown Error]`, `N/A`: the GPU has no such sensor, or did not answer for it. */
function readValue(text: string, field: string): number | undefined {
  if (/^(\[.*\]|N\/A)$/.test(text)) return undefined;
  if (text === 'Yes') return 1;
  if (text === 'No') return 0;
  if (!/^\d+(\.\d+)?$/.test(text)) throw new ParseError(`nvidia-smi ${field}`, text);
  return Number(text);
}
