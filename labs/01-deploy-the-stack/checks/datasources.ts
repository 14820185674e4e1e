import {
  type CheckContext,
  type Finding,
  fails,
  firstFailure,
  found,
  passes,
  type Task,
} from '@lab/course/lab';
import { fetchText } from '@lab/engine-clients';
import { parse } from 'yaml';

export const DATASOURCES_FILE = 'grafana/datasources.yaml';

export interface Datasource {
  readonly name?: string;
  readonly uid?: string;
  readonly type?: string;
  readonly url?: string;
  readonly isDefault?: boolean;
  readonly jsonData?: {
    readonly exemplarTraceIdDestinations?: readonly {
      readonly name?: string;
      readonly datasourceUid?: string;
    }[];
  };
}

/** @throws Error where the file is no list of datasources */
export async function readDatasources({
  files,
}: Pick<CheckContext, 'files'>): Promise<readonly Datasource[]> {
  const document = parse(await files.read(DATASOURCES_FILE)) as { datasources?: unknown } | null;
  if (!Array.isArray(document?.datasources))
    throw new Error(`${DATASOURCES_FILE} has no list \`datasources\``);
  return document.datasources as readonly Datasource[];
}

/** What Grafana's own test of a datasource asks, by type. */
const TEST_PATHS: Readonly<Record<string, string>> = {
  prometheus: '/api/v1/query?query=1',
  loki: '/loki/api/v1/labels',
  tempo: '/api/echo',
  jaeger: '/api/services',
};

export const datasources: Task = {
  id: 'datasources',
  title: 'Write down where Grafana finds its data',
  hints: [
    'infra/grafana/provisioning/datasources has the same for the whole lab. ./lab status says whether your lab keeps its traces in Tempo or in Jaeger.',
    'Three entries, each with name, uid, type and url. Exactly one is the default. The link from an exemplar to its trace is a setting of the Prometheus entry.',
    'For Prometheus: `type: prometheus`, the url of your own, `isDefault: true`, `jsonData: { exemplarTraceIdDestinations: [{ name: trace_id, datasourceUid: <uid of your trace store> }] }`. Loki and the trace store: type and url.',
  ],
  async check(lab) {
    const { engines, endpoints, workbench } = lab;
    const all = await readDatasources(lab);
    const store = engines.traces.name;
    return firstFailure(
      () => answersAt(all, 'prometheus', workbench.prometheus),
      () => answersAt(all, 'loki', endpoints.loki),
      () => answersAt(all, store, endpoints[store]),
      () => oneDefault(all),
      () => exemplarsLead(all, store),
    );
  },
};

/** The entry of a type names an address that answers as this type does, and it is the address that was asked for. */
async function answersAt(all: readonly Datasource[], type: string, wanted: string): Promise<Finding> {
  const entry = all.find((one) => one.type === type);
  const looked = {
    expected: `a datasource of type ${type} at ${wanted}, with a uid`,
    lookAt: DATASOURCES_FILE,
  };
  if (entry?.url === undefined || entry.uid === undefined)
    return fails({
      ...looked,
      seen:
        entry === undefined ? `types ${all.map((one) => one.type).join(', ') || 'none'}` : 'no url or no uid',
    });
  const base = entry.url.replace(/\/$/, '').replace('//localhost:', '//127.0.0.1:');
  try {
    await fetchText(`${base}${TEST_PATHS[type]}`);
  } catch (error) {
    return fails({ ...looked, seen: error instanceof Error ? error.message : String(error) });
  }
  return found(base === wanted, {
    ...looked,
    seen: base === wanted ? `${entry.url} answers` : `${entry.url} answers, but is another`,
  });
}

function oneDefault(all: readonly Datasource[]): Finding {
  const names = all.filter(({ isDefault }) => isDefault === true).map(({ type }) => type);
  return found(names.length === 1 && names[0] === 'prometheus', {
    expected: 'one default: the Prometheus',
    seen: names.length === 0 ? 'no default' : `defaults: ${names.join(', ')}`,
    lookAt: DATASOURCES_FILE,
  });
}

function exemplarsLead(all: readonly Datasource[], store: string): Finding {
  const looked = {
    expected: 'the trace_id of an exemplar leads to the trace store of this file',
    lookAt: `${DATASOURCES_FILE}, exemplarTraceIdDestinations`,
  };
  const links = all.find(({ type }) => type === 'prometheus')?.jsonData?.exemplarTraceIdDestinations ?? [];
  const link = links.find(({ name }) => name === 'trace_id');
  if (link === undefined) return fails({ ...looked, seen: 'no destination for trace_id' });
  const target = all.find(({ uid }) => uid === link.datasourceUid);
  return target?.type === store
    ? passes({ ...looked, seen: `it leads to ${target.name ?? target.uid}` })
    : fails({ ...looked, seen: `the uid ${link.datasourceUid} is of ${target?.type ?? 'no datasource'}` });
}
