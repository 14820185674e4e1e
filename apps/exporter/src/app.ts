import { hostname } from 'node:os';
import type { Telemetry } from '@lab/instrumentation/core';
import type { ServiceApp } from '@lab/service/life';
import { COLLECTORS } from './collectors/index.ts';
import { containerCollect } from './containers/collect.ts';
import { renderText, TEXT_CONTENT_TYPE } from './exposition/text-format.ts';
import { gpuCollect } from './gpu/collect.ts';
import { openGpuSource } from './gpu/open-source.ts';
import { GpuSimulator } from './gpu/simulator.ts';
import { simulatorRoutes } from './gpu/simulator-routes.ts';
import type { GpuSource } from './gpu/source.ts';
import { thisHost } from './host/host.ts';
import { type Answer, OperationsListener, type Routes } from './http/operations-listener.ts';
import { addressSpaceLimit } from './registry/address-space-limit.ts';
import { buildInfo } from './registry/build-info.ts';
import { CollectorRunner } from './registry/collector-runner.ts';
import { selectCollectors } from './registry/select-collectors.ts';
import type { ExporterConfig } from './settings.ts';

interface ExporterDeps {
  readonly telemetry: Telemetry;
  readonly host: CollectorRunner;
  readonly containers: CollectorRunner;
  readonly gpu: CollectorRunner;
  /** Further routes of the GPU listener. */
  readonly admin?: Routes;
}

export interface ExporterApps {
  /** 9100: the machine, and this process itself. */
  readonly host: OperationsListener;
  /** 9445: the GPUs and nothing else, as dcgm-exporter does. */
  readonly gpu: OperationsListener;
}

export function buildApps({ telemetry, host, containers, gpu, admin }: ExporterDeps): ExporterApps {
  const hostApp = new OperationsListener(telemetry.logger, async () => {
    const [machine, inside, own] = await Promise.all([
      host.run(),
      containers.run(),
      telemetry.metrics.expose('text/plain'),
    ]);
    return exposition(renderText([...machine, ...inside]) + own.body);
  });
  const gpuMetrics = async () => exposition(renderText(await gpu.run()));
  const gpuApp = new OperationsListener(telemetry.logger, gpuMetrics, admin);
  // The service ends by its first listener; the second one is as ready as that.
  gpuApp.readiness.require(async () => (await hostApp.readiness.reasonsNotReady())[0]);
  return { host: hostApp, gpu: gpuApp };
}

const exposition = (body: string): Answer => ({ status: 200, contentType: TEXT_CONTENT_TYPE, body });

/** The exporter on this machine, its GPU listener already open: the service itself opens only one. */
export async function openApp(config: ExporterConfig, telemetry: Telemetry): Promise<ServiceApp> {
  const { logger } = telemetry;
  const limitMs = config.COLLECTOR_TIMEOUT_MS;
  const host = thisHost({
    procfs: config.PATH_PROCFS,
    sysfs: config.PATH_SYSFS,
    rootfs: config.PATH_ROOTFS,
    udev: config.PATH_UDEV_DATA,
    textfiles: config.TEXTFILE_DIRECTORIES.split(',').filter((folder) => folder !== ''),
  });
  const collectors = selectCollectors(COLLECTORS, config.COLLECTORS);
  const source = await openGpuSource(config, logger);
  const apps = buildApps({
    telemetry,
    host: new CollectorRunner(
      collectors.map((collector) => ({ name: collector.name, collect: collector.create(host) })),
      {
        namespace: 'node',
        limitMs,
        logger,
        constant: [buildInfo(config.SERVICE_VERSION), addressSpaceLimit()],
      },
    ),
    containers: new CollectorRunner(
      config.CONTAINERS ? [{ name: 'cgroup', collect: containerCollect(host, config.PATH_DOCKER) }] : [],
      { namespace: 'container', limitMs, logger },
    ),
    gpu: new CollectorRunner(
      source === undefined ? [] : [{ name: source.name, collect: gpuCollect(source, hostname()) }],
      { namespace: 'gpu', limitMs, logger },
    ),
    admin: adminRoutes(source, config),
  });
  await apps.gpu.listen({ host: config.HOST, port: config.GPU_PORT });
  logger.info({ event_type: 'gpu_source_opened', source: source?.name ?? 'none' }, 'gpu metrics ready');
  return {
    readiness: apps.host.readiness,
    server: apps.host.server,
    listen: (address) => apps.host.listen(address),
    close: async () => {
      apps.gpu.server.closeIdleConnections();
      await Promise.all([apps.host.close(), apps.gpu.close()]);
      source?.close();
    },
  };
}

/** None for real GPUs, and none where drills are not allowed: there is then nothing to guess a token for. */
function adminRoutes(source: GpuSource | undefined, config: ExporterConfig): Routes {
  const { FAULT_INJECTION, ADMIN_TOKEN } = config;
  if (!(source instanceof GpuSimulator) || !FAULT_INJECTION || ADMIN_TOKEN === undefined) return {};
  return simulatorRoutes(source, ADMIN_TOKEN);
}
