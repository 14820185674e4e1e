/**
 * Builds the dashboard of the learner in whose folder it is run: as it is, and as it would be with objectives whose limits
 * have been moved. Prints both as one line of JSON.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SLOS } from '@lab/catalogue/slos';
import type { SloSpec } from '@lab/slo';
import { moved } from '../checks/moved-objectives.ts';

interface Module {
  readonly mlMonitoring: (slos?: readonly SloSpec[]) => unknown;
}

const { mlMonitoring } = (await import(
  pathToFileURL(join(process.cwd(), 'src/dashboard.ts')).href
)) as Module;
const built = { board: mlMonitoring(), withMovedLimits: mlMonitoring(SLOS.map(moved)) };
process.stdout.write(`\n${JSON.stringify(built)}\n`);
