import { type CheckContext, type Finding, firstFailure, found, type Task } from '@lab/course/lab';
import type { PrometheusApi } from '@lab/engine-clients';
import { atQuery } from './rules-loaded.ts';

/** What the rules of task 3 stand on, and whether the machine answers at all. */
const WANTED = [
  'up',
  'node_cpu_seconds_total',
  'node_load1',
  'node_memory_MemTotal_bytes',
  'node_memory_MemAvailable_bytes',
  'node_filesystem_size_bytes',
  'node_filesystem_avail_bytes',
] as const;
/** Names of metrics; the lab's own Prometheus has some hundreds of this machine. */
const MOST_NAMES = 15;
/**
 * Federated samples carry their own time, so nothing marks the end of a series that is federated no more: it would be seen
 * for five minutes.
 */
const now = (selector: string): string => `last_over_time(${selector}[15s])`;
const HOST_LABELS = `group by (job, instance) (${now('node_load1')})`;

export const federateTheHost: Task = {
  id: 'federate-the-host',
  title: 'Take the host from a Prometheus that has it',
  deadlineSeconds: 45,
  hints: [
    'The lesson on advanced Prometheus has a section on federation, with the configuration of a global server. Ask /federate of the lab with curl first, with the selector that you have in mind.',
    "metrics_path is /federate, the selectors are the values of match[] under params, the target is the lab's Prometheus. Whose job and instance the series keep is decided by honor_labels.",
    'honor_labels: true, metrics_path: /federate, params: { "match[]": [\'up{job="node"}\', \'{job="node",__name__=~"node_cpu_seconds_total|node_load1|node_memory_(MemTotal|MemAvailable)_bytes|node_filesystem_(avail|size)_bytes"}\'] }, and the port of the lab\'s Prometheus as the target.',
  ],
  check: (lab) =>
    firstFailure(
      () => keepsItsName(lab),
      () => hasWhatIsNeeded(lab),
      () => isNoDump(lab),
    ),
};

/** The machine is called as the lab calls it, not as the server that tells of it. */
async function keepsItsName({ workbenchEngines, engines, workbench }: CheckContext): Promise<Finding> {
  const [seen, right] = await Promise.all(
    [workbenchEngines.prometheus, engines.prometheus].map(async (prometheus) =>
      (await prometheus.query(HOST_LABELS)).map(
        ({ labels: { job = '', instance = '' } }) => `${job} at ${instance}`,
      ),
    ),
  );
  return found(seen?.length === 1 && seen[0] === right?.[0], {
    expected: 'the load of the machine under the job and the instance that it has in the lab',
    seen: seen?.length === 0 ? 'no series node_load1' : `node_load1 of ${seen?.join(', and of ')}`,
    lookAt: `${atQuery(workbench.prometheus, 'node_load1')}, ${workbench.prometheus}/targets`,
  });
}

const NAMES = `group by (__name__) (${now('{job="node"}')})`;

async function hasWhatIsNeeded({ workbenchEngines, engines, workbench }: CheckContext): Promise<Finding> {
  const [names, ofTheLab] = await Promise.all([
    namesIn(workbenchEngines.prometheus),
    namesIn(engines.prometheus),
  ]);
  const modes = await workbenchEngines.prometheus.query(
    `group by (mode) (${now('node_cpu_seconds_total{job="node"}')})`,
  );
  // A machine may have none of a kind, such as a container without a disk of its own.
  const wanted = WANTED.filter((name) => ofTheLab.has(name));
  const missing = [
    ...wanted.filter((name) => !names.has(name)),
    ...(modes.length > 1 ? [] : ['more than one mode of the CPUs']),
  ];
  return found(missing.length === 0, {
    expected: `of job node: ${wanted.join(', ')}`,
    seen: missing.length === 0 ? 'all of them' : `missing: ${missing.join(', ')}`,
    lookAt: atQuery(workbench.prometheus, NAMES),
  });
}

const namesIn = async (prometheus: PrometheusApi): Promise<ReadonlySet<string>> =>
  new Set((await prometheus.query(NAMES)).map(({ labels: { __name__ = '' } }) => __name__));

async function isNoDump({ workbenchEngines, engines, workbench }: CheckContext): Promise<Finding> {
  const expression = `count(${NAMES})`;
  const [seen, all] = await Promise.all([
    workbenchEngines.prometheus.sum(expression),
    engines.prometheus.sum(expression),
  ]);
  return found(seen <= MOST_NAMES, {
    expected: `what you ask for and no more: at most ${MOST_NAMES} metrics of job node, of the ${all} that the lab has`,
    seen: `${seen} metrics`,
    lookAt: atQuery(workbench.prometheus, expression),
  });
}
