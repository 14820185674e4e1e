/** The bank and the tools, as tests find them. */
import { globSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Tools } from '../proof/prove.ts';

export const ROOT = fileURLToPath(new URL('../../../../..', import.meta.url));
export const BANK = join(ROOT, 'docs/quizzes');

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'ml-observability-lab/engines');
const newest = (pattern: string): string | undefined => globSync(join(cache, pattern)).sort().at(-1);
const promtool = newest('prometheus-*/promtool');
const amtool = newest('alertmanager-*/amtool');

/** Undefined where they were not built; tests that need them are skipped then. */
export const TOOLS: Tools | undefined =
  promtool === undefined || amtool === undefined ? undefined : { promtool, amtool };
