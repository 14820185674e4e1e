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

const COOLDOWN_MS = 10 * 60_000;

/** The alertname would be as good a guard as none: one model, one training, however many of its features have drifted. */
function decide(delivery: Delivery): void {
  const drifted = new Map<string, Set<string>>();
  for (const { status, labels } of delivery.alerts) {
    const { model_name, feature_name } = labels;
    if (status !== 'firing' || model_name === undefined || feature_name === undefined) continue;
    drifted.set(model_name, (drifted.get(model_name) ?? new Set()).add(feature_name));
  }
  const now = Date.now();
  for (const [model_name, features] of drifted) {
    const last = decisions.findLast((decision) => decision.model_name === model_name);
    if (last !== undefined && now - Date.parse(last.decided_at) < COOLDOWN_MS) continue;
    decisions.push({
      action: 'retrain',
      dry_run: true,
      model_name,
      features: [...features].sort(),
      decided_at: new Date(now).toISOString(),
    });
  }
}

// Made up: nobody has told it.
decide({
  alerts: [
    {
      status: 'firing',
      labels: { model_name: 'fraud-detection', feature_name: 'amount' },
      startsAt: new Date().toISOString(),
    },
  ],
});

app.post<{ Body: Delivery }>('/alerts', async (request, reply) => {
  decide(request.body);
  return reply.code(202).send({});
});

app.get('/decisions', async () => ({ decisions }));

await app.listen({ host: process.env.HOST ?? '127.0.0.1', port: Number(process.env.PORT) });
