import { poll } from '../../poll.ts';
import { NotApplicable, type Step } from '../step.ts';

/** The jobs without which nothing can be seen; engines that a lab may lack are not among them. */
const REQUIRED_JOBS = [
  'inference',
  'features',
  'traffic',
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
    let problem = 'Prometheus has not answered';
    try {
      return await poll(
        async () => {
          const targets = await engines.prometheus.targets();
          const down = targets.filter(({ health }) => health !== 'up');
          const missing = REQUIRED_JOBS.filter((job) => !targets.some((target) => target.job === job));
          if (down.length === 0 && missing.length === 0)
            return `${targets.length} targets in ${new Set(targets.map(({ job }) => job)).size} jobs`;
          problem = [
            ...missing.map((job) => `no target for job ${job}`),
            ...down.map(
              ({ job, instance, health, lastError }) =>
                `${job} ${instance} is ${health}${lastError ? `: ${lastError}` : ''}`,
            ),
          ].join('; ');
          return undefined;
        },
        { timeoutMs: patienceMs, intervalMs: 500, waitingFor: 'all targets to be up' },
      );
    } catch (error) {
      if (error instanceof NotApplicable) throw error;
      throw new Error(problem, { cause: error });
    }
  },
};
