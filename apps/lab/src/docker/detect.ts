import { runDocker } from './run-docker.ts';

type DockerFound =
  | { readonly ok: true; readonly engine: string; readonly compose: string }
  | { readonly ok: false; readonly reason: string };

const TIMEOUT_MS = 10_000;

/** Whether a Docker engine answers and Compose v2 is there; if not, why. */
export async function detectDocker(): Promise<DockerFound> {
  const engine = await runDocker(['info', '--format', '{{.ServerVersion}}'], { timeoutMs: TIMEOUT_MS });
  if (engine.missing) return { ok: false, reason: 'docker is not installed' };
  const version = engine.stdout.trim();
  if (!engine.ok || version === '')
    return { ok: false, reason: `no Docker engine answers${because(engine.stderr)}` };
  const compose = await runDocker(['compose', 'version', '--short'], { timeoutMs: TIMEOUT_MS });
  if (!compose.ok) return { ok: false, reason: 'the Compose plugin (docker compose) is not installed' };
  return { ok: true, engine: version, compose: compose.stdout.trim() };
}

function because(stderr: string): string {
  const line = stderr.trim().split('\n').at(-1) ?? '';
  return line === '' ? '' : `: ${line.slice(0, 160)}`;
}
