import { fileURLToPath } from 'node:url';
import { type ParsedFamily, parseText } from '../../src/exposition/parse-text.ts';
import { type Child, startChild } from './child.ts';

/** Collectors of node_exporter's default set that no panel of dashboard 1860 asks, and that this exporter lacks. */
export const LACKING = [
  ...['bcache', 'bcachefs', 'btrfs', 'dmmultipath', 'fibrechannel', 'infiniband', 'ipvs', 'nfs', 'nfsd'],
  ...['tapestats', 'xfs', 'zfs'],
];
/** Collectors that are off in both by default, and that dashboard 1860 has panels for. */
export const OPTED_IN = ['interrupts', 'processes', 'tcpstat'];

const EXPORTER_FOLDER = fileURLToPath(new URL('../..', import.meta.url));

interface TheirOptions {
  /** Off for what must answer with the same work as ours in its default set. */
  readonly optIn?: boolean;
  readonly extra?: readonly string[];
}

/** node_exporter, reduced to the collectors that both have. */
export function startTheirs(binary: string, { optIn = true, extra = [] }: TheirOptions = {}): Promise<Child> {
  return startChild({
    file: binary,
    args: [
      '--web.listen-address=127.0.0.1:0',
      ...LACKING.map((name) => `--no-collector.${name}`),
      ...(optIn ? OPTED_IN.map((name) => `--collector.${name}`) : []),
      ...extra,
    ],
    listening: /Listening on.*address=127\.0\.0\.1:(\d+)/,
  });
}

/** This exporter as a service, without GPUs. */
export function startOurs({ optIn = true }: { optIn?: boolean } = {}): Promise<Child> {
  return startChild({
    file: process.execPath,
    args: ['--import', '@lab/instrumentation/register', 'src/server.ts'],
    cwd: EXPORTER_FOLDER,
    env: {
      PORT: '0',
      GPU_PORT: '0',
      GPU_SOURCE: 'none',
      USER_ID_SALT: 'a salt for tests only',
      OTEL_SDK_DISABLED: 'true',
      COLLECTORS: optIn ? OPTED_IN.map((name) => `+${name}`).join(',') : '',
    },
    listening: /"event_type":"service_listening","listening_on":"http:\/\/127\.0\.0\.1:(\d+)"/,
  });
}

export async function scrapeText({ port }: Child): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`, { headers: { accept: 'text/plain' } });
  if (!response.ok) throw new Error(`a scrape was answered with ${response.status}`);
  return response.text();
}

export const scrape = async (child: Child): Promise<ParsedFamily[]> => parseText(await scrapeText(child));
