import { LabError } from '../errors.ts';
import type { Settings } from '../settings.ts';
import { compose } from './compose.ts';
import { runDocker } from './run-docker.ts';

const PULL_TIMEOUT_MS = 10 * 60_000;

interface PulledImages {
  readonly pulled: readonly string[];
  /** Images that are not here and could not be pulled, with what docker said. */
  readonly failed: readonly { readonly image: string; readonly reason: string }[];
}

/** Images that Compose would pull, not build, and that are not on this machine. */
export async function missingImages(settings: Settings): Promise<string[]> {
  const config = await compose(settings, ['config', '--format', 'json']);
  if (!config.ok)
    throw new LabError('COMPOSE_INVALID', config.stderr.trim(), 'docker compose config shows where');
  const wanted = imagesToPull(config.stdout);
  const present = await Promise.all(
    wanted.map((image) => runDocker(['image', 'inspect', '--format', '{{.Id}}', image])),
  );
  return wanted.filter((_, index) => present[index]?.ok === false);
}

/** @param configJson what `docker compose config --format json` prints */
export function imagesToPull(configJson: string): string[] {
  const { services = {} } = JSON.parse(configJson) as {
    services?: Record<string, { image?: string; build?: unknown }>;
  };
  const images = Object.values(services)
    .filter(({ build }) => build === undefined)
    .flatMap(({ image }) => (image === undefined ? [] : [image]));
  return [...new Set(images)].sort();
}

/** Pulls one after the other and stops at the first that cannot be had: without it the lab is not whole anyway. */
export async function pullImages(
  images: readonly string[],
  onImage: (image: string) => void,
): Promise<PulledImages> {
  const pulled: string[] = [];
  for (const image of images) {
    onImage(image);
    const result = await runDocker(['pull', '--quiet', image], { timeoutMs: PULL_TIMEOUT_MS });
    if (!result.ok) {
      const said = result.stderr.trim().split('\n').at(-1) ?? '';
      const reason = result.timedOut ? `no image after ${PULL_TIMEOUT_MS / 60_000} minutes` : said;
      return { pulled, failed: [{ image, reason }] };
    }
    pulled.push(image);
  }
  return { pulled, failed: [] };
}
