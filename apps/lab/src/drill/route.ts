import { ModelRouteApi } from '@lab/engine-clients';
import SHIPPED from '../../../../models/routes.json' with { type: 'json' };
import { authorised, SWITCH_TIMEOUT_MS } from './injectors/injector.ts';
import type { LabUnderDrill } from './lab-under-drill.ts';

const MODEL = 'fraud-detection';

export interface DrillRoute {
  /** Sets what the lab ships: the faults know its versions, and the autopilot may long have promoted another. */
  ship(): Promise<void>;
  /** Sets what was there before the drills. */
  giveBack(): Promise<void>;
}

/** Remembers the route that the model has now. */
export async function takeRoute(lab: Pick<LabUnderDrill, 'endpoints' | 'adminToken'>): Promise<DrillRoute> {
  const route = new ModelRouteApi(lab.endpoints.inference, MODEL, {
    headers: authorised(lab),
    timeoutMs: SWITCH_TIMEOUT_MS,
  });
  const before = await route.current();
  return { ship: () => route.set(SHIPPED[MODEL]), giveBack: () => route.set(before) };
}
