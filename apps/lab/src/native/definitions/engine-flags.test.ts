/** infra/README.md says how each engine is started; both ways to run have a list of flags of their own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { REPOSITORY_ROOT, readSettings } from '../../settings.ts';
import { readEngineManifest } from '../engines/manifest.ts';
import { engineDefinition } from './engines.ts';

const read = (path: string): string => readFileSync(join(REPOSITORY_ROOT, path), 'utf8');

type Flags = Readonly<Record<string, readonly string[]>>;

/** Values are paths and ports, in which the two ways differ. */
const namesOf = (flags: readonly string[]): readonly string[] =>
  flags.map((flag) => flag.split('=')[0] ?? '').sort();

/** The second cell of the table's rows. */
const documented: Flags = Object.fromEntries(
  [...read('infra/README.md').matchAll(/^\| ([A-Z][a-z]+) +\| `(-[^`]+)`/gm)].map(
    ([, engine = '', commandLine = '']) => [engine.toLowerCase(), namesOf(commandLine.split(' '))],
  ),
);

const settings = readSettings({ LAB_TIMING: 'production' });
const native: Flags = Object.fromEntries(
  readEngineManifest(settings).map((spec) => {
    const engine = {
      spec,
      path: spec.binary,
      version: spec.version,
      from: 'cache',
      traceStore: 'jaeger',
    } as const;
    return [spec.name, namesOf(engineDefinition(engine, settings).args)];
  }),
);

const { services } = parse(read('compose.yaml'), { merge: true }) as {
  readonly services: Readonly<Record<string, { readonly command?: readonly string[] }>>;
};

describe('the flags of an engine', () => {
  test('when it runs without Docker - then infra/README.md lists each, and no other', () => {
    expect(documented).toEqual(native);
  });

  test('when it runs in Compose - then they are the same', () => {
    // Compose has Tempo in any case.
    const { jaeger: _withoutDocker, ...engines } = documented;
    const inCompose = Object.keys(engines).map((name) => [name, namesOf(services[name]?.command ?? [])]);
    expect(Object.fromEntries(inCompose)).toEqual(engines);
  });

  test('when infra/prometheus/README.md lists those of Prometheus - then as Compose has them, word for word', () => {
    const [, listed] =
      /```text\n(--config\.file=[\s\S]*?)\n```/.exec(read('infra/prometheus/README.md')) ?? [];
    const command = services.prometheus?.command ?? [];
    expect(listed?.split('\n')).toEqual(command.map((flag) => flag.replace(/\$\{\w+:-([^}]*)\}/, '$1')));
  });
});
