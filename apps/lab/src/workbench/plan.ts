import type { Lab } from '@lab/course/lab';

/** An engine of the workbench, under the name of its service in compose.yaml and of its binary's engine. */
export type WorkbenchEngine = 'prometheus' | 'alertmanager' | 'collector';

/** What a workbench runs, as the process that runs it is told. */
export interface WorkbenchPlan {
  readonly labId: string;
  /** The learner's folder. */
  readonly folder: string;
  readonly route: 'native' | 'docker';
  readonly services: NonNullable<Lab['workbench']>['services'];
  /** Engines with their configuration files in the learner's folder. */
  readonly engines: Readonly<Partial<Record<WorkbenchEngine, string>>>;
}

export function planWorkbench(
  { workbench = {} }: Pick<Lab, 'workbench'>,
  place: Pick<WorkbenchPlan, 'labId' | 'folder' | 'route'>,
): WorkbenchPlan {
  const { services = [], prometheus, alertmanager, collector } = workbench;
  return {
    ...place,
    services,
    engines: {
      ...(prometheus === undefined ? {} : { prometheus }),
      ...(alertmanager === undefined ? {} : { alertmanager }),
      ...(collector === undefined ? {} : { collector }),
    },
  };
}

export const isEmpty = ({ services = [], engines }: WorkbenchPlan): boolean =>
  services.length === 0 && Object.keys(engines).length === 0;

export const enginesOf = ({ engines }: WorkbenchPlan): readonly [WorkbenchEngine, string][] =>
  Object.entries(engines) as [WorkbenchEngine, string][];
