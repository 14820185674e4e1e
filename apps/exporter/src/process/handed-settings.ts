import { readFileSync } from 'node:fs';
import type { ExporterConfig } from '../settings.ts';

const HANDED_SETTINGS = 'EXPORTER_CHECKED_SETTINGS';
const SECRETS = ['USER_ID_SALT', 'ADMIN_TOKEN'] as const;

/**
 * The environment of the process that this one turns into, which is spared the validator.
 *
 * A secret that came from a file is left out: an environment can be read by more people than that file.
 */
export function withSettings(config: ExporterConfig, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const fromFile = SECRETS.filter((key) => env[`${key}_FILE`]);
  const handed = { ...config, ...Object.fromEntries(fromFile.map((key) => [key, undefined])) };
  return { ...env, [HANDED_SETTINGS]: JSON.stringify(handed) };
}

/** @throws SyntaxError where nothing was handed over: the process was not started by server.ts */
export function handedSettings(env: NodeJS.ProcessEnv): ExporterConfig {
  const config = JSON.parse(env[HANDED_SETTINGS] ?? '') as Record<string, unknown>;
  for (const key of SECRETS) {
    const path = env[`${key}_FILE`];
    if (path) config[key] = readFileSync(path, 'utf8').trim();
  }
  return config as ExporterConfig;
}
