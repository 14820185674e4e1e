/**
 * Makes rules of your objectives each time you save one. There is nothing for you to write here; reading it is worth it.
 * GET / answers what is wrong with them.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { SloError, type SloRuleGroup, type SloSpec, sloId, sloRuleGroups } from '@lab/slo';
import { loadSlos } from '@lab/slo/documents';
import { DRILL, PRODUCTION, type Timing } from '@lab/slo/timing';
import { stringify } from 'yaml';
import { written } from './written.ts';

const LOOK_EVERY_MS = 500;
/** How long the Prometheus keeps samples that these rules would run on. */
const RETENTION = '35d';
const TARGETS: readonly [folder: string, timing: Timing][] = [
  ['prometheus/rules', DRILL],
  ['production', PRODUCTION],
];

let seen = '';
let problems: readonly string[] = [];

function look(): void {
  const texts = written();
  if (texts.join('\n') === seen) return;
  seen = texts.join('\n');
  try {
    const specs = texts.flatMap((text) => loadSlos(text, { retention: RETENTION }));
    for (const [folder, timing] of TARGETS) write(folder, specs, timing);
    problems = [];
    process.stdout.write(`rules of ${specs.map(sloId).join(', ')}\n`);
  } catch (error) {
    // Rules of the last good objectives stay in force.
    problems = error instanceof SloError ? error.problems : [String(error)];
    process.stderr.write(`${problems.join('\n')}\n`);
  }
}

function write(folder: string, specs: readonly SloSpec[], timing: Timing): void {
  mkdirSync(folder, { recursive: true });
  const files = new Map(specs.map((spec) => [`${sloId(spec)}.yml`, sloRuleGroups(spec, timing)]));
  for (const old of readdirSync(folder)) if (!files.has(old)) rmSync(join(folder, old));
  for (const [name, groups] of files) writeFileSync(join(folder, name), text(groups));
}

const text = (groups: readonly SloRuleGroup[]): string => stringify({ groups }, { lineWidth: 0 });

look();
setInterval(look, LOOK_EVERY_MS);
createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ problems }));
}).listen(Number(process.env.PORT), process.env.HOST);
