import { firstFailure, found, type Task } from '@lab/course/lab';
import { atQuery } from './target-of.ts';

const JOBS = ['inference', 'features'] as const;
const UNWANTED = 'count({job="inference", __name__=~"nodejs_.*"})';
const WANTED = 'count({job="inference", __name__=~"process_.*"})';

export const relabel: Task = {
  id: 'relabel',
  title: 'Name the targets, and drop what nobody asks for',
  needs: ['scrape-services'],
  deadlineSeconds: 30,
  hints: [
    'There are two places: relabel_configs change a target before it is scraped, metric_relabel_configs change samples after it was.',
    'instance is set to the address only where nothing has set it. For the samples there is an action that drops what matches, and the metric name is the label __name__.',
    '`relabel_configs: [{ source_labels: [job], target_label: instance }]` in both jobs; in inference also `metric_relabel_configs: [{ source_labels: [__name__], regex: "nodejs_.*", action: drop }]`.',
  ],
  check: ({ workbenchEngines: { prometheus }, workbench }) =>
    firstFailure(
      ...JOBS.map((job) => async () => {
        const expression = `up{job="${job}"}`;
        const instances = (await prometheus.query(expression)).map(({ labels }) => labels.instance);
        return found(instances.length === 1 && instances[0] === job, {
          expected: `one target of job ${job}, with instance="${job}"`,
          seen: instances.length === 0 ? 'no such target' : `instance=${instances.join(', ')}`,
          lookAt: atQuery(workbench.prometheus, expression),
        });
      }),
      async () => {
        const left = await prometheus.sum(UNWANTED);
        return found(left === 0, {
          expected: 'no series nodejs_… of job inference',
          seen: `${left} of them`,
          lookAt: atQuery(workbench.prometheus, UNWANTED),
        });
      },
      async () => {
        const kept = await prometheus.sum(WANTED);
        return found(kept > 0, {
          expected: 'the series process_… of job inference, which are in use',
          seen: kept > 0 ? `${kept} of them` : 'none: the expression drops more than it should',
          lookAt: atQuery(workbench.prometheus, WANTED),
        });
      },
    ),
};
