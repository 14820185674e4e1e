import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { courseState } from '../course/state.ts';
import { REPOSITORY_ROOT, readSettings } from '../settings.ts';
import { composeEnvironment } from './compose.ts';

interface ComposeService {
  readonly image: string;
  readonly restart?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly cap_add?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly user?: string;
  readonly command?: readonly string[];
  readonly privileged?: boolean;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly logging?: { readonly driver: string; readonly options: Readonly<Record<string, string>> };
  readonly deploy?: { readonly resources: { readonly limits: Readonly<Record<string, unknown>> } };
  readonly environment?: Readonly<Record<string, unknown>>;
  readonly networks?: readonly string[];
  readonly network_mode?: string;
  readonly profiles?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
}

interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean } | null>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const compose = parse(readFileSync(join(REPOSITORY_ROOT, 'compose.yaml'), 'utf8'), {
  merge: true,
}) as ComposeFile;
const services = Object.entries(compose.services);
const settings = readSettings({});

/** Every departure from a rule stands here with its reason; one that is no longer needed fails too. */
const EXCEPTIONS: Readonly<
  Record<'noHealthcheck' | 'root' | 'runsOnce' | 'capability' | 'hostNetwork' | 'writable', readonly string[]>
> = {
  // secrets and alertmanager-config end by themselves; the Collector's image holds nothing that could ask.
  noHealthcheck: ['secrets', 'alertmanager-config', 'collector', 'workbench-collector'],
  // secrets gives files to groups; alertmanager-config fills a new volume and the Collector reads Docker's log files,
  // which are both root's.
  root: ['secrets', 'alertmanager-config', 'collector'],
  runsOnce: ['secrets', 'alertmanager-config'],
  // CHOWN, to give files to groups.
  capability: ['secrets'],
  // A learner's configuration names addresses of 127.0.0.1, on both routes (docs/adr/0015).
  hostNetwork: ['workbench-prometheus', 'workbench-alertmanager', 'workbench-collector'],
  // What a learner's Collector keeps between two starts, in the learner's folder.
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as compose.yaml has it
  writable: ['${WORKBENCH_DIR:-./workspace}/state:/workbench/state'],
};

const namesWhere = (holds: (service: ComposeService) => boolean): string[] =>
  services.filter(([, service]) => holds(service)).map(([name]) => name);

describe('compose.yaml - when a container runs', () => {
  test('then its root is read-only, it holds no capability and gains no rights', () => {
    expect(namesWhere(({ read_only }) => read_only !== true)).toEqual([]);
    expect(namesWhere(({ cap_drop }) => cap_drop?.join() !== 'ALL')).toEqual([]);
    expect(namesWhere(({ security_opt = [] }) => !security_opt.includes('no-new-privileges:true'))).toEqual(
      [],
    );
    expect(namesWhere(({ privileged }) => privileged === true)).toEqual([]);
    expect(namesWhere(({ cap_add = [] }) => cap_add.length > 0)).toEqual(EXCEPTIONS.capability);
  });

  test('then its user is a number other than 0, but for the stated exceptions', () => {
    expect(namesWhere(({ user = '' }) => !/^\d+:\d+$/.test(user))).toEqual([]);
    expect(namesWhere(({ user = '' }) => user.startsWith('0:'))).toEqual(EXCEPTIONS.root);
  });

  test('then it cannot take the machine: CPU, memory, processes and logs have limits', () => {
    const limits = (service: ComposeService): string =>
      Object.keys(service.deploy?.resources.limits ?? {})
        .sort()
        .join();
    expect(namesWhere((service) => limits(service) !== 'cpus,memory,pids')).toEqual([]);
    const rotates = ({ logging }: ComposeService): boolean =>
      logging?.driver === 'json-file' &&
      /^\d+m$/.test(logging.options['max-size'] ?? '') &&
      Number(logging.options['max-file']) > 1;
    expect(namesWhere((service) => !rotates(service))).toEqual([]);
  });

  test('then it is asked for its health and comes back after a crash', () => {
    expect(namesWhere(({ healthcheck }) => healthcheck === undefined).sort()).toEqual(
      [...EXCEPTIONS.noHealthcheck].sort(),
    );
    expect(namesWhere(({ restart }) => restart !== 'unless-stopped')).toEqual(EXCEPTIONS.runsOnce);
  });

  test('then the memory that Go may use ends below the limit that kills', () => {
    const withGo = services.filter(([, { environment }]) => environment?.GOMEMLIMIT !== undefined);
    expect(withGo.map(([name]) => name)).toEqual([
      'prometheus',
      'alertmanager',
      'loki',
      'tempo',
      'collector',
      'workbench-prometheus',
      'workbench-alertmanager',
      'workbench-collector',
    ]);
    for (const [name, { environment, deploy }] of withGo)
      expect([name, mebibytes(environment?.GOMEMLIMIT) < mebibytes(deploy?.resources.limits.memory)]).toEqual(
        [name, true],
      );
  });
});

