import { fetchJson, fetchText, type LabEndpoints } from '@lab/engine-clients';
import type { Call, Injection } from './experiment.ts';

/** Brings a fault about, and undoes it. */
export interface Switch {
  /** @param seconds after which it must have ended by itself */
  inject(seconds: number): Promise<void>;
  /** Also where `inject` has failed half way: it must not throw because there is nothing to undo. */
  rollBack(): Promise<void>;
}

/** Where the lab's switches are, and what they ask for. */
export interface SwitchBoard {
  readonly endpoints: Pick<
    LabEndpoints,
    'inference' | 'features' | 'traffic' | 'monitor' | 'autopilot' | 'pager'
  >;
  /** The value of `authorization`. */
  readonly adminAuthorization: string;
}

/** Longer than any request of an experiment should take: a service under fault may answer late. */
const TIMEOUT_MS = 15_000;

export function switchOf(injection: Injection, board: SwitchBoard): Switch {
  switch (injection.kind) {
    case 'http':
      return called(injection);
    case 'service_fault':
      return labSwitch(
        `${board.endpoints[injection.service]}/admin/faults/${injection.fault}`,
        injection.settings,
        board,
      );
    case 'scenario':
      return labSwitch(
        `${board.endpoints.traffic}/scenarios/${injection.scenario}`,
        injection.settings,
        board,
      );
  }
}

/** A switch of the lab's: `PUT` with settings and an end, `DELETE` before that. */
function labSwitch(
  url: string,
  settings: Readonly<Record<string, unknown>> | undefined,
  { adminAuthorization }: SwitchBoard,
): Switch {
  const headers = { authorization: adminAuthorization };
  return called({
    inject: { method: 'PUT', url, headers, ...(settings === undefined ? {} : { body: settings }) },
    rollBack: { method: 'DELETE', url, headers },
  });
}

function called({ inject, rollBack }: { readonly inject: Call; readonly rollBack: Call }): Switch {
  const call = async ({ url, ...options }: Call): Promise<void> => {
    await fetchText(url, { ...options, timeoutMs: TIMEOUT_MS });
  };
  return {
    inject: (seconds) => call({ ...inject, body: { ...inject.body, seconds } }),
    rollBack: () => call(rollBack),
  };
}

/**
 * What a service's switches can do, for a name that none has.
 * @returns undefined where the service has such a fault, or the injection is of another kind
 */
export async function unknownFault(injection: Injection, board: SwitchBoard): Promise<string | undefined> {
  if (injection.kind !== 'service_fault') return undefined;
  const { service, fault } = injection;
  const { faults } = await fetchJson<{ faults: { name: string }[] }>(
    `${board.endpoints[service]}/admin/faults`,
    { headers: { authorization: board.adminAuthorization } },
  );
  const names = faults.map(({ name }) => name);
  return names.includes(fault)
    ? undefined
    : `${service} has no fault ${fault}: it has ${names.sort().join(', ')}`;
}
