/**
 * The learner's own small stack beside the lab: an experiment there breaks nothing here, and `reset` begins anew.
 *
 * Services are plain processes on both routes, started anew when a file of theirs is saved. Engines are those of the lab's version: plain processes
 * without Docker, containers in the host's network with it, so that one configuration with addresses of 127.0.0.1 serves
 * both. An engine reads its file from the learner's folder and is told to read it again when the file changes.
 */
export interface Workbench {
  readonly services?: readonly WorkbenchService[];
  /** Path of the configuration in the learner's folder; rules lie beside it. */
  readonly prometheus?: string;
  readonly alertmanager?: string;
  readonly collector?: string;
}

export interface WorkbenchService {
  /** `scorer`: its name in metrics, lines and spans. */
  readonly name: string;
  /** The file that is run, in the learner's folder. */
  readonly entry: string;
  readonly port: WorkbenchPort;
  /** Modules that are loaded before the entry, such as `@lab/instrumentation/register`. */
  readonly imports?: readonly string[];
  /** Beyond what every service gets (HOST, PORT, OTEL_*, …); `${NAME_OF_A_PORT}` becomes that port. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Keys of `.env`. In text and configuration files of a lab they are written as `${WORKBENCH_SERVICE_PORT}`. */
export type WorkbenchPort = 'WORKBENCH_SERVICE_PORT' | 'WORKBENCH_SECOND_SERVICE_PORT';

/** Base addresses of the workbench, without a trailing slash. */
export interface WorkbenchEndpoints {
  readonly service: string;
  readonly secondService: string;
  readonly prometheus: string;
  readonly alertmanager: string;
  readonly collectorOtlpHttp: string;
  /** Where a `prometheus` exporter of the learner's Collector may answer: WORKBENCH_COLLECTOR_METRICS_PORT. */
  readonly collectorMetrics: string;
  readonly collectorSelfMetrics: string;
}