describe('compose.yaml - when something connects', () => {
  test('then every published port is of 127.0.0.1 and named in .env', () => {
    const published = services.flatMap(([, { ports = [] }]) => ports);
    expect(published.length).toBeGreaterThan(0);
    const ports: Readonly<Record<string, number>> = settings.ports;
    for (const port of published) {
      const [, key = '', fallback] = /^127\.0\.0\.1:\$\{(\w+):-(\d+)\}:\d+$/.exec(port) ?? [];
      expect([port, fallback]).toEqual([port, String(ports[key])]);
    }
  });

  test('then only what publishes a port is on a network that leads out', () => {
    const internal = Object.entries(compose.networks).filter(([, network]) => network?.internal === true);
    expect(internal.map(([name]) => name)).toEqual(['services', 'telemetry']);
    const isolated = ({ networks, network_mode }: ComposeService): boolean =>
      network_mode === 'none' ||
      networks?.every((name) => internal.some(([other]) => other === name)) === true;
    expect(namesWhere(({ network_mode }) => network_mode === 'host')).toEqual(EXCEPTIONS.hostNetwork);
    const inNetworks = (service: ComposeService): boolean => service.network_mode !== 'host';
    expect(
      namesWhere((service) => inNetworks(service) && isolated(service) === (service.ports !== undefined)),
    ).toEqual([]);
  });

  test('then the database is reached by services alone, and the exporter by Prometheus alone', () => {
    expect(compose.services.postgres?.networks).toEqual(['services']);
    expect(compose.services.exporter?.networks).toEqual(['telemetry']);
  });
});

describe('compose.yaml - when a learner has engines of their own', () => {
  const workbench = services.filter(([name]) => name.startsWith('workbench-'));

  test('then none starts with the lab, and in the network of the host each keeps to the loopback', () => {
    expect(workbench.map(([name]) => name)).toEqual(EXCEPTIONS.hostNetwork);
    expect(workbench.filter(([, { profiles }]) => profiles?.join() !== 'workbench')).toEqual([]);
    const listening = workbench.flatMap(([, { command = [] }]) =>
      command.filter((part) => part.startsWith('--web.listen-address=')),
    );
    expect(listening).toHaveLength(2);
    const ports: Readonly<Record<string, number>> = settings.ports;
    for (const flag of listening) {
      const [, key = '', fallback] = /=127\.0\.0\.1:\$\{(\w+):-(\d+)\}$/.exec(flag) ?? [];
      expect([flag, fallback]).toEqual([flag, String(ports[key])]);
    }
  });
});

