import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const FILE = new URL('../../../../infra/grafana/provisioning/datasources/lab.yaml', import.meta.url);

interface Tag {
  readonly key: string;
  readonly value: string;
}

/** The links among a datasource's settings, as Grafana names them. */
interface Links {
  readonly alertmanagerUid?: string;
  readonly exemplarTraceIdDestinations?: readonly { readonly name: string; readonly datasourceUid: string }[];
  readonly derivedFields?: readonly {
    readonly matcherType: string;
    readonly matcherRegex: string;
    readonly datasourceUid: string;
  }[];
  readonly serviceMap?: { readonly datasourceUid: string };
  readonly tracesToLogsV2?: {
    readonly datasourceUid: string;
    readonly query: string;
    readonly tags: readonly Tag[];
  };
  readonly tracesToMetrics?: {
    readonly datasourceUid: string;
    readonly tags: readonly Tag[];
    readonly queries: readonly { readonly name: string; readonly query: string }[];
  };
}

export interface Datasource {
  readonly uid: string;
  readonly type: string;
  readonly jsonData: Links;
  /** Uids of the datasources that its links lead to. */
  readonly references: readonly string[];
}

/** The provisioned datasources, with `$$` already the `$` that Grafana makes of it. */
export function readDatasources(file: URL = FILE): Datasource[] {
  const { datasources } = parse(readFileSync(file, 'utf8').replaceAll('$$', '$')) as {
    datasources: Omit<Datasource, 'references'>[];
  };
  return datasources.map((datasource) => ({ ...datasource, references: referencesOf(datasource.jsonData) }));
}

function referencesOf(links: Links): string[] {
  const uids = [
    links.alertmanagerUid,
    links.serviceMap?.datasourceUid,
    links.tracesToLogsV2?.datasourceUid,
    links.tracesToMetrics?.datasourceUid,
    ...(links.exemplarTraceIdDestinations ?? []).map(({ datasourceUid }) => datasourceUid),
    ...(links.derivedFields ?? []).map(({ datasourceUid }) => datasourceUid),
  ];
  return [...new Set(uids.filter((uid) => uid !== undefined))];
}
