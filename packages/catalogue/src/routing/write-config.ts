/**
 * Writes the Alertmanager's configuration for this environment, as a container of compose.yaml does before the
 * Alertmanager starts. Needs nothing but Node.
 *
 *   node write-config.ts <folder to fill> <folder of the templates, as the Alertmanager sees it>
 */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationFile, linksFile } from './alertmanager-files.ts';
import { readRoutingEnvironment } from './environment.ts';

const [folder, templates] = process.argv.slice(2);
if (folder === undefined || templates === undefined) {
  process.stderr.write('usage: write-config.ts <folder> <templates>\n');
  process.exit(2);
}

try {
  const environment = readRoutingEnvironment(process.env);
  mkdirSync(folder, { recursive: true });
  write('links.tmpl', linksFile(environment));
  write('alertmanager.yml', configurationFile(environment, { folder: templates, links: 'links.tmpl' }));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}

/** Written beside its place and moved there: the Alertmanager sees the whole file or none. */
function write(name: string, text: string): void {
  const unfinished = join(folder as string, `${name}.new`);
  writeFileSync(unfinished, text, { mode: 0o644 });
  renameSync(unfinished, join(folder as string, name));
}
