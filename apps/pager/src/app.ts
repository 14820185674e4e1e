import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { heartbeatTimeoutMs } from '@lab/catalogue/routing';
import { observedFastify } from '@lab/instrumentation';
import { answerErrors } from '@lab/service';
import { apiReference } from '@lab/service/api-reference';
import { injectableFaults } from '@lab/service/faults';
import type { FastifyInstance } from 'fastify';
import { SmtpSink } from './adapters/smtp-sink.ts';
import type { Deps } from './deps.ts';
import { DeadMansSwitch } from './domain/dead-mans-switch.ts';
import { fromMail } from './domain/from-mail.ts';
import { DEAD_MANS_SWITCH, Heartbeat } from './heartbeat.ts';
import { Inbox } from './inbox.ts';
import { PagerMetrics } from './metrics.ts';
import { Reception } from './reception.ts';
import { deliveryRoutes } from './routes/delivery.ts';
import { inboxRoutes } from './routes/inbox.ts';
import { pageRoutes } from './routes/page.ts';
import { runbookRoute } from './routes/runbooks.ts';

const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Mail is taken and the Watchdog awaited from when the service listens, until it closes. */
export async function buildApp({ config, telemetry, now }: Deps): Promise<FastifyInstance> {
  const { logger, metrics } = telemetry;
  const app = await observedFastify(telemetry, {
    bodyLimit: MAX_BODY_BYTES,
    // Deliveries are judged as they come: nothing is repaired, nothing that a newer sender adds is refused.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
  });
  answerErrors(app);
  await injectableFaults(app, telemetry, config);

  const inbox = await Inbox.open({
    folder: config.PAGER_STATE_DIR,
    capacity: config.PAGER_CAPACITY,
    now,
    logger,
  });
  app.addHook('onClose', () => inbox.close());

  const bases = { docsUrl: config.DOCS_URL, grafanaUrl: config.GRAFANA_URL };
  const deadMansSwitch = new DeadMansSwitch(
    config.PAGER_HEARTBEAT_TIMEOUT_MS ?? heartbeatTimeoutMs(config.LAB_TIMING),
    now(),
    inbox.firing().some(({ labels }) => labels.alertname === DEAD_MANS_SWITCH),
  );
  const heartbeat = new Heartbeat({ deadMansSwitch, inbox, logger, bases, now });
  const reception = new Reception(inbox, new PagerMetrics(metrics, inbox, deadMansSwitch), logger);
  const smtp = new SmtpSink({
    host: config.HOST,
    port: config.PAGER_SMTP_PORT,
    logger,
    receive: (mail) => reception.receive(fromMail(mail)),
  });
  const smtpAddress = await smtp.listen();
  logger.info({ event_type: 'smtp_listening', listening_on: smtpAddress }, 'taking mail');
  app.addHook('onListen', async () => heartbeat.start());
  app.addHook('onClose', async () => {
    heartbeat.stop();
    await smtp.close();
  });

  await app.register(
    apiReference({
      title: 'Pager inbox',
      description: 'Takes what the Alertmanager tells, by webhook, Slack, PagerDuty and mail, and shows it.',
    }),
  );
  await app.register(async (routes) => {
    const typed = routes.withTypeProvider<TypeBoxTypeProvider>();
    deliveryRoutes(typed, { reception, heartbeat, bases, token: config.ALERTMANAGER_TOKEN });
    inboxRoutes(typed, { inbox, deadMansSwitch, adminToken: config.ADMIN_TOKEN });
    pageRoutes(typed, { inbox, deadMansSwitch });
    if (config.RUNBOOKS_DIR !== undefined) runbookRoute(typed, config.RUNBOOKS_DIR);
  });
  return app;
}
