import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { LaunchOptions } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** The machine's own, or undefined: CHROMIUM_PATH, or one on PATH. */
const installed = [
  process.env.CHROMIUM_PATH ?? '',
  ...(process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name))),
].find((path) => path !== '' && existsSync(path));

/** The npm package holds a Chromium for this kind of machine alone. */
const isPackaged = process.platform === 'linux' && process.arch === 'x64';

export const hasChromium = installed !== undefined || isPackaged;

/**
 * How to launch a Chromium: the machine's own, or the one of the npm package, with the libraries and the font that a bare
 * machine lacks.
 * @param folder takes the unpacked package, 250 MB; removing it is the caller's
 */
export function chromiumIn(folder: string): LaunchOptions {
  // In a container /dev/shm is often too small for it.
  const args = ['--no-sandbox', '--disable-dev-shm-usage'];
  if (installed !== undefined) return { executablePath: installed, args };
  return { executablePath: unpacked(folder), args, env: { ...process.env, ...surroundings(folder) } };
}

/** In a process of its own: the package unpacks to TMPDIR, and its libraries only where it takes the machine for AWS Lambda. */
function unpacked(folder: string): string {
  const script =
    "import chromium from '@sparticuz/chromium'; process.stdout.write(await chromium.executablePath());";
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
    env: { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
  });
  if (status !== 0) throw new Error(`Chromium was not unpacked: ${stderr}`);
  return stdout;
}

/** What a bare machine lacks. The package's own list of fonts knows nothing of our folder, and text without a font has no height. */
function surroundings(folder: string): Record<string, string> {
  const list = join(folder, 'fonts', 'fonts.conf');
  writeFileSync(
    list,
    `<fontconfig><dir>${join(folder, 'fonts')}</dir><cachedir>${join(folder, 'fonts-cache')}</cachedir></fontconfig>`,
  );
  return { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_FILE: list };
}