describe('compose.yaml - when something is mounted', () => {
  test('then every volume is named, and everything of the machine is read-only, but for the stated exceptions', () => {
    const mounts = services.flatMap(([, { volumes = [] }]) => volumes);
    const named = new Set<string>();
    const writable: string[] = [];
    for (const mount of mounts) {
      // `${DIR:-/path}` holds a colon of its own.
      const [source = '', , mode] = mount.replace(/\$\{\w+:-([^}]*)\}/, '$1').split(':');
      if (!/^[./]/.test(source)) named.add(source);
      else if (mode !== 'ro') writable.push(mount);
    }
    expect(writable).toEqual(EXCEPTIONS.writable);
    expect([...named].sort()).toEqual(Object.keys(compose.volumes).sort());
  });

  test('then only the container that makes the secrets may write them', () => {
    const writers = namesWhere(({ volumes = [] }) => volumes.includes('secrets:/run/secrets'));
    expect(writers).toEqual(['secrets']);
  });

  test('then no environment holds a password, a token or a salt, only the path of its file', () => {
    const confidential = services.flatMap(([name, { environment = {} }]) =>
      Object.entries(environment)
        .filter(([key]) => /PASSWORD|TOKEN|SALT|SECRET|DATABASE_URL/.test(key))
        .map(([key, value]) => ({ name, key, value })),
    );
    expect(confidential.length).toBeGreaterThan(0);
    const inFiles = confidential.filter(({ value }) => String(value).startsWith('/run/secrets/'));
    expect(inFiles).toEqual(confidential);
  });
});

describe('the site', () => {
  test('when it is told the ports of the lab - then of every one, with the default of .env', () => {
    const told = String(compose.services.site?.environment?.LAB_PORTS).split(',');
    const expected = Object.entries(settings.ports).map(([key, port]) => `${key}=\${${key}:-${port}}`);
    expect([...told].sort()).toEqual([...expected].sort());
  });
});

describe('versions', () => {
  test('when an image is named - then its tag is a version of .env', () => {
    for (const [name, { image }] of services) {
      const [, key = '', fallback] = /:v?\$\{(\w+_VERSION):-(\d+(?:\.\d+)+)\}(?:-[\w-]+)?$/.exec(image) ?? [];
      const known = key === 'SERVICE_VERSION' ? settings.knobs.SERVICE_VERSION : settings.versions[key];
      expect([name, image, fallback]).toEqual([name, image, known]);
    }
  });

  test('when .env names an engine that is also a Go module - then both are the same version', () => {
    const { engines } = JSON.parse(
      readFileSync(join(REPOSITORY_ROOT, 'infra/engines/engines.json'), 'utf8'),
    ) as { engines: readonly { name: string; version: string }[] };
    const pinned = new Map(engines.map(({ name, version }) => [`${name.toUpperCase()}_VERSION`, version]));
    const shared = Object.entries(settings.versions).filter(([key]) => pinned.has(key));
    expect(shared.map(([key]) => key).sort()).toEqual(
      ['COLLECTOR_VERSION', 'PROMETHEUS_VERSION', 'ALERTMANAGER_VERSION', 'LOKI_VERSION'].sort(),
    );
    for (const [key, version] of shared) expect([key, version]).toEqual([key, pinned.get(key)]);
  });

  test('when .env names a version - then something uses it', () => {
    const used = readFileSync(join(REPOSITORY_ROOT, 'compose.yaml'), 'utf8');
    expect(Object.keys(settings.versions).filter((key) => !used.includes(`\${${key}:-`))).toEqual([]);
  });
});

describe('compose.yaml - when the site shows what a learner has done', () => {
  test('then the folder that ./lab names is where it reads, and it cannot write there', () => {
    const { environment, volumes } = compose.services.site ?? {};
    const progressFile = String(environment?.PROGRESS_FILE);
    expect(volumes).toContainEqual(
      expect.stringMatching(new RegExp(`^\\$\\{COURSE_DIR:-[^}]+\\}:${dirname(progressFile)}:ro$`)),
    );
    expect(basename(progressFile)).toBe(basename(courseState(settings).progressFile));
    expect(composeEnvironment(settings).COURSE_DIR).toBe(dirname(courseState(settings).progressFile));
  });
});

const MEBIBYTES = { M: 1, MiB: 1, G: 1024, GiB: 1024 } as const;

/** @param size as Go (`800MiB`) or Compose (`1G`) write it */
function mebibytes(size: unknown): number {
  const [, amount, unit] = /^(\d+)(M|MiB|G|GiB)$/.exec(String(size)) ?? [];
  if (amount === undefined) throw new Error(`${size} is not a size`);
  return Number(amount) * MEBIBYTES[unit as keyof typeof MEBIBYTES];
}
