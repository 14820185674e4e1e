/**
 * `node src/generate.ts [folder]` writes the file that Grafana reads. With `--check` it writes nothing, and fails where the
 * file is not what the code says.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mlMonitoring } from './dashboard.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { check: { type: 'boolean', default: false } },
});
const [folder = 'dashboards'] = positionals;
const file = join(folder, 'ml-monitoring.json');
const text = `${JSON.stringify(mlMonitoring(), undefined, 2)}\n`;

if (!values.check) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, text);
} else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
  process.stderr.write(`${file} is not what the code says: node src/generate.ts\n`);
  process.exitCode = 1;
}
