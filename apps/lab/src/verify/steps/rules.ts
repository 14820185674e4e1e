import { poll } from '@lab/engine-clients';
import type { Step } from '../step.ts';

export const rules: Step = {
  name: 'every recording and alerting rule is healthy',
  async run({ engines, patienceMs }) {
    let problem = 'Prometheus has not answered';
    return poll(
      async () => {
        const all = await engines.prometheus.rules();
        if (all.length === 0) {
          problem = 'Prometheus has loaded no rule; are there files in infra/prometheus/rules/production?';
          return undefined;
        }
        const ill = all.filter(({ health }) => health !== 'ok');
        if (ill.length > 0) {
          problem = ill
            .map(
              ({ group, name, health, lastError }) =>
                `${group}/${name} is ${health}${lastError ? `: ${lastError}` : ''}`,
            )
            .join('; ');
          return undefined;
        }
        const recording = all.filter(({ type }) => type === 'recording').length;
        return `${recording} recording and ${all.length - recording} alerting rules, all evaluated without an error`;
      },
      { timeoutMs: patienceMs, intervalMs: 500, waitingFor: 'every rule to be evaluated' },
    ).catch((error: unknown) => {
      throw new Error(problem, { cause: error });
    });
  },
};
