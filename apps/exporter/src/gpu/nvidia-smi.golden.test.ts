import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { FIXTURES } from '../../test/fixture-host.ts';
import { quietTelemetry } from '../../test/quiet-telemetry.ts';
import { checkFamilies } from '../exposition/check-families.ts';
import { renderText } from '../exposition/text-format.ts';
import { gpuFamilies } from './collect.ts';
import { NvidiaSmi } from './nvidia-smi.ts';
import { parseNvidiaSmi, queryFields } from './nvidia-smi-csv.ts';
import { parseDetails, parseProfiles } from './nvidia-smi-xml.ts';
import type { GpuReading } from './reading.ts';
import { SeededNoise } from './seeded-noise.ts';

const FOLDER = `${FIXTURES}nvidia-smi/`;
const MACHINES = ['a100-mig', 't4', 'h100', 'laptop'] as const;
const FIELDS = queryFields(new Set());
const { telemetry, lines } = quietTelemetry();

const opened: NvidiaSmi[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const source of opened.splice(0)) source.close();
});

function read(machine: string): Promise<readonly GpuReading[]> {
  vi.stubEnv('FAKE_NVIDIA_SMI', machine);
  const source = NvidiaSmi.start({
    command: `${FOLDER}fake-nvidia-smi`,
    intervalMs: 60_000,
    answerLimitMs: 10_000,
    logger: telemetry.logger,
  });
  opened.push(source);
  return source.read();
}

const file = (path: string): string => readFileSync(`${FOLDER}${path}`, 'utf8');

describe('nvidia-smi', () => {
  test.each(MACHINES)('when %s answers - then the exposition is the reviewed one', async (machine) => {
    const families = gpuFamilies(await read(machine), 'nvidia-smi', 'gpu-node-1');
    expect(() => checkFamilies(families)).not.toThrow();
    await expect(renderText(families)).toMatchFileSnapshot(`${FOLDER}${machine}/expected.prom`);
  });

  test('when a GPU is cut into instances - then memory is that of each, and no utilization is invented', async () => {
    const [gpu] = await read('a100-mig');
    expect(gpu?.migInstances).toEqual([
      { id: '1', profile: '3g.20gb', usedMib: 14013, freeMib: 5955, reservedMib: 0 },
      { id: '5', profile: '2g.10gb', usedMib: 5821, freeMib: 4034, reservedMib: 0 },
      { id: '13', profile: '1g.5gb', usedMib: 12, freeMib: 4851, reservedMib: 0 },
    ]);
    expect(gpu?.values).not.toHaveProperty('DCGM_FI_DEV_GPU_UTIL');
  });

  test('when processes have paths and arguments - then only the name of the program is shown', async () => {
    const names = (await read('a100-mig')).flatMap(({ processes = [] }) => processes.map(({ name }) => name));
    expect(names).toEqual(['python3', 'tritonserver']);
  });

  test('when the driver does not tell the memory of a process - then the process is left out', async () => {
    const [, second] = await read('h100');
    expect(second?.processes).toEqual([]);
  });

  test('when the driver is gone but says so with exit code 0 - then the reading fails', async () => {
    await expect(read('driver-error')).rejects.toThrow(/nvidia-smi/);
  });

  test('when only the long form fails - then the short one is shown, and the log says so once', async () => {
    const before = lines.length;
    const [gpu] = await read('no-details');
    expect(gpu?.values).toMatchObject({ DCGM_FI_DEV_FB_USED: 12889 });
    expect(gpu).not.toHaveProperty('processes');
    expect(lines.slice(before).map(({ event_type }) => event_type)).toEqual(['gpu_details_failed']);
  });
});

describe.each(MACHINES)('nvidia-smi - when the answers of %s are cut or overwritten', (machine) => {
  test.each(Array.from({ length: 30 }, (_, seed) => seed))(
    'then there is a reading of sensible numbers, or a failure (seed %i)',
    (seed) => {
      const noise = new SeededNoise(seed);
      const damage = (text: string): string => {
        const at = Math.floor(noise.uniform() * text.length);
        if (seed % 2 === 0) return text.slice(0, at);
        const garbage = String.fromCharCode(...Array.from({ length: 6 }, () => noise.uniform() * 256));
        return text.slice(0, at) + garbage + text.slice(at + garbage.length);
      };
      const csv = damage(file(`${machine}/query.csv`));
      const xml = damage(file(`${machine}/query.xml`));
      const profiles = parseProfiles(damage(file('a100-mig/list.txt')));
      const readings = orFailure(() => parseNvidiaSmi(csv, FIELDS)) ?? [];
      const details = orFailure(() => parseDetails(xml, profiles)) ?? new Map();
      const merged = readings.map((reading) => ({ ...reading, ...details.get(reading.uuid) }));
      for (const { samples } of gpuFamilies(merged, 'nvidia-smi', 'gpu-node-1')) {
        for (const { value } of samples) {
          expect(Number.isFinite(value)).toBe(true);
          expect(value).toBeGreaterThanOrEqual(0);
        }
      }
    },
  );
});

/** Damage may only ever end in the one error that says what could not be read. */
function orFailure<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    expect(error).toMatchObject({ code: 'EXPORTER_PARSE_FAILED' });
    return undefined;
  }
}
