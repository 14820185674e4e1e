import { hostname } from 'node:os';
import { observedFastify, operationsFastify, type Telemetry } from '@lab/instrumentation';
import { answerErrors } from '@lab/service';
import type { FastifyInstance } from 'fastify';
import { COLLECTORS } from './collectors/index.ts';
import { renderText, TEXT_CONTENT_TYPE } from './exposition/text-format.ts';
import { gpuCollect } from './gpu/collect.ts';
import { openGpuSource } from './gpu/open-source.ts';
import { thisHost } from './host/host.ts';
import { buildInfo } from './registry/build-info.ts';
import { CollectorRunner } from './registry/collector-runner.ts';
import { selectCollectors } from './registry/select-collectors.ts';
import type { ExporterConfig } from './settings.ts';

export interface ExporterDeps {
  readonly telemetry: Telemetry;
  readonly host: CollectorRunner;
  readonly gpu: CollectorRunner;
}

export interface ExporterApps {
  /** 9100: the machine, and this process itself. */
  readonly host: FastifyInstance;
  /** 9445: the GPUs and nothing else, as dcgm-exporter does. */
  readonly gpu: FastifyInstance;
}

export async function buildApps({ telemetry, host, gpu }: ExporterDeps): Promise<ExporterApps> {
  const hostApp = await observedFastify(telemetry, {
    expose: async () => {
      const [families, own] = await Promise.all([host.run(), telemetry.metrics.expose('text/plain')]);
      return { contentType: TEXT_CONTENT_TYPE, body: renderText(families) + own.body };
    },
  });
  answerErrors(hostApp);
  const gpuApp = operationsFastify(telemetry, async () => ({
    contentType: TEXT_CONTENT_TYPE,
    body: renderText(await gpu.run()),
  }));
  answerErrors(gpuApp);
  // The service closes the first listener; the second one lives and ends with it.
  gpuApp.readiness.require(async () => (await hostApp.readiness.reasonsNotReady())[0]);
  hostApp.addHook('onClose', () => gpuApp.close());
  return { host: hostApp, gpu: gpuApp };
}

/** The exporter on this machine, its GPU listener already open: the service itself opens only one. */
export async function openApp(config: ExporterConfig, telemetry: Telemetry): Promise<FastifyInstance> {
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
  const apps = await buildApps({
    telemetry,
    host: new CollectorRunner(
      collectors.map((collector) => ({ name: collector.name, collect: collector.create(host) })),
      { namespace: 'node', limitMs, logger, constant: [buildInfo(config.SERVICE_VERSION)] },
    ),
    gpu: new CollectorRunner(
      source === undefined ? [] : [{ name: source.name, collect: gpuCollect(source, hostname()) }],
      { namespace: 'gpu', limitMs, logger },
    ),
  });
  apps.gpu.addHook('onClose', () => source?.close());
  await apps.gpu.listen({ host: config.HOST, port: config.GPU_PORT });
  logger.info({ event_type: 'gpu_source_opened', source: source?.name ?? 'none' }, 'gpu metrics ready');
  return apps.host;
}
