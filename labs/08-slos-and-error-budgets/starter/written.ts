/** What you have written: the texts of the files in `objectives/`, as they are now. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const OBJECTIVES = 'objectives';

export const written = (): string[] =>
  readdirSync(OBJECTIVES)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => readFileSync(join(OBJECTIVES, name), 'utf8'));
