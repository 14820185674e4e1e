import { readFileSync } from 'node:fs';
import type { FilesystemSize, Host } from '../src/host/host.ts';
import type { Answers, Library, Question } from '../src/portable/library.ts';
import type { Machine, NodeOs } from '../src/portable/machine.ts';
import { FIXTURES, fixtureHost } from './fixture-host.ts';

export const PORTABLE_MACHINES = ['macos', 'windows'] as const;
type PortableMachine = (typeof PORTABLE_MACHINES)[number];

interface FixtureMachine {
  readonly machine: Machine;
  readonly host: Host;
}

type CpuTimes = ReturnType<NodeOs['cpus']>[number]['times'];
type Facts = { readonly [Name in Exclude<keyof NodeOs, 'cpus'>]: ReturnType<NodeOs[Name]> } & {
  readonly cpus: readonly CpuTimes[];
};

/**
 * A machine of another system: `os.json` is what Node tells there, `library.json` what systeminformation answers, and
 * `statfs.json` the size per path, or an error code.
 */
export function portableMachine(name: PortableMachine, changed: Partial<Answers> = {}): FixtureMachine {
  const read = (file: string): unknown => JSON.parse(readFileSync(`${FIXTURES}${name}/${file}.json`, 'utf8'));
  const answers = { ...(read('library') as Answers), ...changed };
  const sizes = read('statfs') as Record<string, FilesystemSize | string>;
  const statfs = async (path: string): Promise<FilesystemSize> => {
    const size = sizes[path] ?? 'ENOENT';
    if (typeof size === 'string') throw Object.assign(new Error(size), { code: size });
    return size;
  };
  return {
    machine: { os: fixtureOs(read('os') as Facts), library: { ask: async (question) => answers[question] } },
    host: { ...fixtureHost('container'), statfs, zone: () => ({ name: 'CEST', offsetSeconds: 7200 }) },
  };
}

function fixtureOs({ cpus, ...facts }: Facts): NodeOs {
  return {
    cpus: () => cpus.map((times) => ({ model: 'a CPU of the fixture', speed: 2400, times })),
    freemem: () => facts.freemem,
    hostname: () => facts.hostname,
    loadavg: () => facts.loadavg,
    machine: () => facts.machine,
    platform: () => facts.platform,
    release: () => facts.release,
    totalmem: () => facts.totalmem,
    type: () => facts.type,
    uptime: () => facts.uptime,
    version: () => facts.version,
  };
}

/** A library of which every question ends in the same way. */
export const libraryThat = (answers: (question: Question) => Promise<never>): Library => ({ ask: answers });
