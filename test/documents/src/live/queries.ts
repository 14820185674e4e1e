import { type DashboardQuery, type Endpoints, runQueries } from '@lab/dashboards';
import { isQuery, type Side } from '../checks/fences.ts';
import type { Problem } from '../problem.ts';
import type { Document } from '../read/document.ts';
import { addressOf, type LiveLab } from './lab.ts';

const DATASOURCES: Readonly<Record<string, string>> = {
  promql: 'prometheus',
  logql: 'loki',
  traceql: 'tempo',
};

/** A workbench has a Prometheus of its own; lines and traces of a learner are in the lab's stores. */
const endpointsOf = (lab: LiveLab, side: Side): Endpoints => ({
  prometheus: addressOf(lab, side === 'workbench' ? 'WORKBENCH_PROMETHEUS_PORT' : 'PROMETHEUS_PORT'),
  loki: addressOf(lab, 'LOKI_PORT'),
  ...(lab.binaries.tempo === undefined ? {} : { tempo: addressOf(lab, 'TEMPO_PORT') }),
});

/** A runbook asks what is wrong; elsewhere the fence says that nothing is an answer. */
const mayBeEmpty = (path: string, emptyOk: boolean): Pick<DashboardQuery, 'mayBeEmpty'> =>
  emptyOk || path.startsWith('docs/runbooks/') ? { mayBeEmpty: 'nothing is wrong in a healthy lab' } : {};

/** Asks the engines every query of the page. TraceQL is skipped where Jaeger keeps the traces. */
export async function queryProblems(
  { path, fences }: Document,
  lab: LiveLab,
  side: Side = 'lab',
): Promise<readonly Problem[]> {
  const asked = fences.filter((fence) => isQuery(fence, side));
  const queries = asked.map((fence) => ({
    line: fence.line,
    query: {
      dashboard: path,
      panel: String(fence.line),
      datasource: DATASOURCES[fence.language] ?? fence.language,
      expr: fence.text,
      ...mayBeEmpty(path, fence.attributes['empty-ok'] === true),
    } satisfies DashboardQuery,
  }));
  const outcomes = await runQueries(
    endpointsOf(lab, side),
    queries.map(({ query }) => query),
  );
  return outcomes.flatMap(({ outcome, message }, index): Problem[] => {
    const line = queries[index]?.line ?? 0;
    if (outcome === 'empty') return [{ path, line, expected: 'data', seen: 'none' }];
    return outcome === 'error' ? [{ path, line, expected: 'an answer', seen: message ?? 'none' }] : [];
  });
}
