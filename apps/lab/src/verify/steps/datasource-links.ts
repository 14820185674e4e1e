import { poll } from '@lab/engine-clients';
import { type Datasource, readDatasources } from '../datasources.ts';
import { followed } from '../followed.ts';
import { NotApplicable, type Step, type Walk } from '../step.ts';

/** Follows every link that Grafana's datasources promise, with the followed prediction's ids in their templates. */
export const datasourceLinks: Step = {
  name: "every link of Grafana's datasources resolves",
  async run(walk) {
    const datasources = readDatasources();
    const byUid = new Map(datasources.map((datasource) => [datasource.uid, datasource]));
    const find = (type: string): Datasource => {
      const found = datasources.find((datasource) => datasource.type === type);
      if (found === undefined) throw new Error(`no datasource of type ${type} is provisioned`);
      return found;
    };
    const dangling = datasources.flatMap(({ uid, references }) =>
      references.filter((target) => !byUid.has(target)).map((target) => `${uid} → ${target}`),
    );
    if (dangling.length > 0)
      throw new Error(`links to datasources that do not exist: ${dangling.join(', ')}`);
    if (walk.engines.traces.name !== 'tempo')
      throw new NotApplicable('the links lead to Tempo, and this lab keeps its traces in Jaeger');

    const checks = [
      metricToTrace(walk, find('prometheus')),
      logToTrace(walk, find('loki')),
      traceToLogs(walk, find('tempo')),
      ...traceToMetrics(walk, find('tempo')),
    ];
    return (await Promise.all(checks)).join('; ');
  },
};

async function metricToTrace(walk: Walk, { jsonData }: Datasource): Promise<string> {
  const destinations = jsonData.exemplarTraceIdDestinations ?? [];
  const exemplars = await walk.engines.prometheus.exemplars(
    'ml_prediction_duration_seconds_bucket',
    walk.startedAt - 60,
  );
  const fitting = destinations.find(({ name }) => exemplars.some(({ labels }) => name in labels));
  if (fitting === undefined)
    throw new Error(`no exemplar has the label ${destinations.map(({ name }) => name).join(' or ')}`);
  return `metric → trace by ${fitting.name}`;
}

async function logToTrace(walk: Walk, { jsonData }: Datasource): Promise<string> {
  const { exemplarTraceId } = followed(walk);
  const field = jsonData.derivedFields?.find(({ matcherType }) => matcherType === 'label');
  if (field === undefined) throw new Error("Loki's datasource has no derived field by label");
  const lines = await walk.engines.loki.lines(
    `{service_name="inference"} | ${field.matcherRegex}="${exemplarTraceId}"`,
    walk.startedAt - 60,
  );
  if (lines.length === 0)
    throw new Error(`no line has the label ${field.matcherRegex} with ${exemplarTraceId}`);
  return `log → trace by ${field.matcherRegex}`;
}

async function traceToLogs(walk: Walk, { jsonData }: Datasource): Promise<string> {
  const link = jsonData.tracesToLogsV2;
  if (link === undefined) throw new Error("Tempo's datasource has no tracesToLogsV2");
  const query = fill(link.query, link.tags, followed(walk).exemplarTraceId);
  const lines = await walk.engines.loki.lines(query, walk.startedAt - 60);
  if (lines.length === 0) throw new Error(`no line for ${query}`);
  return `trace → ${lines.length} log lines`;
}

function traceToMetrics(walk: Walk, { jsonData }: Datasource): Promise<string>[] {
  const link = jsonData.tracesToMetrics;
  if (link === undefined || link.queries.length === 0)
    throw new Error("Tempo's datasource has no tracesToMetrics with queries");
  return link.queries.map(async ({ name, query }) => {
    const expression = fill(query, link.tags, followed(walk).exemplarTraceId);
    await poll(
      async () => ((await walk.engines.prometheus.query(expression)).length > 0 ? true : undefined),
      {
        timeoutMs: walk.patienceMs,
        intervalMs: 500,
        waitingFor: `data for ${expression}`,
      },
    );
    return `trace → ${name.toLowerCase()}`;
  });
}

/** Puts in what Grafana puts in: the span's tags, its trace id, a window that fits a fresh lab. */
function fill(template: string, tags: readonly { key: string; value: string }[], traceId: string): string {
  const values: Readonly<Record<string, string>> = { 'service.name': 'inference' };
  const matchers = tags.map(({ key, value }) => `${value}="${values[key] ?? ''}"`).join(', ');
  return template
    .replace(/\$\{__tags\}|\$__tags/g, matchers)
    .replace(/\$\{__span\.traceId\}/g, traceId)
    .replaceAll('$__rate_interval', '1m');
}
