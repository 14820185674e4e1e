import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const SITE = resolve(import.meta.dirname, '..');
export const DIST = join(SITE, 'dist');

/** Builds the site where its sources have changed. */
export function bringSiteUpToDate(): void {
  execFileSync(process.execPath, [join(SITE, 'build/build.ts')], { stdio: 'pipe' });
}

export interface BuiltPage {
  /** Address on the site, without an ending. */
  readonly address: string;
  readonly html: string;
}

export const builtPages = (): readonly BuiltPage[] =>
  globSync('**/*.html', { cwd: DIST }).map((file) => ({
    address: `/${file.replace(/\.html$/, '').replace(/(^|\/)index$/, '$1')}`,
    html: readFileSync(join(DIST, file), 'utf8'),
  }));
