import { LabError } from '../errors.ts';
import { describeConflict } from '../native/port-check.ts';
import { holderOf, isFree } from '../native/ports.ts';
import type { PortKey, Settings } from '../settings.ts';
import { enginesOf, type WorkbenchPlan } from './plan.ts';

const PORTS_OF = {
  prometheus: ['WORKBENCH_PROMETHEUS_PORT'],
  alertmanager: ['WORKBENCH_ALERTMANAGER_PORT'],
  collector: [
    'WORKBENCH_COLLECTOR_OTLP_GRPC_PORT',
    'WORKBENCH_COLLECTOR_OTLP_HTTP_PORT',
    'WORKBENCH_COLLECTOR_HEALTH_PORT',
    'WORKBENCH_COLLECTOR_METRICS_PORT',
    'WORKBENCH_COLLECTOR_SELF_METRICS_PORT',
  ],
} as const satisfies Record<string, readonly PortKey[]>;

/** @throws LabError that names every port of the workbench that somebody else holds */
export async function refuseTakenPorts(plan: WorkbenchPlan, settings: Settings): Promise<void> {
  const keys: PortKey[] = [
    ...(plan.services ?? []).map(({ port }) => port),
    ...enginesOf(plan).flatMap(([engine]) => PORTS_OF[engine]),
  ];
  const free = await Promise.all(keys.map((key) => isFree(settings.ports[key])));
  const taken = keys.filter((_, index) => free[index] === false);
  if (taken.length === 0) return;
  const said = taken.map((key) =>
    describeConflict({ key, port: settings.ports[key], holder: holderOf(settings.ports[key]) }),
  );
  throw new LabError('PORTS_TAKEN', said.join('\n'), 'stop what listens there, or set another port in .env');
}
