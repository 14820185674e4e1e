import { fetchJson, fetchText } from '@lab/engine-clients';
import { authorised, SWITCH_TIMEOUT_MS } from './injectors/injector.ts';
import type { LabUnderDrill } from './lab-under-drill.ts';

const MODEL = 'fraud-detection';

interface ModelState {
  readonly name: string;
  readonly route?: unknown;
}

/** Lets the autopilot act, or takes its hands off. A lab without one has nothing to switch. */
export async function letAutopilotAct(lab: LabUnderDrill, mayAct: boolean): Promise<void> {
  if (!lab.status.components.some(({ name }) => name === 'autopilot')) return;
  await fetchText(`${lab.endpoints.autopilot}/v1/kill-switch`, {
    method: 'PUT',
    headers: authorised(lab),
    timeoutMs: SWITCH_TIMEOUT_MS,
    body: { on: !mayAct, reason: mayAct ? 'drill: it may act' : 'drill of an alert alone' },
  });
}

/** @returns what gives the model back the route that it has now, whatever an autopilot does to it meanwhile */
export async function keepRoute(lab: LabUnderDrill): Promise<() => Promise<void>> {
  const models = `${lab.endpoints.inference}/admin/models`;
  const common = { headers: authorised(lab), timeoutMs: SWITCH_TIMEOUT_MS };
  const current = async (): Promise<unknown> =>
    (await fetchJson<ModelState[]>(models, common)).find(({ name }) => name === MODEL)?.route;
  const before = await current();
  return async () => {
    if (JSON.stringify(await current()) === JSON.stringify(before)) return;
    await fetchText(`${models}/${MODEL}/route`, { ...common, method: 'PUT', body: before });
  };
}
