import { firstFailure, found, type Task } from '@lab/course/lab';
import { parse } from 'yaml';
import { atQuery, atTargets, described, targetsOf } from './target-of.ts';

/** A series that only this engine has of itself. */
const OWN_SERIES = {
  prometheus: 'prometheus_build_info',
  alertmanager: 'alertmanager_build_info',
  loki: 'loki_build_info',
} as const;

interface LoadedConfiguration {
  readonly scrape_configs?: readonly {
    readonly job_name: string;
    readonly file_sd_configs?: readonly unknown[];
  }[];
}

export const discoverEngines: Task = {
  id: 'discover-engines',
  title: 'Let a file say which engines there are',
  deadlineSeconds: 30,
  hints: [
    'The job collector takes its target from a file already. infra/prometheus/targets shows how the lab does it for everything.',
    'A job engines with file_sd_configs, and a list of three groups: one target each, and the label service.',
    '`file_sd_configs: [{ files: [targets/engines.json], refresh_interval: 5s }]`, and in the file three of `{ "targets": ["127.0.0.1:<port>"], "labels": { "service": "loki" } }`.',
  ],
  check: ({ workbenchEngines: { prometheus }, workbench }) =>
    firstFailure(
      async () => {
        const loaded = parse(await prometheus.configuration()) as LoadedConfiguration;
        const job = loaded.scrape_configs?.find(({ job_name }) => job_name === 'engines');
        return found((job?.file_sd_configs?.length ?? 0) > 0, {
          expected: 'a job engines whose targets come from a file',
          seen: job === undefined ? 'no job of that name' : 'a job of that name without file_sd_configs',
          lookAt: `${workbench.prometheus}/config`,
        });
      },
      async () => {
        const targets = await targetsOf(prometheus, 'engines');
        return found(targets.length >= 3 && targets.every(({ health }) => health === 'up'), {
          expected: 'three targets of job engines, all up',
          seen: described(targets),
          lookAt: atTargets(workbench.prometheus),
        });
      },
      ...Object.entries(OWN_SERIES).map(([service, metric]) => async () => {
        const expression = `${metric}{job="engines", service="${service}"}`;
        const samples = await prometheus.query(expression);
        const all = await prometheus.query(`${metric}{job="engines"}`);
        return found(samples.length === 1, {
          expected: `one series of ${service}, with the label service="${service}"`,
          seen:
            all.length === 0
              ? `no ${metric} from this job`
              : `${metric} with service=${all.map(({ labels }) => JSON.stringify(labels.service ?? '')).join(', ')}`,
          lookAt: atQuery(workbench.prometheus, expression),
        });
      }),
    ),
};
