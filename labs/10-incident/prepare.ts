import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import type { LabContext } from '@lab/course/lab';
import { AutopilotApi, fetchText, HttpError, ModelRouteApi } from '@lab/engine-clients';
import SHIPPED from '../../models/routes.json' with { type: 'json' };
import { causesFor, incidentOf } from './incidents.ts';
import { hasRecord, type IncidentRecord, readRecord, updateRecord, writeRecord } from './record.ts';

export const MODEL = 'fraud-detection';
/** As `curl --header @admin.header` reads it. */
const TOKEN_FILE = 'admin.header';
/** Long enough to see what normal looks like, and for the one-minute windows of an incident before to run out. */
const SHORTEST_WAIT_SECONDS = 110;
const LONGEST_WAIT_SECONDS = 200;
/** Should nobody find it, it ends by itself. */
const LASTS_SECONDS = 7200;

/** Lets an incident begin in some minutes, and keeps the autopilot from solving it. */
export async function prepare(lab: LabContext): Promise<void> {
  const { draws, endpoints, files } = lab;
  const { switch: fault } = incidentOf(draws);
  await files.write('causes.md', causesPage(causesFor(draws)));
  // What the lab writes can be read by everybody; the token of the administration is the learner's alone.
  await files.write(TOKEN_FILE, '');
  await chmod(join(files.folder, TOKEN_FILE), 0o600);
  await files.write(TOKEN_FILE, `authorization: ${lab.adminAuthorization}\n`);
  const afterSeconds = draws.integer('wait', SHORTEST_WAIT_SECONDS, LONGEST_WAIT_SECONDS);
  await turnKillSwitch(lab, {
    on: true,
    reason: 'people practise an incident',
    seconds: afterSeconds + LASTS_SECONDS,
  });
  const route = await routeOf(lab).current();
  await fetchText(`${endpoints[fault.service]}/admin/faults/${fault.name}`, {
    ...asAdmin(lab),
    method: 'PUT',
    body: { ...fault.settings, seconds: LASTS_SECONDS, after_seconds: afterSeconds, announced: false },
  });
  const beganAt = Date.now() + afterSeconds * 1000;
  await writeRecord(lab, { ...keptOf(await lastRecord(lab), beganAt), beganAt, route, points: {} });
  // The autopilot may long have promoted another version, and the text and one of the incidents speak of these.
  await routeOf(lab).set(SHIPPED[MODEL]);
}

/** Ends the incident, puts back the route and the hands of the autopilot, and takes the token away again. */
export async function cleanUp(lab: LabContext): Promise<void> {
  for (const service of ['inference', 'features', 'traffic'] as const)
    await fetchText(`${lab.endpoints[service]}/admin/faults`, { ...asAdmin(lab), method: 'DELETE' });
  if (!(await hasRecord(lab)) && !(await lab.files.exists(TOKEN_FILE))) return;
  const record = await lastRecord(lab);
  if (record?.route !== undefined) {
    await routeOf(lab).set(record.route);
    // The record outlives the lab, and the autopilot goes on with its route.
    await updateRecord(lab, () => ({ route: undefined }));
  }
  await turnKillSwitch(lab, { on: false, reason: 'the incident is over' });
  await lab.files.write(TOKEN_FILE, '');
}

/** It is the same incident that begins anew, whose answers are known: what was wrong stays, and how long it took. */
function keptOf(
  last: IncidentRecord | undefined,
  beganAt: number,
): Pick<IncidentRecord, 'wrongCauses' | 'wrongWords' | 'detectedAt' | 'namedAt'> {
  if (last === undefined) return { wrongCauses: [] };
  const { wrongCauses, wrongWords, detectedAt, namedAt } = last;
  const later = beganAt - last.beganAt;
  return {
    wrongCauses,
    ...(wrongWords && { wrongWords }),
    ...(detectedAt && { detectedAt: detectedAt + later }),
    ...(namedAt && { namedAt: namedAt + later }),
  };
}

/** Undefined also for one that cannot be read: whoever has broken theirs must be able to leave, and to begin anew. */
const lastRecord = (lab: LabContext): Promise<IncidentRecord | undefined> =>
  readRecord(lab).catch(() => undefined);

export const asAdmin = ({ adminAuthorization }: LabContext) => ({
  headers: { authorization: adminAuthorization },
  timeoutMs: 15_000,
});

export const routeOf = (lab: LabContext): ModelRouteApi =>
  new ModelRouteApi(lab.endpoints.inference, MODEL, asAdmin(lab));

/** A lab without an autopilot has nothing to switch. */
async function turnKillSwitch(
  lab: LabContext,
  change: Parameters<AutopilotApi['turnKillSwitch']>[0],
): Promise<void> {
  try {
    await new AutopilotApi(lab.endpoints.autopilot).turnKillSwitch(change, asAdmin(lab));
  } catch (error) {
    if (!(error instanceof HttpError) || error.status !== undefined) throw error;
  }
}

const causesPage = (causes: ReadonlyMap<string, string>): string =>
  `# Which of these is it?\n\nComponent, and what is wrong with it. One is true; the letters are yours alone.\n\n${[...causes].map(([letter, cause]) => `- ${letter} — ${cause}`).join('\n')}\n`;
