/**
 * `./lab tool node src/generate.ts` writes the file that Grafana reads: task 10.
 *
 * With `--check` at its end it shall write nothing, and fail where the file is not what the code says.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mlMonitoring } from './dashboard.ts';

const { positionals } = parseArgs({ allowPositionals: true, options: { check: { type: 'boolean' } } });
const [folder = 'dashboards'] = positionals;

mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'ml-monitoring.json'), `${JSON.stringify(mlMonitoring(), undefined, 2)}\n`);
