/** Is told by your Alertmanager, and decides whether a model would be trained anew. It only says so: a dry run. */
import Fastify from 'fastify';

/** What an Alertmanager sends: as much of version 4 of its webhook as is needed here. */
interface Delivery {
  readonly alerts: readonly {
    readonly status: 'firing' | 'resolved';
    readonly labels: Readonly<Record<string, string>>;
    /** ISO 8601. */
    readonly startsAt: string;
  }[];
}

interface Decision {
  readonly action: 'retrain';
  readonly dry_run: true;
  readonly model_name: string;
  /** Those that have drifted, in alphabetical order. */
  readonly features: readonly string[];
  /** ISO 8601. */
  readonly decided_at: string;
}

const decisions: Decision[] = [];
const app = Fastify();

app.post<{ Body: Delivery }>('/alerts', async (request, reply) => {
  process.stdout.write(
    `${JSON.stringify(request.body.alerts.map(({ status, labels }) => ({ status, labels })))}\n`,
  );
  return reply.code(202).send({});
});

app.get('/decisions', async () => ({ decisions }));

await app.listen({ host: process.env.HOST ?? '127.0.0.1', port: Number(process.env.PORT) });
