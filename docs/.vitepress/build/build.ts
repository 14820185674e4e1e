/**
 * Builds the site where its sources have changed, and prints last what it did: `unchanged` or `built`. Used by the site
 * service and by `npm run site -w @lab/docs`; `--strict` fails on dead links, which are otherwise told and shown as text.
 *
 * The new site takes the place of the old one only when it is whole, so whoever serves the folder never serves half of one.
 */
import { existsSync, globSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vitepress';
import { takeBuildLock } from './build-lock.ts';
import { sourcesDigest } from './sources.ts';

const site = resolve(import.meta.dirname, '..');
const docs = resolve(site, '..');
const root = resolve(docs, '..');
const dist = join(site, 'dist');
const digestFile = join(dist, 'sources.sha256');

const strict = process.argv.includes('--strict');
const force = strict || process.argv.includes('--force');

const isCurrent = (digest: string): boolean =>
  existsSync(digestFile) && readFileSync(digestFile, 'utf8') === digest;

async function buildSite(digest: string): Promise<void> {
  for (const left of globSync('dist.*', { cwd: site }))
    rmSync(join(site, left), { recursive: true, force: true });
  const fresh = join(site, `dist.${process.pid}`);
  process.env.SITE_OUT_DIR = fresh;
  if (!strict) process.env.SITE_DEAD_LINKS = 'tell';
  await build(docs);
  writeFileSync(join(fresh, 'sources.sha256'), digest);
  const old = `${fresh}.old`;
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(fresh, dist);
  rmSync(old, { recursive: true, force: true });
}

const release = await takeBuildLock(join(site, 'building'));
try {
  const digest = sourcesDigest(root);
  const current = !force && isCurrent(digest);
  if (!current) await buildSite(digest);
  process.stdout.write(current ? 'unchanged\n' : 'built\n');
} finally {
  release();
}
