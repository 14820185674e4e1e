/** The labs of the course, in the order in which they build on each other. Any of them can be started on its own. */
import type { Lab } from '@lab/course/lab';
import deployTheStack from './01-deploy-the-stack/lab.ts';
import instrumentAnMlService from './02-instrument-an-ml-service/lab.ts';
import structuredLogging from './03-structured-logging/lab.ts';
import distributedTracing from './04-distributed-tracing/lab.ts';
import dataDrift from './05-data-drift/lab.ts';
import alerting from './06-alerting/lab.ts';
import dashboardAsCode from './07-dashboard-as-code/lab.ts';
import slosAndErrorBudgets from './08-slos-and-error-budgets/lab.ts';
import gpuAndHost from './09-gpu-and-host/lab.ts';
import incident from './10-incident/lab.ts';
import chaosExperiment from './11-chaos-experiment/lab.ts';
import capstone from './capstone/lab.ts';

export const LABS: readonly Lab[] = [
  deployTheStack,
  instrumentAnMlService,
  structuredLogging,
  distributedTracing,
  dataDrift,
  alerting,
  dashboardAsCode,
  slosAndErrorBudgets,
  gpuAndHost,
  incident,
  chaosExperiment,
  capstone,
];
