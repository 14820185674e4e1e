/** `npm run false-alarms`: prints docs/reference/drift-false-alarms.md. Takes minutes. */
import * as measured from './measure.ts';
import { report } from './report.ts';

process.stdout.write(report(measured, { falseAlarms: 500, power: 100, rare: 1500 }));
