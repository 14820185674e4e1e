import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Settings } from '../settings.ts';
import { composeEnvironment } from './compose.ts';

export interface ComposeLogsOptions {
  readonly names: readonly string[];
  readonly lines: number;
  readonly follow: boolean;
  readonly sinceMs: number | undefined;
}

/** Calls `onLine` for every line of the containers' logs; resolves when there are no more, or after ctrl-C. */
export async function readComposeLogs(
  settings: Settings,
  { names, lines, follow, sinceMs }: ComposeLogsOptions,
  onLine: (service: string, text: string) => void,
): Promise<void> {
  const args = [
    'compose',
    '--project-directory',
    settings.root,
    'logs',
    '--no-color',
    '--tail',
    String(lines),
  ];
  if (follow) args.push('--follow');
  if (sinceMs !== undefined) args.push('--since', `${Math.round(sinceMs / 1000)}s`);
  const child = spawn('docker', [...args, ...names], {
    cwd: settings.root,
    env: { ...process.env, ...composeEnvironment(settings) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { service, text } = splitPrefix(line);
    onLine(service, text);
  });
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve());
  });
}

/** `inference-1  | text`: Compose puts the container before each line. */
export function splitPrefix(line: string): { service: string; text: string } {
  const [, service, text] = /^([\w.-]+?)(?:-\d+)?\s+\| ?(.*)$/.exec(line) ?? [];
  return service === undefined || text === undefined ? { service: '', text: line } : { service, text };
}
