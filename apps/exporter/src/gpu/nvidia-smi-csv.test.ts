import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FIXTURES } from '../../test/fixture-host.ts';
import { renderText } from '../exposition/text-format.ts';
import { gpuFamilies } from './collect.ts';
import { parseNvidiaSmi, queryFields, refusedField } from './nvidia-smi-csv.ts';

const FIELDS = queryFields(new Set());
const TWO_GPUS = readFileSync(`${FIXTURES}nvidia-smi/two-gpus.csv`, 'utf8');

describe('parseNvidiaSmi', () => {
  test('when a GPU lacks sensors - then their values are absent and not 0', () => {
    const [, second] = parseNvidiaSmi(TWO_GPUS, FIELDS);
    expect(second?.values).toEqual({
      DCGM_FI_DEV_SM_CLOCK: 300,
      DCGM_FI_DEV_MEM_CLOCK: 405,
      DCGM_FI_DEV_GPU_TEMP: 31,
      DCGM_FI_DEV_GPU_UTIL: 0,
      DCGM_FI_DEV_MEM_COPY_UTIL: 0,
      DCGM_FI_DEV_FB_FREE: 14910,
      DCGM_FI_DEV_FB_USED: 0,
    });
  });

  test('when two GPUs are shown - then names, labels and order are those of dcgm-exporter', async () => {
    const text = renderText(gpuFamilies(parseNvidiaSmi(TWO_GPUS, FIELDS), 'nvidia-smi', 'gpu-node-1'));
    await expect(text).toMatchFileSnapshot(`${FIXTURES}nvidia-smi/two-gpus.prom`);
  });

  test.each([
    ['a line is cut off', TWO_GPUS.slice(0, 150)],
    ['a value is neither number nor word', TWO_GPUS.replace('412.37', 'lots')],
    ['a GPU does not say who it is', TWO_GPUS.replace('GPU-5c2f4b1e-0000-4000-8000-000000000001', '[N/A]')],
    ['the driver is gone', 'Unable to determine the device handle for GPU0: 0000:17:00.0: Unknown Error\n'],
  ])('when %s - then the reading fails', (_case, output) => {
    expect(() => parseNvidiaSmi(output, FIELDS)).toThrow(/nvidia-smi/);
  });
});

describe('refusedField', () => {
  test('when an old driver does not know a field - then it is named and no longer asked for', () => {
    const field = refusedField('Field "memory.reserved" is not a valid field to query.\n');
    expect(field).toBe('memory.reserved');
    expect(queryFields(new Set([field ?? '']))).toEqual(FIELDS.filter((name) => name !== 'memory.reserved'));
  });
});
