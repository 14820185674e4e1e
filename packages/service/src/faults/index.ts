/** Faults on request, for drills: off unless FAULT_INJECTION says otherwise, and each with an end. */
import { serviceFaultActive } from '@lab/catalogue';
import type { Telemetry } from '@lab/instrumentation';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { ConfigError } from '../config.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultRoutes } from './fault-routes.ts';
import { FaultSwitch } from './fault-switch.ts';
import { PROCESS_FAULTS } from './process-faults.ts';
import { requestFaults } from './request-faults.ts';
import { telemetryFaults } from './telemetry-faults.ts';

export { type FaultKind, faultKind } from './fault-kind.ts';
export { injectedFault } from './request-faults.ts';

/** Settings of a service whose faults can be switched. */
export const FAULT_SETTINGS = {
  FAULT_INJECTION: Type.Boolean({
    default: false,
    description: 'let drills inject faults over /admin/faults; never in production',
  }),
  ADMIN_TOKEN: Type.Optional(
    Type.String({ minLength: 16, description: 'bearer token of /admin; or ADMIN_TOKEN_FILE' }),
  ),
} as const;

export interface FaultSettings {
  readonly FAULT_INJECTION: boolean;
  readonly ADMIN_TOKEN?: string | undefined;
}

/**
 * Where FAULT_INJECTION is on, gives a service `/admin/faults` with the faults that every process can have and those of
 * its own. Call it before routes are registered.
 * @throws ConfigError where there is no token to guard the switch with
 */
export async function injectableFaults(
  app: FastifyInstance,
  telemetry: Telemetry,
  { FAULT_INJECTION, ADMIN_TOKEN }: FaultSettings,
  ownKinds: readonly FaultKind[] = [],
): Promise<void> {
  if (!FAULT_INJECTION) return;
  if (ADMIN_TOKEN === undefined) throw new ConfigError(['FAULT_INJECTION needs ADMIN_TOKEN']);
  const active = telemetry.metrics.gauge(serviceFaultActive);
  const kinds = [...requestFaults(app), ...PROCESS_FAULTS, ...telemetryFaults(telemetry), ...ownKinds];
  const faults = new FaultSwitch(kinds, (fault, end) => {
    if (!fault.announced) return;
    active.with({ fault: fault.kind.name }).set(end === undefined ? 1 : 0);
    telemetry.logger.warn(
      { event_type: 'fault_switched', fault: fault.kind.name, settings: fault.settings, end: end ?? null },
      end === undefined ? 'fault injected' : 'fault ended',
    );
  });
  for (const name of faults.kinds.keys()) active.with({ fault: name }).set(0);
  await app.register(faultRoutes(faults, ADMIN_TOKEN), { prefix: '/admin/faults' });
  app.addHook('onClose', () => faults.close());
}
