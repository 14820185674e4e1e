import { observedFastify, type Telemetry } from '@lab/instrumentation';
import { answerErrors } from '@lab/service';
import type { FastifyInstance } from 'fastify';
import { Builder } from './adapters/builder.ts';
import { observeBuilds } from './metrics.ts';
import { labRoutes } from './routes/lab.ts';
import { pageRoutes } from './routes/pages.ts';
import type { SiteSettings } from './settings.ts';

export interface Deps {
  readonly config: SiteSettings;
  readonly telemetry: Telemetry;
}

/** Ready at once, with or without a site: nobody waits for a build. It begins when the service listens. */
export async function buildApp({ config, telemetry }: Deps): Promise<FastifyInstance> {
  const app = await observedFastify(telemetry);
  answerErrors(app);
  const builder = new Builder({
    script: config.SITE_BUILDER,
    folder: config.SITE_FOLDER,
    logger: telemetry.logger,
  });
  observeBuilds(telemetry.metrics, builder);
  app.addHook('onListen', async () => builder.start());
  app.addHook('onClose', () => builder.stop());
  labRoutes(app, config);
  await app.register(pageRoutes, { folder: config.SITE_FOLDER, builder });
  return app;
}
