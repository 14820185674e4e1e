/** The bank and the tools, as tests find them. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { engineTools } from '@lab/engine-clients/testing';
import type { Tools } from '../proof/prove.ts';

export const ROOT = fileURLToPath(new URL('../../../../..', import.meta.url));
export const BANK = join(ROOT, 'docs/quizzes');

/** Undefined where they were not built; tests that need them are skipped then. */
export const TOOLS: Tools | undefined = engineTools(['promtool', 'amtool']);
