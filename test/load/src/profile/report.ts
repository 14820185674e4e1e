import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError } from '../errors.ts';
import { attribute, type CpuProfile, type SelfTime } from './self-time.ts';

const PACKAGES_SHOWN = 25;
const FUNCTIONS_SHOWN = 40;

/**
 * The attribution of the largest profile in a folder: the main thread's, where workers wrote theirs beside it.
 * @throws BenchError where there is none
 */
export function reportProfile(folder: string): string {
  const [largest] = readdirSync(folder)
    .filter((name) => name.endsWith('.cpuprofile'))
    .map((name) => join(folder, name))
    .sort((a, b) => statSync(b).size - statSync(a).size);
  if (largest === undefined)
    throw new BenchError(`no CPU profile in ${folder}`, 'was ours among the variants?');
  const { activeSeconds, byPackage, byFunction } = attribute(
    JSON.parse(readFileSync(largest, 'utf8')) as CpuProfile,
  );
  return [
    `${largest}: ${activeSeconds.toFixed(1)} s active. Self time by package, and by function:`,
    ...byPackage.slice(0, PACKAGES_SHOWN).map(line),
    '',
    ...byFunction.slice(0, FUNCTIONS_SHOWN).map(line),
  ].join('\n');
}

const line = ({ name, share }: SelfTime): string => `${(share * 100).toFixed(1).padStart(5)} %  ${name}`;
