import { fetchJson, poll, type Target } from '@lab/engine-clients';
import type { Step } from '../step.ts';

/** The jobs without which nothing can be seen; engines that a lab may lack are not among them. */
const REQUIRED_JOBS = [
  'inference',
  'features',
  'traffic',
  'pager',
  'site',
  'monitor',
  'autopilot',
  'node',
  'gpu',
  'span-metrics',
  'collector',
  'prometheus',
  'alertmanager',
  'loki',
];

export const targetsUp: Step = {
  name: 'every scrape target is up',
  async run({ engines, patienceMs }) {
    const strange = await strangers(engines.endpoints.grafana);
    let problem = 'Prometheus has not answered';
    return poll(
      async () => {
        const targets = (await engines.prometheus.targets()).filter(({ job }) => !strange.includes(job));
        const problems = targetProblems(targets);
        problem = problems.join('; ');
        return problems.length === 0 ? targets : undefined;
      },
      { timeoutMs: patienceMs, intervalMs: 500, waitingFor: 'all targets to be up' },
    ).then(
      (targets) =>
        [
          `${targets.length} targets in ${new Set(targets.map(({ job }) => job)).size} jobs`,
          ...strange.map((job) => `${job} left out: what answers there is something else`),
        ].join('; '),
      (error: unknown) => {
        throw new Error(problem, { cause: error });
      },
    );
  },
};

/** What keeps targets from being all there and all up, a line each. */
export function targetProblems(targets: readonly Target[]): string[] {
  const missing = REQUIRED_JOBS.filter((job) => !targets.some((target) => target.job === job));
  const down = targets.filter(({ health }) => health !== 'up');
  return [
    ...missing.map((job) => `no target for job ${job}`),
    ...down.map(
      ({ job, instance, health, lastError }) =>
        `${job} ${instance} is ${health}${lastError ? `: ${lastError}` : ''}`,
    ),
  ];
}

/**
 * Grafana has no Go module, so where no image can be pulled something may stand in for it that only completes the
 * service graph. A real one says its version; what does not is no part of what can be verified.
 */
async function strangers(grafana: string): Promise<string[]> {
  const health = await fetchJson<{ version?: string }>(`${grafana}/api/health`).catch(() => undefined);
  return health !== undefined && health.version === undefined ? ['grafana'] : [];
}
