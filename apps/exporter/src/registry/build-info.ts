import { gauge, type MetricFamily } from '../exposition/metric-family.ts';

/** The release of node_exporter whose names, labels and defaults the host's metrics follow. */
export const FOLLOWED_VERSION = '1.12.1';

/** Names of Go for what Node calls otherwise. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };

/** What dashboards show as the version of the exporter; `tags` tells that it is not node_exporter itself. */
export function buildInfo(serviceVersion: string): MetricFamily {
  return gauge(
    'node_exporter_build_info',
    "A metric with a constant '1' value labeled by version, revision, branch, goversion from which node_exporter was built, and the goos and goarch for the build.",
    [
      {
        labels: {
          branch: '',
          goarch: ARCHITECTURES[process.arch] ?? process.arch,
          goos: process.platform,
          goversion: `node${process.version}`,
          revision: serviceVersion,
          tags: 'lab',
          version: FOLLOWED_VERSION,
        },
        value: 1,
      },
    ],
  );
}
