import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Finding } from './finding.ts';

const TIMEOUT_MS = 10_000;

/** Programs that a lab uses. Node is there: this runs in it. */
export async function examineTools(): Promise<Finding[]> {
  const node: Finding = {
    what: 'Node',
    verdict: 'ok',
    found: `${process.versions.node} (${process.execPath})`,
  };
  return [
    node,
    ...(await Promise.all([
      examine('npm', ['npm', '--version'], 'needed only to install dependencies; it comes with Node'),
      examine('Go', ['go', 'version'], 'builds engines that are missing; see https://go.dev/dl'),
      examine(
        'Docker engine',
        ['docker', 'info', '--format', '{{.ServerVersion}}'],
        'without it the lab runs as plain processes',
      ),
      examine('Docker Compose', ['docker', 'compose', 'version', '--short'], 'needed with Docker only'),
    ])),
  ];
}

async function examine(what: string, [command = '', ...args]: string[], advice: string): Promise<Finding> {
  try {
    const { stdout } = await promisify(execFile)(command, args, { timeout: TIMEOUT_MS });
    const found = stdout.trim().split('\n')[0] ?? '';
    if (found !== '') return { what, verdict: 'ok', found };
  } catch {
    // Not there, or it does not answer: both mean that the lab cannot use it.
  }
  return { what, verdict: 'missing', found: 'no answer', advice };
}
