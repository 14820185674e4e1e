import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

export interface Engines {
  readonly nodeExporter: string;
  readonly prometheus: string;
  readonly promtool: string;
}

/** Paths of the programs to compare with, from the lab's own command line, which builds and caches them. */
export async function findEngines(): Promise<Engines> {
  const { stdout } = await promisify(execFile)(`${ROOT}/lab`, ['engines', '--json'], { cwd: ROOT });
  const reports = JSON.parse(stdout) as { binary: string; path?: string }[];
  const pathOf = (binary: string): string => {
    const path = reports.find((report) => report.binary === binary)?.path;
    if (path === undefined) throw new Error(`no ${binary} here: ./lab engines --build makes one`);
    return path;
  };
  return {
    nodeExporter: pathOf('node_exporter'),
    prometheus: pathOf('prometheus'),
    promtool: pathOf('promtool'),
  };
}
