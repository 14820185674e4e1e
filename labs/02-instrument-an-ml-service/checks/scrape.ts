import { found, type Task } from '@lab/course/lab';

export const scrape: Task = {
  id: 'metrics-endpoint',
  title: 'Give Prometheus something to scrape',
  hints: [
    'The page /targets of your Prometheus, or its /api/v1/targets, says why each target is down. What does the service answer at that address?',
    'The service has no route /metrics yet. A Registry of prom-client has a `contentType` and an asynchronous `metrics()`.',
    "In src/app.ts: app.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics())). The registry lives in a file of its own, src/metrics.ts, where the metrics will be.",
  ],
  deadlineSeconds: 15,
  async check({ workbenchEngines: { prometheus }, workbench }) {
    const targets = (await prometheus.targets()).filter(({ job }) => job === 'fraud-scorer');
    const up = targets.filter(({ health }) => health === 'up');
    return found(up.length === 2, {
      expected: 'both targets of job fraud-scorer up',
      seen: targets
        .map(({ instance, health, lastError }) => `${instance} ${health} ${lastError}`.trim())
        .join('\n'),
      lookAt: `${workbench.prometheus}/targets`,
    });
  },
};
