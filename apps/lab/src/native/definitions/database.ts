import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LabError } from '../../errors.ts';
import type { Settings } from '../../settings.ts';
import { statePaths } from '../../state-dir.ts';
import { findOnPath } from '../find-on-path.ts';
import type { InstanceOptions } from '../pglite/instance.ts';
import type { ProcessDefinition } from '../process-definition.ts';
import { baseEnvironment } from './environment.ts';
import { STOP_STAGE } from './stop-stages.ts';

export interface Database {
  readonly definition: ProcessDefinition;
  /** Where each service that stores finds its schema: one PostgreSQL, or a PGlite for what a prediction waits for. */
  readonly urls: { readonly features: string; readonly monitor: string; readonly autopilot: string };
}

const PGLITE_SERVER = fileURLToPath(new URL('../pglite/server.ts', import.meta.url));
const PGLITE_VERSION = '0.5.14';

/** PGlite unless LAB_DATABASE=postgres asks for the PostgreSQL on PATH. */
export function databaseDefinition(settings: Settings, passwordFile: string): Database {
  return settings.database === 'postgres' ? postgres(settings, passwordFile) : pglite(settings);
}

function common(
  settings: Settings,
): Omit<ProcessDefinition, 'version' | 'command' | 'args' | 'env' | 'ports'> {
  const { logs } = statePaths(settings);
  const log = join(logs, 'postgres.log');
  return {
    name: 'postgres',
    kind: 'database',
    cwd: settings.root,
    readiness: { kind: 'tcp', port: settings.ports.POSTGRES_PORT },
    stdout: log,
    stderr: log,
    stopStage: STOP_STAGE.stores,
    stopGraceMs: 10_000,
  };
}

function pglite(settings: Settings): Database {
  const { POSTGRES_PORT, POSTGRES_ANALYSIS_PORT } = settings.ports;
  const { data } = statePaths(settings);
  const templateDir = join(settings.cacheDir, `pglite-${PGLITE_VERSION}-template`);
  // PGlite takes any name; those of compose.yaml make the spans of both routes alike.
  const url = (port: number): string => `postgres://lab@127.0.0.1:${port}/lab`;
  const analysis = url(POSTGRES_ANALYSIS_PORT);
  return {
    urls: { features: url(POSTGRES_PORT), monitor: analysis, autopilot: analysis },
    definition: {
      ...common(settings),
      ports: [POSTGRES_PORT, POSTGRES_ANALYSIS_PORT],
      version: `pglite ${PGLITE_VERSION}`,
      command: process.execPath,
      args: [PGLITE_SERVER],
      env: {
        ...baseEnvironment(),
        DATABASES: JSON.stringify({
          serving: { port: POSTGRES_PORT, dataDir: join(data, 'pglite'), templateDir },
          analysis: { port: POSTGRES_ANALYSIS_PORT, dataDir: join(data, 'pglite-analysis'), templateDir },
        } satisfies Record<string, InstanceOptions>),
      },
    },
  };
}

function postgres(settings: Settings, passwordFile: string): Database {
  const [server, initdb] = [findOnPath('postgres'), findOnPath('initdb')];
  if (server === undefined || initdb === undefined)
    throw new LabError(
      'POSTGRES_NOT_FOUND',
      `LAB_DATABASE=postgres: ${server === undefined ? 'postgres' : 'initdb'} is not on PATH`,
      'install PostgreSQL, or leave LAB_DATABASE unset to use PGlite',
    );
  if (process.getuid?.() === 0)
    throw new LabError(
      'POSTGRES_AS_ROOT',
      'LAB_DATABASE=postgres: PostgreSQL refuses to run as root',
      'run ./lab as another user, or leave LAB_DATABASE unset to use PGlite',
    );
  const port = settings.ports.POSTGRES_PORT;
  const data = join(statePaths(settings).data, 'postgres');
  const password = readFileSync(passwordFile, 'utf8').trim();
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  return {
    urls: { features: url, monitor: url, autopilot: url },
    definition: {
      ...common(settings),
      ports: [port],
      version: /[\d.]+/.exec(execFileSync(server, ['--version'], { encoding: 'utf8' }))?.[0] ?? '',
      command: server,
      // No Unix socket: its path under a deep state folder would be longer than the system allows.
      args: [
        '-D',
        data,
        '-p',
        String(port),
        '-c',
        'listen_addresses=127.0.0.1',
        '-c',
        'unix_socket_directories=',
      ],
      env: baseEnvironment(),
      prepare() {
        if (existsSync(join(data, 'PG_VERSION'))) return;
        mkdirSync(data, { recursive: true, mode: 0o700 });
        execFileSync(
          initdb,
          ['-D', data, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--no-sync'],
          { stdio: 'pipe' },
        );
      },
    },
  };
}
