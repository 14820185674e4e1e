/** What the text says is there: addresses that answer, and metrics of engines that Prometheus has. */
import { ports } from '../checks/addresses.ts';
import { metricsOfOthers } from '../checks/metrics.ts';
import type { Problem } from '../problem.ts';
import type { Document } from '../read/document.ts';
import { addressOf, type LiveLab } from './lab.ts';
import { moved } from './moved.ts';

const LIMIT_MS = 10_000;

/**
 * An address of a page answers whoever opens it; one that wants a token says so, and is there all the same. Of the root
 * of an API, and of what would change something, only that somebody is there.
 */
export async function addressProblems(
  { path, addresses }: Document,
  lab: LiveLab,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  const names = ports();
  for (const { line, method, url } of addresses) {
    const { port, pathname } = new URL(url);
    if (lab.absent?.includes(names.get(Number(port)) ?? '')) continue;
    const seen = await statusOf(moved(url, lab));
    const mayRefuse = method !== 'GET' || pathname === '/';
    if (typeof seen === 'string' || (!mayRefuse && (seen === 404 || seen >= 500)))
      problems.push({ path, line, expected: `an answer of ${url}`, seen: String(seen) });
  }
  return problems;
}

async function statusOf(url: string): Promise<number | string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(LIMIT_MS) });
    await response.body?.cancel();
    return response.status;
  } catch (error) {
    return error instanceof Error ? `${error.message} ${error.cause ?? ''}`.trim() : String(error);
  }
}

export async function seriesNames(lab: LiveLab): Promise<ReadonlySet<string>> {
  const response = await fetch(`${addressOf(lab, 'PROMETHEUS_PORT')}/api/v1/label/__name__/values`, {
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  return new Set(((await response.json()) as { data: readonly string[] }).data);
}

/** A part of a name, such as the `_total` that counters end in. */
const isPart = (name: string): boolean => name.startsWith('_') || name.endsWith('_');

/** Compares what two machines have: most of it is what this one lacks. */
const COMPARISON = 'docs/reference/node-exporter-parity.md';

/** Series that there are only once something has gone wrong, which a healthy lab cannot show. */
const APPEARS_WITH_FAILURE = new Set(['traces_service_graph_request_failed_total']);

/** @param names of every series that Prometheus has */
export const foreignMetricProblems = (document: Document, names: ReadonlySet<string>): readonly Problem[] =>
  (document.path === COMPARISON ? [] : metricsOfOthers(document))
    .filter(({ name }) => !isPart(name) && !APPEARS_WITH_FAILURE.has(name))
    .filter(({ name }) => !names.has(name) && !names.has(`${name}_bucket`))
    .map(({ path, line, name }) => ({
      path,
      line,
      expected: 'a metric that Prometheus has, or <!-- foreign --> behind it',
      seen: name,
    }));
