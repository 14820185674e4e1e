import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { observedFastify, type Telemetry } from '@lab/instrumentation';
import { answerErrors } from '@lab/service';
import { injectableFaults } from '@lab/service/faults';
import type { FastifyInstance } from 'fastify';
import { scenarioRoutes } from './routes/scenarios.ts';
import { statusRoute } from './routes/status.ts';
import type { TrafficSettings } from './settings.ts';
import { Traffic } from './traffic.ts';

/** The traffic begins when the service listens, and ends before its connections do. */
export async function buildApp(settings: TrafficSettings, telemetry: Telemetry): Promise<FastifyInstance> {
  const traffic = new Traffic(settings, telemetry);
  const app = await observedFastify(telemetry, {
    // A misspelt setting of a scenario must be refused, not removed.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
  });
  answerErrors(app);
  await injectableFaults(app, telemetry, settings, traffic.faultKinds);
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();
  statusRoute(typed, traffic);
  scenarioRoutes(typed, traffic.scenarios, settings.ADMIN_TOKEN);
  app.addHook('onListen', () => traffic.start());
  app.addHook('onClose', () => traffic.close());
  return app;
}
