import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { Problem } from '../problem.ts';
import { ROOT } from '../read/corpus.ts';
import type { Document } from '../read/document.ts';

/** Every port of the lab before it is moved, by its name in `.env`. */
export const ports = (): ReadonlyMap<number, string> =>
  new Map(
    Object.entries(parseEnv(readFileSync(join(ROOT, '.env'), 'utf8'))).flatMap(
      ([name, value]): [number, string][] => (name.endsWith('_PORT') ? [[Number(value), name]] : []),
    ),
  );

/** Addresses of this machine are of the lab's ports. */
export function portsAreOfTheLab({ path, addresses }: Document): readonly Problem[] {
  const known = ports();
  return addresses.flatMap(({ line, url }): Problem[] =>
    known.has(Number(new URL(url).port)) ? [] : [{ path, line, expected: 'a port of .env', seen: url }],
  );
}
