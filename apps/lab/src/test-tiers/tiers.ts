import { ENGINES_REQUIRED } from '@lab/engine-clients/testing';

/** One part of `./lab test`: a command, and what it proves. */
export interface Tier {
  readonly name: string;
  readonly proves: string;
  readonly command: readonly [string, ...string[]];
  /** Runs only where it is named: it takes longer than everything else together. */
  readonly onRequest?: true;
  /** Not run again where it fails: what it does has attempts of its own. */
  readonly once?: true;
  /** Set for the command, on top of the caller's environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * What fails in seconds is known before the engines are built; they are built before the first test that runs one, or
 * that test would skip itself on every machine that is new.
 */
export const TIERS: readonly Tier[] = [
  { name: 'lint', proves: 'formatting and lint rules', command: ['npm', 'run', '--silent', 'lint:root'] },
  {
    name: 'types',
    proves: 'TypeScript, strict, in every workspace',
    command: ['npx', 'turbo', 'run', 'check-types', '--concurrency=2'],
  },
  {
    name: 'engines',
    proves: 'every engine builds from its pinned module',
    command: ['node', 'apps/lab/src/main.ts', 'engines', '--build'],
  },
  {
    name: 'unit',
    proves: 'units beside their source, services over HTTP, generated files current, rules in their engines',
    // Two workspaces at a time: each runs one file after the other, and most of that is waiting for processes.
    command: [
      'npx',
      'turbo',
      'run',
      'test',
      '--concurrency=2',
      '--continue',
      '--filter=!@lab/test-telemetry',
      '--filter=!@lab/test-faults',
      '--filter=!@lab/test-labs',
    ],
    env: { [ENGINES_REQUIRED]: '1' },
  },
  {
    name: 'parity',
    proves:
      'the host exporter beside node_exporter: every family, series, value and question of dashboard 1860',
    command: ['npm', 'run', '--silent', 'parity', '--workspace', '@lab/exporter'],
  },
  {
    name: 'site',
    proves: 'the documentation site: every link and anchor, and its pages in a browser',
    command: ['npm', 'run', '--silent', 'test:site', '--workspace', '@lab/docs'],
  },
  {
    name: 'telemetry',
    proves: 'a lab of real engines: every signal, link, rule, panel and outside client',
    command: ['npm', 'test', '--silent', '--workspace', '@lab/test-telemetry'],
  },
  {
    name: 'drills',
    proves: 'every alert: its fault sets it off in time, and nothing fires without one (half an hour)',
    command: ['npm', 'test', '--silent', '--workspace', '@lab/test-faults'],
    once: true,
  },
  {
    name: 'loop',
    proves:
      'the autopilot: what is left to it is mended, and what it may not do is not done (twenty minutes)',
    command: ['npm', 'run', '--silent', 'test:loop', '--workspace', '@lab/test-faults'],
    onRequest: true,
  },
  {
    name: 'labs',
    proves:
      'every lab of the course: the untouched start fails each task, the solution passes it, twice (hours)',
    command: ['npm', 'test', '--silent', '--workspace', '@lab/test-labs'],
    onRequest: true,
  },
];
